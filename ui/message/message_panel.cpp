#include "ui/message/message_panel.h"

#include "protocol/report/view/session_view.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/hex_view.h"
#include "ui/kit/roomy_delegate.h"
#include "ui/message/image_view.h"
#include "ui/message/json_clause.h"
#include "ui/message/json_model.h"
#include "ui/message/message_difference.h"
#include "ui/message/payload_menu.h"
#include "ui/message/text_view.h"

#include <QButtonGroup>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

struct ViewInfo
{
    const char *name;
    const char *hint;
};

// In the order of MessagePanel::View.
constexpr std::array<ViewInfo, MessagePanel::viewCount> infos{{
    {"Text", "The message as text"},
    {"JSON", "The message as a tree of JSON values"},
    {"Pretty", "The JSON text with one value in each line"},
    {"Hex", "The payload in hexadecimal: unmasked, joined and inflated"},
    {"Wire", "The octets as they passed the wire, with headers, masked and compressed"},
    {"Image", "The message as an image: PNG, JPEG, GIF or BMP"},
}};

std::vector<TextView::Tint> tintsOf(const MessageDifference &difference)
{
    const Theme theme = Theme::current();
    const QColor base = QGuiApplication::palette().color(QPalette::Base);
    constexpr double faint = 0.15;
    constexpr double strong = 0.4;
    std::vector<TextView::Tint> tints;
    QColor line = base;
    for (const MessageDifference::Tint &tint : difference.tints) {
        const bool isLine = tint.kind != MessageDifference::Tint::Kind::Changed;
        if (isLine)
            line = tint.kind == MessageDifference::Tint::Kind::Removed ? theme.bad : theme.good;
        tints.push_back({tint.start, tint.end, mixed(base, line, isLine ? faint : strong)});
    }
    return tints;
}

} // namespace

// What the views of JSON show.
struct MessagePanel::Json
{
    std::shared_ptr<const JsonTree> tree; // Null if the text is not JSON.
    std::optional<JsonFault> fault;
    std::shared_ptr<const std::string> pretty; // Null if it would be too long.

    static Json read(const SharedText &text, const std::stop_token &stop)
    {
        Json json;
        auto read = JsonTree::read(text, stop);
        if (const auto *fault = std::get_if<JsonFault>(&read))
            json.fault = *fault;
        if (auto *tree = std::get_if<JsonTree>(&read)) {
            if (std::optional<std::string> pretty = tree->pretty(stop))
                json.pretty = std::make_shared<const std::string>(std::move(*pretty));
            json.tree = std::make_shared<const JsonTree>(std::move(*tree));
        }
        return json;
    }
};

