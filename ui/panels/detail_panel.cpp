#include "ui/panels/detail_panel.h"

#include "protocol/report/view/session_view.h"
#include "protocol/wire/masking.h"
#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/hex_view.h"
#include "ui/kit/roomy_delegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace fg {

namespace {

// The number of a field among those of its parent, the same of the parent, and so on up.
std::vector<int> pathOf(const QModelIndex &field)
{
    std::vector<int> path;
    for (QModelIndex at = field; at.isValid(); at = at.parent())
        path.push_back(at.row());
    return path;
}

QModelIndex fieldAt(const FieldModel &model, const std::vector<int> &path)
{
    QModelIndex field;
    for (auto row = path.rbegin(); row != path.rend(); ++row)
        field = model.index(*row, FieldModel::Name, field);
    return field;
}

} // namespace

DetailPanel::DetailPanel(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_faultMark(new QLabel(this))
    , m_fault(new QLabel(this))
    , m_inflate(new QToolButton(this))
    , m_unmask(new QToolButton(this))
    , m_tree(new QTreeView(this))
    , m_hex(new HexView(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);

    m_unmask->setObjectName(QStringLiteral("unmaskButton"));
    m_unmask->setCheckable(true);
    m_unmask->setText(QStringLiteral("Un&masked"));
    m_unmask->setToolTip(QStringLiteral("Show the payload unmasked"));
    connect(m_unmask, &QToolButton::toggled, this, &DetailPanel::setUnmasked);

    m_inflate->setObjectName(QStringLiteral("inflatedButton"));
    m_inflate->setCheckable(true);
    m_inflate->setText(QStringLiteral("Inflated"));
    m_inflate->setToolTip(
        QStringLiteral("Show the octets that the message inflates to, up to those that break the rule"));
    connect(m_inflate, &QToolButton::toggled, this, &DetailPanel::setInflated);

    m_fault->setObjectName(QStringLiteral("faultLabel"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_tree->setObjectName(QStringLiteral("fieldTree"));
    m_tree->setAccessibleName(QStringLiteral("Fields of the picked row"));
    m_tree->setModel(&m_fields);
    m_tree->installEventFilter(this);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &DetailPanel::showFieldMenu);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    m_tree->setIndentation(12);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(FieldModel::Meaning, QHeaderView::Stretch);
    m_tree->header()->resizeSection(FieldModel::Name, 118);
    m_tree->header()->resizeSection(FieldModel::Value, 92);
    new EmptyHint(QStringLiteral("Pick a row in the wire log to see its fields and its octets."), m_tree);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &DetailPanel::fieldPicked);
    connect(m_hex, &HexView::octetPicked, this, &DetailPanel::octetPicked);

    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(m_hex);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({300, 220});

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_inflate);
    head->addWidget(m_unmask);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(head);
    auto *fault = new QHBoxLayout;
    fault->addWidget(m_faultMark, 0, Qt::AlignTop);
    fault->addWidget(m_fault, 1);
    layout->addLayout(fault);
    layout->addWidget(m_splitter, 1);
    clear();
}

void DetailPanel::forgetFault()
{
    m_light.reset();
    m_fault->hide();
    m_faultMark->hide();
    m_inflate->hide();
    m_isInflated = false;
}

void DetailPanel::colorFault()
{
    if (!m_light)
        return;
    QPalette colors = palette();
    const MarkedWord look = markOf(m_light->finding(), Theme::of(colors));
    colors.setColor(QPalette::WindowText, look.color);
    m_fault->setPalette(colors);
    const int side = m_fault->fontMetrics().ascent();
    m_faultMark->setPixmap(look.icon().pixmap(QSize(side, side), devicePixelRatioF()));
}

void DetailPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    colorFault();
    light();
}

void DetailPanel::clear()
{
    m_session.reset();
    m_title->setText(QStringLiteral("No row picked"));
    m_unmask->setEnabled(false);
    forgetFault();
    m_fields.setDetail({});
    m_hex->clear();
}

void DetailPanel::showRow(std::shared_ptr<const Session> session, RowNumber row)
{
    m_session = std::move(session);
    m_row = row;
    forgetFault();
    showDetail(rowDetail(SessionView(*m_session, Secrets::Kept), row));
}

void DetailPanel::showDetail(RowDetail detail)
{
    m_fields.setDetail(std::move(detail));
    m_title->setText(toQString(m_fields.detail().title));
    m_title->setToolTip(plainToolTip(m_title->text()));
    m_unmask->setEnabled(m_fields.detail().maskingKey.has_value());
    setHexSource();
    m_tree->expandToDepth(1);
}

void DetailPanel::setHexSource()
{
    if (m_isInflated) {
        const auto inflated = [fault = *m_light](std::uint64_t from, std::size_t length) {
            return fault.inflated(from, length);
        };
        m_hex->setSource(inflated, m_light->inflatedLength(), inflated);
        return;
    }
    const auto reader = [this](Secrets secrets) {
        return
            [this, secrets](std::uint64_t from, std::size_t length) { return read(from, length, secrets); };
    };
    m_hex->setSource(reader(Secrets::Kept), available(), reader(Secrets::Blanked));
    m_hex->setSearched(
        [this](std::uint64_t from, std::size_t length) { return readUnmasked(from, length, Secrets::Kept); });
}

