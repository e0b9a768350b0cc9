#include "tests/ui/window_driver.h"

#include "ui/bench/case_model.h"
#include "ui/bench/session_book.h"
#include "ui/log/wire_log_model.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTcpSocket>
#include <QUrl>

namespace fg {

namespace {

QModelIndex findIn(const QAbstractItemModel &model, const QModelIndex &parent, const QString &start)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (index.data().toString().startsWith(start))
            return index;
        if (const QModelIndex below = findIn(model, index, start); below.isValid())
            return below;
    }
    return {};
}

} // namespace

WindowDriver::WindowDriver()
    : m_window(std::make_unique<MainWindow>())
{
    m_window->show();
    if (!QTest::qWaitForWindowExposed(m_window.get()))
        qFatal("the window does not show");
    // Without a window manager no other program activates the window.
    QApplication::setActiveWindow(m_window.get());
}

WindowDriver::~WindowDriver() = default;

void WindowDriver::close()
{
    m_window->close();
    // The window waits until the peers have answered the close frames before it closes.
    if (!QTest::qWaitFor([this] { return !m_window->isVisible(); }))
        qFatal("the window stays");
    m_window.reset();
}

void WindowDriver::reveal(const QWidget *widget)
{
    if (!widget->isVisible() && find<QWidget>("connectionsPage")->isAncestorOf(widget))
        goTo(Perspective::Connections);
    else if (!widget->isVisible() && find<QWidget>("conformancePage")->isAncestorOf(widget))
        goTo(Perspective::Conformance);
}

void WindowDriver::click(const char *button)
{
    reveal(find<QWidget>(button));
    QTest::mouseClick(find<QWidget>(button), Qt::LeftButton);
}

void WindowDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window.get(), key, modifiers);
}

void WindowDriver::goTo(Perspective perspective)
{
    click(perspective == Perspective::Connections ? "connectionsButton" : "conformanceButton");
}

void WindowDriver::typeTarget(const QString &text)
{
    goTo(Perspective::Connections);
    QLineEdit *edit = find<QComboBox>("targetBox")->lineEdit();
    QTest::keySequence(edit, QKeySequence::SelectAll);
    QTest::keyClicks(edit, text);
}

void WindowDriver::typeServer(const QString &url)
{
    goTo(Perspective::Conformance);
    auto *edit = find<QLineEdit>("newTargetEdit");
    QTest::keyClicks(edit, url);
    QTest::keyClick(edit, Qt::Key_Return);
}