MessagePanel::MessagePanel(BackgroundJobs &jobs, QWidget *parent)
    : QWidget(parent)
    , m_writing(jobs)
    , m_reading(BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Abandon)
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
    , m_buttons(new QButtonGroup(this))
    , m_more(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_hint(new QLabel(this))
    , m_text(new TextView(this))
    , m_tree(new QTreeView(this))
    , m_model(new JsonModel(this))
    , m_pretty(new TextView(this))
    , m_hex(new HexView(this))
    , m_wire(new HexView(this))
    , m_image(new ImageView(this))
    , m_difference(new TextView(this))
{
    m_title->setObjectName(QStringLiteral("messageTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_note->setObjectName(QStringLiteral("messageNote"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    makeViews();
    auto *head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_title, 1);
    makeButtons();
    for (QAbstractButton *button : m_buttons->buttons())
        head->addWidget(button);
    makeMenu();
    head->addWidget(m_more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(3);
    layout->addLayout(head);
    layout->addWidget(m_note);
    layout->addWidget(m_stack, 1);
    clear();
}

void MessagePanel::makeViews()
{
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setText(
        QStringLiteral("Pick a message or a frame in the log to read it, or two to see how they differ."));
    m_pretty->setObjectName(QStringLiteral("messagePretty"));
    m_pretty->setAccessibleName(QStringLiteral("The message as indented JSON"));
    m_difference->setObjectName(QStringLiteral("messageDifference"));
    m_difference->setAccessibleName(QStringLiteral("How the two picked messages differ"));
    m_hex->setObjectName(QStringLiteral("messageHex"));
    m_wire->setObjectName(QStringLiteral("messageWire"));
    m_tree->setObjectName(QStringLiteral("messageTree"));
    m_tree->setAccessibleName(QStringLiteral("The message as a tree of JSON values"));
    m_tree->setModel(m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    m_tree->setIndentation(14);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(JsonModel::Name, 180);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &MessagePanel::showTreeMenu);
    // In the order of View, after the hint.
    for (QWidget *view :
         std::initializer_list<QWidget *>{m_hint, m_text, m_tree, m_pretty, m_hex, m_wire, m_image})
        m_stack->addWidget(view);
    m_stack->addWidget(m_difference);
}

void MessagePanel::makeButtons()
{
    for (std::size_t at = 0; at < viewCount; ++at) {
        auto *button = new QToolButton(this);
        button->setObjectName(QStringLiteral("messageAs%1").arg(QLatin1String(infos[at].name)));
        button->setText(QLatin1String(infos[at].name));
        button->setToolTip(QLatin1String(infos[at].hint));
        button->setAccessibleName(button->toolTip());
        button->setCheckable(true);
        button->setAutoRaise(true);
        m_buttons->addButton(button, static_cast<int>(at));
    }
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int view) { choose(static_cast<View>(view)); });
}

void MessagePanel::makeMenu()
{
    const auto text = [this]() -> std::string_view {
        return m_view == View::Text ? m_text->picked() : m_content->text().characters;
    };
    m_menu = new PayloadMenu(
        m_writing, {.content = [this] { return m_content ? &*m_content : nullptr; }, .text = text}, this);
    connect(m_menu, &PayloadMenu::statusMessage, this, &MessagePanel::statusMessage);
    connect(m_menu, &PayloadMenu::failed, this, &MessagePanel::failed);
    for (const TextView *view : {m_text, m_pretty, m_difference})
        connect(view, &TextView::copied, m_menu, &PayloadMenu::reportCopied);
    m_more->setObjectName(QStringLiteral("messageMore"));
    m_more->setText(QStringLiteral("Copy"));
    m_more->setToolTip(QStringLiteral("Copy or save the payload"));
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setAutoRaise(true);
}

// --- reading ---

void MessagePanel::clear()
{
    m_reading.cancelAll();
    m_session.reset();
    m_content.reset();
    m_other.reset();
    m_isReady = true;
    m_isStale = false;
    m_title->setText(QStringLiteral("No message picked"));
    m_title->setToolTip({});
    showNote({});
    disableAll();
    m_difference->clear();
    m_text->clear();
    m_pretty->clear();
    m_model->setTree(nullptr);
    m_hex->clear();
    m_wire->clear();
    m_image->setNote({});
    m_stack->setCurrentWidget(m_hint);
}

void MessagePanel::showRow(std::shared_ptr<const Session> session, RowNumber row)
{
    if (session->row(row).kind != RowKind::Frame) {
        clear();
        return;
    }
    m_session = std::move(session);
    m_row = row;
    m_other.reset();
    m_isStale = true;
    setInFront(m_isInFront);
}

void MessagePanel::showPair(std::shared_ptr<const Session> session, RowNumber first, RowNumber second)
{
    if (session->row(first).kind != RowKind::Frame || session->row(second).kind != RowKind::Frame)
        return;
    m_session = std::move(session);
    m_row = first;
    m_other = second;
    m_isStale = true;
    setInFront(m_isInFront);
}

void MessagePanel::disableAll()
{
    for (QAbstractButton *button : m_buttons->buttons())
        button->setEnabled(false);
    m_more->setEnabled(false);
}

void MessagePanel::setInFront(bool on)
{
    m_isInFront = on;
    if (on && m_isStale)
        read();
}

void MessagePanel::read()
{
    m_reading.cancelAll();
    m_isStale = false;
    m_isReady = false;
    // What is still shown belongs to another message, so nothing can be done with it.
    m_content.reset();
    m_title->setText(QStringLiteral("Reading…"));
    disableAll();
    if (m_other) {
        readPair(*m_other);
        return;
    }
    m_reading.start(
        this,
        [session = m_session, row = m_row](BackgroundJobs::Progress &progress) {
            return readContent(session, row, progress.stopToken());
        },
        [this](std::optional<MessageContent> content) {
            if (content)
                showContent(std::move(*content));
        });
}

void MessagePanel::readPair(RowNumber other)
{
    m_reading.start(
        this,
        [session = m_session, first = m_row, second = other](BackgroundJobs::Progress &progress) {
            const auto before = readContent(session, first, progress.stopToken());
            const auto after = readContent(session, second, progress.stopToken());
            return before && after ? differenceOf(*before, *after, progress.stopToken()) : std::nullopt;
        },
        [this, first = m_row, second = other](const std::optional<MessageDifference> &difference) {
            if (!difference)
                return;
            m_isReady = true;
            m_title->setText(
                QStringLiteral("Rows %1 and %2: %3")
                    .arg(grouped(first.value()), grouped(second.value()), toQString(difference->summary)));
            m_title->setToolTip(plainToolTip(m_title->text()));
            showNote(toQString(difference->note));
            m_difference->setText({difference->text, *difference->text});
            m_difference->setTints(tintsOf(*difference));
            m_stack->setCurrentWidget(m_difference);
        });
}

void MessagePanel::showArrived()
{
    if (m_session && m_isInFront && m_isReady && m_content && m_content->isUnfinished()
        && m_session->messageOf(m_row))
        read();
}

void MessagePanel::showContent(MessageContent content)
{
    m_content = std::move(content);
    m_isReady = true;
    m_hasText = m_hasJson = m_hasImage = false;
    m_notes.fill(noteOf(*m_content));
    m_title->setText(m_content->title());
    m_title->setToolTip(plainToolTip(m_title->text()));
    m_more->setEnabled(true);
    m_model->setTree(nullptr);
    m_pretty->clear();
    m_text->clear();
    for (std::size_t at = 0; at < viewCount; ++at)
        m_buttons->button(static_cast<int>(at))->setEnabled(canShow(static_cast<View>(at)));
    const std::shared_ptr<const OctetBuffer> octets = m_content->octets;
    m_hex->setSource(
        [octets](std::uint64_t from, std::size_t length) {
            const OctetView all(*octets);
            const OctetView rest =
                all.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(from, all.size())));
            const OctetView part = rest.first(std::min(length, rest.size()));
            return OctetBuffer(part.begin(), part.end());
        },
        octets->size());
    m_wire->setSource(
        [session = m_session, direction = m_content->direction,
         start = m_content->wireStart](std::uint64_t from, std::size_t length) {
            return SessionView(*session, Secrets::Kept).octets(direction, start + from, length);
        },
        m_content->wireLength);
    showView(viewFor(*m_content));
}

