// The send box: composes and sends messages and control frames on the shown live session.
#pragma once

#include "protocol/session/log/session.h"
#include "ui/panels/session_panel.h"

#include <QStringList>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace fg {

class InteractiveSession;

class ComposePanel final : public SessionPanel
{
    Q_OBJECT

public:
    static constexpr int maxHistory = 50;

    explicit ComposePanel(QWidget *parent = nullptr);

    // Fills the box with the contents of a frame of a log.
    void composeAgain(const Session &session, const LogRow &frame);
    void focusInput();

signals:
    void statusMessage(const QString &sentence); // what composeAgain() could not copy

protected:
    void refresh() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Kind : std::uint8_t { Text, Binary, Ping, Pong, Close };

    QWidget *makePayloadPage();
    QWidget *makeClosePage();
    [[nodiscard]] Kind kind() const;
    void setKind(Kind kind);
    void kindChanged();
    void validate();
    void send();
    [[nodiscard]] QString payloadText() const;
    bool sendPayload(InteractiveSession &session);
    bool sendClose(InteractiveSession &session);
    void showError(const QString &sentence);
    void remember(const QString &text);
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
    QStringList m_history; // oldest first
    qsizetype m_recalled = 0; // index in the history; its size: no entry
};

} // namespace fg
