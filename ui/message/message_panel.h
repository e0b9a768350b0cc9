// The picked message, or the picked frame, to be read: as text, as JSON, pretty-printed, in hexadecimal, as
// an image. Which of them is shown is remembered for each session. Everything that takes long is done in the
// background.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/filter_hits.h"
#include "ui/base/background_jobs.h"
#include "ui/filter/filter_wish.h"
#include "ui/message/message_content.h"

#include <QWidget>

#include <array>
#include <map>
#include <memory>
#include <optional>

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace fg {

class HexView;
class ImageView;
class JsonModel;
class PayloadMenu;
class TextView;

class MessagePanel final : public QWidget
{
    Q_OBJECT

public:
    enum class View : std::uint8_t { Text, Tree, Pretty, Hex, Wire, Image };
    static constexpr std::size_t viewCount = 6;

    // What is saved is written by `jobs`, which must outlive the panel.
    explicit MessagePanel(BackgroundJobs &jobs, QWidget *parent = nullptr);

    // Shows the message that the row is part of; a row that is not a frame clears the panel.
    void showRow(std::shared_ptr<const Session> session, RowNumber row);
    // Shows how the messages that the two rows are part of differ; does nothing unless both are frames.
    void showPair(std::shared_ptr<const Session> session, RowNumber first, RowNumber second);
    void clear();
    // To be called when rows have arrived: the message may have ended since.
    void showArrived();
    // Lights what is searched for in texts and octets.
    void setHits(const LitNeedles &needles);
    // Whether the panel's dock is in front; a message is read only then. Qt regards a tab in the background
    // as visible.
    void setInFront(bool on);
    // False while something is read.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] View view() const { return m_view; }

signals:
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);
    void filterWished(const fg::FilterWish &wish);

private:
    struct Json;

    void makeViews();
    void makeButtons();
    void makeMenu();
    void read();
    void readPair(RowNumber other);
    void disableAll();
    void showContent(MessageContent content);
    // The view that a person chose for this session if it can show the content, or else the best one.
    [[nodiscard]] View viewFor(const MessageContent &content) const;
    [[nodiscard]] bool canShow(View view) const;
    void choose(View view);
    void showView(View view);
    void readJson();
    void showJson(const Json &json);
    void readImage();
    void setNote(View view, const QString &note);
    void showNote(const QString &note);
    [[nodiscard]] QString noteOf(const MessageContent &content) const;
    void showTreeMenu(const QPoint &position);
    bool eventFilter(QObject *object, QEvent *event) override;

    BackgroundJobs &m_writing;
    BackgroundJobs m_reading;
    std::shared_ptr<const Session> m_session;
    RowNumber m_row;
    std::optional<RowNumber> m_other; // The second row of a pair.
    std::optional<MessageContent> m_content;
    View m_view = View::Text;
    std::map<std::weak_ptr<const Session>, View, std::owner_less<>> m_chosen;
    bool m_isReady = true;
    bool m_isInFront = true;
    bool m_isStale = false; // The picked row was not read yet.
    // What was made of m_content.
    std::array<QString, viewCount> m_notes; // What stands above each view.
    bool m_hasText = false;
    bool m_hasJson = false;
    bool m_hasImage = false;

    QLabel *m_title;
    QLabel *m_note;
    QButtonGroup *m_buttons;
    QToolButton *m_more;
    PayloadMenu *m_menu = nullptr;
    QStackedWidget *m_stack;
    QLabel *m_hint;
    TextView *m_text;
    QTreeView *m_tree;
    JsonModel *m_model;
    TextView *m_pretty;
    HexView *m_hex;
    HexView *m_wire;
    ImageView *m_image;
    TextView *m_difference;
};

} // namespace fg