void WindowDriver::clickCell(QAbstractItemView *view, const QModelIndex &index)
{
    reveal(view);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

void WindowDriver::doubleClickCell(QAbstractItemView *view, const QModelIndex &index)
{
    clickCell(view, index);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

void WindowDriver::showTab(const char *dock)
{
    this->dock(dock)->raise();
    QTest::qWait(50);
}

QDockWidget *WindowDriver::dock(const char *name) const
{
    const auto *pages = qobject_cast<QStackedWidget *>(m_window->centralWidget());
    auto *found = pages->currentWidget()->findChild<QDockWidget *>(QLatin1String(name));
    if (!found)
        qFatal("the perspective has no %s", name);
    return found;
}

QString WindowDriver::trouble() const
{
    if (!find<QWidget>("troubleBanner")->isVisible())
        return {};
    return find<QLabel>("troubleWhat")->text() + QLatin1Char('\n') + find<QLabel>("troubleWhy")->text();
}

QString WindowDriver::state() const
{
    const QModelIndex tab = tabs()->currentIndex();
    if (!tab.isValid())
        return QStringLiteral("no session");
    QString state = tab.siblingAtColumn(SessionBook::State).data().toString();
    for (const QString &fact : find<QLabel>("sessionFacts")->text().split(QStringLiteral("  ·  "))) {
        if (fact.startsWith(QLatin1String("recording")))
            state += QStringLiteral(", ") + fact;
    }
    return state;
}

int WindowDriver::rowWith(const QString &direction, const QString &what, const QString &info) const
{
    const auto *model = qobject_cast<const WireLogModel *>(log()->model());
    for (int row = 0; row < model->rowCount(); ++row) {
        const auto text = [&](int column) { return model->index(row, column).data().toString(); };
        // What calls a frame by its opcode, or a message.
        const bool isIt = what == QLatin1String("frame")
            ? model->logRow(row).kind == RowKind::Frame
            : text(WireLogModel::What).contains(what, Qt::CaseInsensitive);
        if (text(WireLogModel::DirectionColumn) == direction && isIt
            && text(WireLogModel::Info).contains(info))
            return row;
    }
    return -1;
}

QModelIndex WindowDriver::caseIndex(const QString &id) const
{
    return findIn(*cases()->model(), {}, id + QLatin1Char(' '));
}

QString WindowDriver::verdictOf(const QString &id) const
{
    return caseIndex(id).siblingAtColumn(CaseModel::Verdict).data().toString();
}

void WindowDriver::checkOnly(const QStringList &ids)
{
    reveal(cases());
    QAbstractItemModel *model = cases()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        model->setData(model->index(row, 0), Qt::Unchecked, Qt::CheckStateRole);
    for (const QString &id : ids) {
        // The space key checks the current case.
        cases()->setCurrentIndex(caseIndex(id));
        QTest::keyClick(cases(), Qt::Key_Space);
    }
}

bool WindowDriver::waitForRun() const
{
    constexpr int milliseconds = 120'000;
    return QTest::qWaitFor([this] { return !find<QWidget>("stopButton")->isEnabled(); }, milliseconds);
}

void WindowDriver::run(const QStringList &ids)
{
    checkOnly(ids);
    pressRun();
    QVERIFY(waitForRun());
}

void WindowDriver::pressRun()
{
    goTo(Perspective::Conformance);
    click("runCheckedButton");
}

QString WindowDriver::startServing()
{
    goTo(Perspective::Conformance);
    click("clientsButton");
    auto *dialog = find<QDialog>("serveDialog");
    dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->setValue(0);
    dialog->findChild<QSpinBox *>(QStringLiteral("servePagePort"))->setValue(0);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("serveButton")), Qt::LeftButton);
    auto *url = dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"));
    [&] { QTRY_VERIFY(!url->text().isEmpty()); }();
    return url->text();
}

void WindowDriver::runAgainst(const QString &id, const QString &url)
{
    typeServer(url);
    run({id});
}

void askForCase(QTcpSocket &client, const QString &url)
{
    const QUrl address(url);
    client.connectToHost(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(client.waitForConnected());
    client.write("GET /runCase?case=1&agent=mine HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                 "Connection: Upgrade\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
                 "Sec-WebSocket-Version: 13\r\n\r\n");
}

AgentBook &WindowDriver::agents() const
{
    return *static_cast<AgentBook *>(find<QAbstractItemView>("agentList")->model());
}

void WindowDriver::trigger(const QString &text)
{
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->text() == text) {
            action->trigger();
            return;
        }
    }
    QFAIL(qPrintable("no action " + text));
}

void WindowDriver::acceptFile(const char *name, const QString &file)
{
    QFileDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = m_window->findChild<QFileDialog *>(QLatin1String(name))) != nullptr);
    emit dialog->fileSelected(file);
    emit dialog->filesSelected({file});
    dialog->close();
}

void WindowDriver::drop(const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint place = m_window->rect().center();
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &event);
}

bool WindowDriver::connectNow()
{
    goTo(Perspective::Connections);
    const int before = tabs()->model()->rowCount();
    click("connectButton");
    return QTest::qWaitFor([this, before] {
        return tabs()->model()->rowCount() > before && state().startsWith(QLatin1String("connected"));
    });
}

} // namespace fg
