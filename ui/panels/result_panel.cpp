#include "ui/panels/result_panel.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/results/report_import.h"
#include "protocol/report/wording/case_comparison.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/plain_verdict.h"
#include "protocol/report/wording/step_words.h"
#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"
#include "ui/kit/state_label.h"
#include "ui/kit/text_table.h"
#include "ui/panels/octet_comparison.h"

#include <QAction>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

constexpr std::size_t shownSteps = 12;
constexpr qsizetype longestStep = 120; // characters; laying out more takes longer than a frame of the screen
constexpr qsizetype longestReported = 1'000;

// A text that uses the width of its layout. To find a preferred width, QLabel would lay a long text out many
// times; this class gives a fixed size hint instead.
class WrappedText final : public QLabel
{
public:
    using QLabel::QLabel;

    [[nodiscard]] QSize sizeHint() const override { return sizeOf(40); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeOf(12); }

private:
    [[nodiscard]] QSize sizeOf(int characters) const
    {
        const QFontMetrics metrics = fontMetrics();
        return {metrics.averageCharWidth() * characters, metrics.lineSpacing()};
    }
};

// Allows line breaks inside of long words, such as octets in hexadecimal.
QString breakable(const QString &text)
{
    constexpr int longestWord = 24;
    constexpr char16_t zeroWidthSpace = 0x200B;
    QString broken;
    int word = 0;
    for (const QChar character : text) {
        word = character.isSpace() ? 0 : word + 1;
        broken += character;
        if (word == longestWord) {
            broken += QChar(zeroWidthSpace);
            word = 0;
        }
    }
    return broken;
}