// --- views ---

void MessagePanel::setHits(const LitNeedles &needles)
{
    for (TextView *view : {m_text, m_pretty})
        view->setHits(needles);
    for (HexView *view : {m_hex, m_wire})
        view->setHits(needles);
}

bool MessagePanel::canShow(View view) const
{
    switch (view) {
    case View::Text:
    case View::Hex:
    case View::Wire:
        return true;
    case View::Tree:
    case View::Pretty:
        return m_content->isJson;
    case View::Image:
        return m_content->image.has_value();
    }
    return false;
}

MessagePanel::View MessagePanel::viewFor(const MessageContent &content) const
{
    const auto chosen = m_chosen.find(m_session);
    if (chosen != m_chosen.end() && canShow(chosen->second))
        return chosen->second;
    if (content.opcode == Opcode::Text || content.opcode == Opcode::Close)
        return View::Text;
    // Binary data that happens to be text still looks like binary data.
    return canShow(View::Image) ? View::Image : View::Hex;
}

void MessagePanel::choose(View view)
{
    if (!m_content)
        return;
    std::erase_if(m_chosen, [](const auto &entry) { return entry.first.expired(); });
    m_chosen[m_session] = view;
    showView(view);
}

void MessagePanel::showView(View view)
{
    m_view = view;
    m_buttons->button(static_cast<int>(view))->setChecked(true);
    m_stack->setCurrentIndex(static_cast<int>(view) + 1);
    showNote(m_notes[static_cast<std::size_t>(view)]);
    switch (view) {
    case View::Text:
        if (!std::exchange(m_hasText, true)) {
            m_text->setText(m_content->text());
            if (m_content->badOctet)
                m_text->setLit(static_cast<std::size_t>(*m_content->badOctet), 1);
        }
        break;
    case View::Tree:
    case View::Pretty:
        readJson();
        break;
    case View::Image:
        readImage();
        break;
    case View::Hex:
    case View::Wire:
        break;
    }
}

