#include "tests/ui/sessions/session_steps.h"

#include "protocol/session/file/session_reader.h"
#include "tests/ui/window_driver.h"

#include <QAbstractButton>
#include <QDir>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSettings>
#include <QStandardPaths>

namespace fg {

void forgetSettingsAndRecordings()
{
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
}

QString sessionFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/sessions");
}

QStringList recorded() { return QDir(sessionFolder()).entryList(QDir::Files); }

bool connectTo(WindowDriver &driver, const QString &url)
{
    driver.typeTarget(url);
    return driver.connectNow();
}

void sendText(WindowDriver &driver, const QString &text)
{
    driver.press(Qt::Key_3);
    auto *box = driver.find<QPlainTextEdit>("composePayload");
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(driver.rowWith("RX", "frame", text) >= 0);
}

void answer(WindowDriver &driver, const char *question, const QString &button)
{
    QMessageBox *box = nullptr;
    QTRY_VERIFY((box = driver.window().findChild<QMessageBox *>(QLatin1String(question))) != nullptr);
    for (QAbstractButton *choice : box->buttons()) {
        if (choice->text().remove(QLatin1Char('&')) == button) {
            QTest::mouseClick(choice, Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return;
        }
    }
    QFAIL(qPrintable("no button " + button));
}

std::size_t rowsIn(const QString &file)
{
    auto read = SessionReader::open(file.toStdString());
    if (read.index() != 0)
        return 0;
    SessionReader &reader = *std::get<0>(read);
    reader.readAll();
    return reader.connections().empty() ? 0 : reader.connections().front().session->rowCount().value();
}

void removeFirst(WindowDriver &driver)
{
    auto *list = driver.find<QAbstractItemView>("sessionList");
    emit list->customContextMenuRequested(list->visualRect(list->model()->index(0, 0)).center());
    auto *menu = driver.find<QMenu>("sessionMenu");
    menu->actions().last()->trigger();
    menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace fg