void DetailPanel::showFindings(std::vector<Finding> findings, const Finding &lit)
{
    m_light.emplace(m_session, lit);
    m_fields.setFindings(std::move(findings), m_session->role());
    colorFault();
    const QString place = m_light->place();
    m_fault->setText(place.isEmpty() ? m_light->sentence()
                                     : QStringLiteral("%1 See %2.").arg(m_light->sentence(), place));
    m_fault->show();
    m_faultMark->show();
    m_inflate->setVisible(m_light->isInflated());
    {
        const QSignalBlocker blocker(m_inflate);
        m_inflate->setChecked(false);
    }
    m_isInflated = false;
    setHexSource();
    m_tree->viewport()->update();
    const QModelIndex field = m_fields.fieldOf(lit.where());
    if (field.isValid()) {
        m_tree->setCurrentIndex(field);
        m_tree->scrollTo(field);
    }
    light();
    // The octets of the message show the fault; on the wire there is only the compressed octet that brought
    // it.
    m_inflate->setChecked(m_light->isInflated());
}

void DetailPanel::setInflated(bool on)
{
    if (m_isInflated != on) {
        m_isInflated = on;
        setHexSource();
    }
    light();
}

void DetailPanel::light()
{
    if (!m_light)
        return;
    const OctetRange range = m_isInflated ? m_light->inInflated() : m_light->inRow(m_fields.detail());
    m_hex->setLit(range.start, range.length, markOf(m_light->finding(), Theme::of(palette())));
}

// A frame can be picked before all of its octets have arrived.
void DetailPanel::showArrived()
{
    if (!m_session)
        return;
    const LogRow row = m_session->row(m_row);
    const std::uint64_t shown = m_fields.detail().length;
    const std::size_t header = row.header().size();
    const bool isWhole = row.kind != RowKind::Frame || (shown >= header && shown - header >= row.length);
    if (isWhole)
        return;
    RowDetail detail = rowDetail(SessionView(*m_session, Secrets::Kept), m_row);
    if (detail.length <= shown)
        return;
    // What a person has picked and scrolled to stays.
    const std::vector<int> picked = pathOf(m_tree->currentIndex());
    const int top = m_hex->verticalScrollBar()->value();
    const bool wasFaultLit = m_hex->fault().has_value();
    const std::vector<Finding> findings = m_fields.findings();
    showDetail(std::move(detail));
    m_fields.setFindings(findings, m_session->role());
    if (!picked.empty())
        m_tree->setCurrentIndex(fieldAt(m_fields, picked));
    if (m_light && wasFaultLit)
        light();
    m_hex->verticalScrollBar()->setValue(top);
}

std::uint64_t DetailPanel::available() const
{
    const RowDetail &detail = m_fields.detail();
    const StreamOffset arrived = m_session->streamSize(detail.direction);
    return std::min(detail.length, arrived - std::min(arrived, detail.offset));
}

OctetBuffer DetailPanel::read(std::uint64_t from, std::size_t length, Secrets secrets) const
{
    if (m_unmasked)
        return readUnmasked(from, length, secrets);
    const RowDetail &detail = m_fields.detail();
    return SessionView(*m_session, secrets).octets(detail.direction, detail.offset + from, length);
}

OctetBuffer DetailPanel::readUnmasked(std::uint64_t from, std::size_t length, Secrets secrets) const
{
    const RowDetail &detail = m_fields.detail();
    OctetBuffer octets =
        SessionView(*m_session, secrets).octets(detail.direction, detail.offset + from, length);
    if (!detail.maskingKey)
        return octets;
    const std::uint64_t skipped = detail.payloadStart - std::min(detail.payloadStart, from);
    if (skipped < octets.size())
        applyMask(std::span(octets).subspan(static_cast<std::size_t>(skipped)), *detail.maskingKey,
                  from + skipped - detail.payloadStart);
    return octets;
}

bool DetailPanel::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy))
        return QWidget::eventFilter(object, event);
    copyField();
    return true;
}

void DetailPanel::copyField() const
{
    const QModelIndex current = m_tree->currentIndex();
    if (!m_session || !current.isValid())
        return;
    FieldModel blanked;
    blanked.setDetail(rowDetail(SessionView(*m_session, Secrets::Blanked), m_row));
    const QModelIndex field = fieldAt(blanked, pathOf(current)).siblingAtColumn(current.column());
    QGuiApplication::clipboard()->setText(field.data().toString());
}

void DetailPanel::showFieldMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!m_session || !index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("fieldMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(QStringLiteral("&Copy"), this, &DetailPanel::copyField);
    addFilterEntries(menu, m_fields.clauseOf(index),
                     [this](const FilterWish &wish) { emit filterWished(wish); });
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void DetailPanel::setHits(const LitNeedles &needles) { m_hex->setHits(needles); }

void DetailPanel::setUnmasked(bool on)
{
    m_unmasked = on;
    m_hex->viewport()->update();
}

void DetailPanel::fieldPicked(const QModelIndex &index)
{
    // The fields are those of the wire.
    m_inflate->setChecked(false);
    if (m_light && index.siblingAtColumn(FieldModel::Name) == m_fields.fieldOf(m_light->finding().where())) {
        light();
        return;
    }
    const OctetRange range = m_fields.rangeOf(index);
    m_hex->setLit(range.start, range.length);
}

void DetailPanel::octetPicked(std::uint64_t position)
{
    const QModelIndex field = m_isInflated ? QModelIndex() : m_fields.fieldAt(position);
    if (!field.isValid()) {
        m_hex->setLit(position, 1);
        return;
    }
    m_tree->setCurrentIndex(field);
    // Needed if the field was already current, because then no signal is emitted.
    fieldPicked(field);
}

} // namespace fg