QString MessagePanel::noteOf(const MessageContent &content) const
{
    if (content.isCut())
        return content.octets->size() >= MessageContent::maxOctets
            ? QStringLiteral("The first %1 are shown.").arg(toQString(sizeText(MessageContent::maxOctets)))
            : QStringLiteral("Only the first %1 are kept or have arrived.")
                  .arg(quantity(content.octets->size(), "octet"));
    if (content.badOctet)
        return QStringLiteral("This is not UTF-8: the sequence at octet %1 of the %2 is not a character.")
            .arg(grouped(*content.badOctet),
                 content.opcode == Opcode::Close ? QStringLiteral("reason") : QStringLiteral("payload"));
    return {};
}

void MessagePanel::showNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

// Sets the note of a view, which is shown now if the view is.
void MessagePanel::setNote(View view, const QString &note)
{
    m_notes[static_cast<std::size_t>(view)] = note;
    if (view == m_view)
        showNote(note);
}

void MessagePanel::readJson()
{
    if (std::exchange(m_hasJson, true))
        return;
    m_isReady = false;
    m_reading.start(
        this,
        [text = m_content->text()](BackgroundJobs::Progress &progress) {
            return Json::read(text, progress.stopToken());
        },
        [this](const Json &json) { showJson(json); });
}

void MessagePanel::showJson(const Json &json)
{
    m_isReady = true;
    m_model->setTree(json.tree);
    m_tree->expand(m_model->index(0, 0));
    if (json.pretty)
        m_pretty->setText({json.pretty, *json.pretty});
    if (json.tree && !json.pretty)
        setNote(View::Pretty, QStringLiteral("This JSON text is too long to be indented."));
    if (!json.fault)
        return;
    const QString note = json.fault->kind == JsonFault::Kind::TooMany
        ? QStringLiteral("This JSON text has more than %1, which are too many for a tree.")
              .arg(quantity(JsonTree::maxValues, "value"))
        : QStringLiteral("This is not JSON: line %1, column %2: %3.")
              .arg(json.fault->place.line)
              .arg(json.fault->place.column)
              .arg(toQString(wordsFor(json.fault->kind)));
    setNote(View::Tree, note);
    setNote(View::Pretty, note);
}

void MessagePanel::readImage()
{
    if (std::exchange(m_hasImage, true))
        return;
    m_isReady = false;
    m_image->setNote(QStringLiteral("Reading the image…"));
    m_reading.start(
        this,
        [octets = m_content->octets, format = *m_content->image](BackgroundJobs::Progress &) {
            return decodeImage(*octets, format);
        },
        [this](const DecodedImage &decoded) {
            m_isReady = true;
            if (!decoded.fault.isEmpty()) {
                m_image->setNote(decoded.fault);
                return;
            }
            m_image->setImage(decoded.image, decoded.size);
            setNote(View::Image,
                    QStringLiteral("%1 by %2 pixels").arg(decoded.size.width()).arg(decoded.size.height()));
        });
}

void MessagePanel::showTreeMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    const std::shared_ptr<const JsonTree> tree = m_model->tree();
    if (!tree || !index.isValid())
        return;
    const JsonTree::Node node = m_model->nodeOf(index);
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("jsonMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // A text is made only when it is wanted, because it can be long.
    const auto add = [&](const QString &name, auto textOf) {
        return menu->addAction(name, this, [this, textOf] { m_menu->copyText(textOf()); });
    };
    add(QStringLiteral("Copy &value"), [tree, node] { return tree->shown(node, TextView::maxCopiedOctets); });
    add(QStringLiteral("Copy as &JSON"), [tree, node] { return tree->text(node); });
    add(QStringLiteral("Copy &name"), [tree, node] {
        return tree->name(node);
    })->setEnabled(!tree->name(node).empty());
    add(QStringLiteral("Copy &path"), [tree, node] { return tree->path(node); })->setEnabled(node != 0);
    addFilterEntries(menu, jsonClause(*tree, node),
                     [this](const FilterWish &wish) { emit filterWished(wish); });
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool MessagePanel::eventFilter(QObject *object, QEvent *event)
{
    const std::shared_ptr<const JsonTree> tree = m_model->tree();
    if (object != m_tree || event->type() != QEvent::KeyPress || !tree || !m_tree->currentIndex().isValid()
        || !static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy))
        return QWidget::eventFilter(object, event);
    m_menu->copyText(tree->shown(m_model->nodeOf(m_tree->currentIndex()), TextView::maxCopiedOctets));
    return true;
}

} // namespace fg
