// The send box: composes and sends messages and control frames on the shown live session. Each session has a
// draft of its own, so that what was written for one connection is not sent on another; what was sent comes
// back from the history with its kind, also after the program was closed.
#pragma once

#include "protocol/session/log/session.h"
#include "ui/panels/session_panel.h"

#include <map>
#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace fg {

class InteractiveSession;

class ComposePanel final : public SessionPanel
{
    Q_OBJECT

public:
    static constexpr int maxHistory = 50;
    // Characters; a longer text is in the history until the program ends, and not in the settings.
    static constexpr qsizetype longestKept = 16 * 1024;

    explicit ComposePanel(QWidget *parent = nullptr);

    // Fills the box with the contents of a frame of a log.
    void composeAgain(const Session &session, const LogRow &frame);
    void focusInput();

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // The history has changed.
    void remembered();
    void statusMessage(const QString &sentence); // what composeAgain() could not copy

protected:
    void entryChanged() override;
    void refresh() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Kind : std::uint8_t { Text, Binary, Ping, Pong, Close };

    // What stands in the box.
    struct Draft
    {
        Kind kind = Kind::Text;
        bool isHex = false;
        QString text;
        QString code = QStringLiteral("1000");
        QString reason;

        bool operator==(const Draft &) const = default;
    };

    QWidget *makePayloadPage();
    QWidget *makeClosePage();
    [[nodiscard]] Kind kind() const;
    void setKind(Kind kind);
    void kindChanged();
    void validate();
    void send();
    [[nodiscard]] QString payloadText() const;
    [[nodiscard]] bool sendPayload(InteractiveSession &session);
    void sendClose(InteractiveSession &session);
    void showError(const QString &sentence);
    [[nodiscard]] Draft draft() const;
    void show(const Draft &draft);
    void remember();
    // Shows an entry of the history; -1: older, 1: newer.
    void recall(int step);
    [[nodiscard]] InteractiveSession *target() const;

    QComboBox *m_kind;
    QCheckBox *m_isHex;
    QPushButton *m_send;
    QLabel *m_message;
    QStackedWidget *m_pages;
    QPlainTextEdit *m_payload;
    QLineEdit *m_code;
    QLineEdit *m_reason;
    std::vector<Draft> m_history; // oldest first
    std::size_t m_recalled = 0; // index in the history; its size: no entry
    Draft m_written; // what stood in the box before the history was looked through
    // By session; of a session that is gone, until another is shown.
    std::map<std::weak_ptr<SessionEntry>, Draft, std::owner_less<>> m_drafts;
    std::weak_ptr<SessionEntry> m_drafted; // the session whose draft is in the box
};

} // namespace fg
