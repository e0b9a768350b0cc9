#include "ui/log/color_rules_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QScrollArea>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace fg {

namespace {

constexpr int swatchSize = 14;

QIcon swatch(Tint tint, const Theme &theme)
{
    QPixmap pixmap(swatchSize, swatchSize);
    pixmap.fill(tintColor(tint, theme));
    QPainter painter(&pixmap);
    painter.setPen(theme.muted);
    painter.drawRect(0, 0, swatchSize - 1, swatchSize - 1);
    return QIcon(pixmap);
}

// Underlines the part of the text that is at fault. A line edit takes formats only from an input method.
void underline(QLineEdit *edit, const std::optional<ColorRuleFault> &fault)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (fault && fault->length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::of(edit->palette()).bad);
        attributes +=
            {QInputMethodEvent::TextFormat, fault->start - edit->cursorPosition(), fault->length, format};
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(edit, &event);
}

void showFault(QLineEdit *edit, QLabel *label, const ColorRule &rule)
{
    const std::optional<ColorRuleFault> fault = faultOf(rule);
    label->setVisible(fault.has_value());
    label->setText(fault ? fault->sentence : QString());
    underline(edit, fault);
}

} // namespace

ColorRulesDialog::ColorRulesDialog(ColorRules &rules, QWidget *parent)
    : QDialog(parent)
    , m_rules(rules)
{
    setObjectName(QStringLiteral("colorRulesDialog"));
    setWindowTitle(QStringLiteral("Colour rules"));
    auto *explanation = new QLabel(
        QStringLiteral("The first rule that a row of the log passes gives it its colour. A rule is a filter, "
                       "for example: dir == rx && op == text. Changes hold at once."),
        this);
    explanation->setWordWrap(true);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *inside = new QWidget(area);
    m_rows = new QVBoxLayout(inside);
    m_rows->setContentsMargins(0, 0, 0, 0);
    area->setWidget(inside);
    auto *add = new QPushButton(QStringLiteral("&Add rule"), this);
    add->setObjectName(QStringLiteral("addColorRuleButton"));
    add->setAutoDefault(false);
    m_add = add;
    connect(add, &QPushButton::clicked, this, &ColorRulesDialog::add);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(add, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(explanation);
    layout->addWidget(area, 1);
    layout->addWidget(buttons);
    resize(620, 360);
    showRules();
}

void ColorRulesDialog::showRules(int focus)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (QWidget *row = item->widget()) {
            row->hide();
            row->setParent(nullptr); // its names are those of a new row
            row->deleteLater();
        }
        delete item;
    }
    const std::size_t count = m_rules.rules().size();
    for (std::size_t number = 0; number < count; ++number) {
        QWidget *row = makeRow(number);
        m_rows->addWidget(row);
        row->show(); // the layout would do so later, and the row could not get the focus now
        if (static_cast<int>(number) == focus)
            row->findChild<QLineEdit *>()->setFocus();
    }
    m_rows->addStretch(1);
    m_add->setEnabled(count < ColorRules::most);
}

QWidget *ColorRulesDialog::makeRow(std::size_t number)
{
    const ColorRule &rule = m_rules.rules()[number];
    const Theme theme = Theme::of(palette());
    auto *row = new QWidget;
    const QString suffix = QString::number(number + 1);
    auto *on = new QCheckBox(row);
    on->setObjectName(QStringLiteral("colorRuleOn") + suffix);
    on->setAccessibleName(QStringLiteral("Rule %1 is on").arg(suffix));
    on->setToolTip(on->accessibleName());
    on->setChecked(rule.isOn);
    auto *filter = new QLineEdit(rule.filter, row);
    filter->setObjectName(QStringLiteral("colorRuleFilter") + suffix);
    filter->setAccessibleName(QStringLiteral("Filter of rule %1").arg(suffix));
    auto *tint = new QComboBox(row);
    tint->setObjectName(QStringLiteral("colorRuleTint") + suffix);
    tint->setAccessibleName(QStringLiteral("Colour of rule %1").arg(suffix));
    for (std::size_t i = 0; i < tintNames.size(); ++i)
        tint->addItem(swatch(static_cast<Tint>(i), theme), QLatin1String(tintNames[i]));
    tint->setCurrentIndex(static_cast<int>(rule.tint));
    auto *fault = new QLabel(row);
    fault->setObjectName(QStringLiteral("colorRuleFault") + suffix);
    fault->setTextFormat(Qt::PlainText);
    fault->setWordWrap(true);
    QPalette colors = fault->palette();
    colors.setColor(QPalette::WindowText, theme.bad);
    fault->setPalette(colors);

    auto *layout = new QGridLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(on, 0, 0);
    layout->addWidget(filter, 0, 1);
    layout->addWidget(tint, 0, 2);
    layout->addWidget(fault, 1, 1, 1, 2);
    layout->setColumnStretch(1, 1);
    int column = 3;
    const auto button = [&](const char *name, const QString &text, const QString &toolTip, bool isEnabled,
                            auto act) {
        auto *made = new QToolButton(row);
        made->setObjectName(QLatin1String(name) + suffix);
        made->setText(text);
        made->setToolTip(toolTip);
        made->setAccessibleName(toolTip);
        made->setEnabled(isEnabled);
        made->setFocusPolicy(Qt::TabFocus);
        connect(made, &QToolButton::clicked, this, act);
        layout->addWidget(made, 0, column++);
    };
    button("colorRuleUp", QStringLiteral("↑"), QStringLiteral("Ask this rule earlier"), number > 0,
           [this, number] { move(number, -1); });
    button("colorRuleDown", QStringLiteral("↓"), QStringLiteral("Ask this rule later"),
           number + 1 < m_rules.rules().size(), [this, number] { move(number, 1); });
    button("removeColorRule", QStringLiteral("×"), QStringLiteral("Remove this rule"), true,
           [this, number] { remove(number); });

    const auto read = [this, number, on, filter, tint, fault] {
        const ColorRule now{filter->text(), static_cast<Tint>(tint->currentIndex()), on->isChecked()};
        showFault(filter, fault, now);
        change(number, now);
    };
    connect(on, &QCheckBox::toggled, this, read);
    connect(filter, &QLineEdit::textEdited, this, read);
    connect(tint, &QComboBox::currentIndexChanged, this, read);
    showFault(filter, fault, rule);
    return row;
}

void ColorRulesDialog::change(std::size_t number, const ColorRule &rule)
{
    std::vector<ColorRule> rules = m_rules.rules();
    rules[number] = rule;
    m_rules.set(std::move(rules));
}

void ColorRulesDialog::move(std::size_t number, int by)
{
    std::vector<ColorRule> rules = m_rules.rules();
    const std::size_t other = number + static_cast<std::size_t>(by);
    std::swap(rules[number], rules[other]);
    m_rules.set(std::move(rules));
    showRules(static_cast<int>(other));
}

void ColorRulesDialog::remove(std::size_t number)
{
    std::vector<ColorRule> rules = m_rules.rules();
    rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(number));
    m_rules.set(std::move(rules));
    showRules();
}

void ColorRulesDialog::add()
{
    std::vector<ColorRule> rules = m_rules.rules();
    rules.push_back({});
    m_rules.set(std::move(rules));
    showRules(static_cast<int>(m_rules.rules().size()) - 1);
}

} // namespace fg