QLabel *makeText(QWidget *parent)
{
    auto *label = new WrappedText(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

TextTableRow shownRow(const ComparedRow &row, const Theme &theme)
{
    const auto mark = [&]() -> std::optional<std::pair<Mark, QColor>> {
        switch (row.state) {
        case ComparedRow::State::Agrees:
            return std::pair(Mark::Tick, theme.good);
        case ComparedRow::State::Differs:
            return std::pair(Mark::Cross, theme.bad);
        case ComparedRow::State::Open:
            break;
        }
        return std::pair(Mark::Dash, theme.muted);
    };
    TextTableRow shown;
    shown.cells = {toQString(row.what), toQString(row.expected), toQString(row.observed)};
    shown.toolTip = shown.cells.join(QLatin1Char('\n'));
    shown.mark = mark();
    shown.isBold = row.state == ComparedRow::State::Differs;
    return shown;
}

QString stepsText(const CaseSpec &spec)
{
    QStringList lines;
    for (const std::string &step : stepTexts(spec, shownSteps))
        lines += QStringLiteral("%1. %2")
                     .arg(lines.size() + 1)
                     .arg(breakable(shortened(toQString(step), longestStep)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ResultPanel::ResultPanel(const QList<QAction *> &actions, QWidget *parent)
    : SessionPanel(parent)
    , m_stack(new QStackedWidget(this))
    , m_hint(new QLabel(this))
{
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(makeContent(actions));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_stack);
}

QWidget *ResultPanel::makeContent(const QList<QAction *> &actions)
{
    auto *columns = new QWidget;
    auto *sideBySide = new QHBoxLayout(columns);
    sideBySide->setContentsMargins(0, 0, 0, 0);
    sideBySide->setSpacing(16);
    sideBySide->addWidget(makeComparison(), 3);
    sideBySide->addWidget(makeTexts(), 2);
    auto *scroll = new QScrollArea;
    scroll->setWidget(columns);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(makeHead(actions));
    layout->addWidget(scroll, 1);
    return content;
}

QWidget *ResultPanel::makeHead(const QList<QAction *> &actions)
{
    auto *head = new QWidget;
    m_verdict = new StateLabel(head);
    m_verdict->setObjectName(QStringLiteral("verdictLabel"));
    QFont bold = font();
    bold.setBold(true);
    m_verdict->setFont(bold);
    m_title = makeText(head);
    m_title->setFont(bold);
    m_plain = makeText(head);
    m_plain->setObjectName(QStringLiteral("plainVerdict"));
    m_plain->setAccessibleName(QStringLiteral("Verdict"));
    m_where = new QPushButton(QStringLiteral("Sho&w where"), head);
    m_where->setObjectName(QStringLiteral("showWhereButton"));
    m_where->setToolTip(QStringLiteral("Show the row of the wire log in which the rule is broken"));
    connect(m_where, &QPushButton::clicked, this, [this] {
        if (m_row)
            emit rowRequested(*m_row);
    });

    m_page = new QPushButton(QStringLiteral("Open the &page"), head);
    m_page->setObjectName(QStringLiteral("openPageButton"));
    m_page->setToolTip(QStringLiteral("Open the report's page of this case in the browser"));
    connect(m_page, &QPushButton::clicked, this, [this] {
        if (const auto *const reported = entry() ? entry()->as<ReportedCase>() : nullptr)
            QDesktopServices::openUrl(QUrl::fromLocalFile(reported->page));
    });

    auto *top = new QHBoxLayout;
    top->addWidget(m_verdict);
    top->addWidget(m_title, 1);
    // A tool bar has a menu for the buttons that do not fit.
    auto *buttons = new QToolBar(head);
    for (QAction *action : actions) {
        auto *button = new QToolButton(head);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    auto *sentence = new QHBoxLayout;
    sentence->addWidget(m_plain, 1);
    sentence->addWidget(m_where, 0, Qt::AlignTop);
    sentence->addWidget(m_page, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    m_run = makeText(head);
    m_run->setObjectName(QStringLiteral("runText"));
    m_run->setAccessibleName(QStringLiteral("About the run"));
    layout->addLayout(top);
    layout->addWidget(buttons);
    layout->addLayout(sentence);
    layout->addWidget(m_run);
    return head;
}

QWidget *ResultPanel::makeTexts()
{
    auto *texts = new QWidget;
    auto *grid = new QGridLayout(texts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(12);
    m_description = addRow(grid, QStringLiteral("What is sent"));
    m_steps = addRow(grid, QStringLiteral("Step by step"));
    m_expectation = addRow(grid, QStringLiteral("What should come back"));
    m_clause = addRow(grid, QStringLiteral("The rule"));
    m_clause->setObjectName(QStringLiteral("clauseText"));
    m_behavior = addRow(grid, QStringLiteral("Behavior"));
    m_behavior->setObjectName(QStringLiteral("behaviorText"));
    m_closing = addRow(grid, QStringLiteral("Closing"));
    grid->setRowStretch(grid->rowCount(), 1);
    return texts;
}

QWidget *ResultPanel::makeComparison()
{
    auto *comparison = new QWidget;
    m_compared = makeText(comparison);
    m_compared->setForegroundRole(QPalette::PlaceholderText);
    m_rows = new TextTableModel(
        {{QStringLiteral("What")}, {QStringLiteral("Expected")}, {QStringLiteral("Observed")}}, this);
    m_table = new TextTableView(m_rows, QStringLiteral("Expected and observed"), comparison);
    m_table->setObjectName(QStringLiteral("comparisonTable"));
    m_table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_difference = makeText(comparison);
    m_difference->setObjectName(QStringLiteral("differenceText"));
    m_octets = new OctetComparison(comparison);
    auto *layout = new QVBoxLayout(comparison);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_compared);
    layout->addWidget(m_table);
    layout->addWidget(m_difference);
    layout->addWidget(m_octets);
    layout->addStretch(1);
    return comparison;
}

QLabel *ResultPanel::addRow(QGridLayout *layout, const QString &name)
{
    const int row = layout->rowCount();
    auto *label = new QLabel(name);
    label->setForegroundRole(QPalette::PlaceholderText);
    auto *value = makeText(nullptr);
    value->setAccessibleName(name);
    layout->addWidget(label, row, 0, Qt::AlignTop);
    layout->addWidget(value, row, 1);
    return value;
}

void ResultPanel::showHint(const QString &text)
{
    m_hint->setText(text);
    m_stack->setCurrentIndex(0);
}

void ResultPanel::refresh()
{
    const auto *const reported = entry() ? entry()->as<ReportedCase>() : nullptr;
    const auto *const ran = entry() ? entry()->as<CaseSession>() : nullptr;
    if (reported) {
        showReported(*reported);
        m_stack->setCurrentIndex(1);
    } else if (!ran) {
        showHint(QStringLiteral("Pick a case that has run to see its verdict, the broken rule and the row of "
                                "the wire log in which the rule is broken."));
    } else if (!ran->result) {
        showHint(QStringLiteral("The case is running."));
    } else {
        showResult(*ran->result);
        m_stack->setCurrentIndex(1);
    }
}

void ResultPanel::showTexts(const CaseSpec &spec)
{
    m_title->setText(QStringLiteral("%1  %2").arg(toQString(spec.id), toQString(spec.title)));
    m_description->setText(toQString(spec.description));
    m_steps->setText(stepsText(spec));
    m_expectation->setText(toQString(spec.expectation));
    m_clause->setText(toQString(spec.clause));
}

void ResultPanel::showReported(const ReportedCase &reported)
{
    const auto shown = [](const std::string &text) {
        return shortened(toQString(escaped(text)), longestReported);
    };
    const QString result = shown(reported.said->result);
    m_verdict->show(markOf(reported.verdict, Theme::of(palette())));
    m_plain->setText(reported.said->started.empty() ? QStringLiteral("From a report: %1").arg(result)
                                                    : QStringLiteral("From the report of a run at %1: %2")
                                                          .arg(shown(reported.said->started), result));
    m_run->hide();
    m_where->hide();
    m_page->setVisible(!reported.page.isEmpty());
    const QString form = QStringLiteral("%1: %2");
    m_behavior->setText(form.arg(toQString(wordOf(reported.verdict.behavior)), result));
    m_closing->setText(
        form.arg(toQString(wordOf(reported.verdict.close)), shown(reported.said->resultClose)));
    showTexts(*reported.of.spec);
    m_compared->setText(QStringLiteral("A report contains octets only in shortened form; the wire log shows "
                                       "its lines as notes. Run the case to get all octets."));
    m_compared->show();
    for (QWidget *widget : {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_difference),
                            static_cast<QWidget *>(m_octets)})
        widget->hide();
}

void ResultPanel::showResult(const CaseResult &result)
{
    const PlainVerdict plain = plainVerdict(result);
    m_verdict->show(markOf(result, Theme::of(palette())));
    m_page->hide();
    m_plain->setText(toQString(plain.text()));
    showRun(result);
    m_row = plain.row;
    m_where->setVisible(m_row.has_value());
    const QString form = QStringLiteral("%1: %2");
    m_behavior->setText(
        form.arg(toQString(wordOf(result.verdict.behavior)), toQString(resultSentence(result))));
    m_closing->setText(
        form.arg(toQString(wordOf(result.verdict.close)), toQString(resultCloseSentence(result))));
    showTexts(*result.spec);
    showComparison(result);
}

// That the case ran a second time, and why.
void ResultPanel::showRun(const CaseResult &result)
{
    QStringList sentences;
    for (const std::string &sentence : runDetails(result))
        sentences += toQString(sentence);
    m_run->setText(sentences.join(QLatin1Char(' ')));
    m_run->setVisible(!sentences.isEmpty());
}

void ResultPanel::showComparison(const CaseResult &result)
{
    const CaseComparison comparison = comparisonOf(result);
    const Theme theme = Theme::of(palette());
    m_compared->setText(QStringLiteral("The observed events are compared with the list that counts as %1.")
                            .arg(toQString(comparison.expectation)));
    m_compared->setVisible(result.spec->expectations.size() > 1);
    std::vector<TextTableRow> rows;
    for (const ComparedRow &row : comparison.rows)
        rows.push_back(shownRow(row, theme));
    m_rows->setRows(std::move(rows));
    m_table->show();
    m_table->updateGeometry();
    m_difference->setVisible(comparison.difference.has_value());
    m_octets->setVisible(comparison.difference.has_value());
    if (comparison.difference) {
        m_difference->setText(toQString(comparison.difference->sentence()));
        m_octets->show(*comparison.difference);
    }
}

} // namespace fg
