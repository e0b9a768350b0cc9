#include "ui/sessions/replay_dialog.h"

#include "protocol/report/wording/replay_words.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/connect/connect_options.h"
#include "ui/connect/tls_options.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include <utility>

namespace fg {

ReplayDialog::ReplayDialog(EntryPtr recorded, const QString &target, QWidget *parent)
    : QDialog(parent)
    , m_recorded(std::move(recorded))
    , m_what(new QLabel(QStringLiteral("Checking the recording …"), this))
    , m_target(new QComboBox(this))
    , m_pace(new QComboBox(this))
    , m_masks(new QComboBox(this))
    , m_options(new ConnectOptions(this))
    , m_tls(new TlsOptions(this))
{
    setObjectName(QStringLiteral("replayDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    for (QLineEdit *const field : m_options->findChildren<QLineEdit *>())
        field->setPlaceholderText(QStringLiteral("as recorded"));
    setWindowTitle(QStringLiteral("Replay %1").arg(m_recorded->title));
    m_what->setObjectName(QStringLiteral("replayWhat"));
    m_what->setTextFormat(Qt::PlainText);
    m_what->setWordWrap(true);
    makeFields(target);
    auto *hint = new QLabel(
        QStringLiteral("Fields that are left empty are sent as recorded, except for credentials."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(QStringLiteral("&Replay"), QDialogButtonBox::AcceptRole);
    m_start->setObjectName(QStringLiteral("startReplayButton"));
    m_start->setDefault(true);
    m_start->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit replayRequested();
        close();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *form = new QFormLayout;
    form->addRow(QStringLiteral("&Target"), m_target);
    form->addRow(QStringLiteral("&Pace"), m_pace);
    form->addRow(QStringLiteral("Masking &keys"), m_masks);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_what);
    layout->addLayout(form);
    layout->addWidget(m_options);
    layout->addWidget(m_tls);
    layout->addWidget(hint);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(720, 260);
    updateTlsOptions();
    checkRecording();
}

void ReplayDialog::makeFields(const QString &target)
{
    m_target->setObjectName(QStringLiteral("replayTarget"));
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    QStringList targets;
    const auto *const live = m_recorded->as<LiveConnection>();
    if (!m_recorded->url.host.empty() && !(live && live->isTrial))
        targets += toQString(m_recorded->url.text());
    targets += {target, ConnectTarget::echo().text()};
    targets.removeDuplicates();
    m_target->addItems(targets);
    connect(m_target, &QComboBox::currentTextChanged, this, &ReplayDialog::updateTlsOptions);

    using Pace = ReplaySettings::Pace;
    m_pace->setObjectName(QStringLiteral("replayPace"));
    m_pace->addItem(QStringLiteral("As recorded"), int(Pace::Recorded));
    m_pace->addItem(QStringLiteral("Each frame after the replies before it have arrived"),
                    int(Pace::Replies));
    m_pace->addItem(QStringLiteral("As fast as the server reads"), int(Pace::Fast));
    m_masks->setObjectName(QStringLiteral("replayMasks"));
    m_masks->addItem(QStringLiteral("New random keys"), int(ReplaySettings::Masks::Fresh));
    m_masks->addItem(QStringLiteral("As recorded, octet for octet"), int(ReplaySettings::Masks::Recorded));
    const QSettings settings;
    m_pace->setCurrentIndex(std::max(0, m_pace->findData(settings.value(settings_keys::replayPace))));
    m_masks->setCurrentIndex(std::max(0, m_masks->findData(settings.value(settings_keys::replayMasks))));
}

void ReplayDialog::updateTlsOptions()
{
    m_tls->setVisible(
        m_target->currentText().trimmed().startsWith(QLatin1String("wss:"), Qt::CaseInsensitive));
    m_tls->clearServer();
}

// This runs in the background, because a long session takes a while to check.
void ReplayDialog::checkRecording()
{
    const auto find = [log = m_recorded->log](BackgroundJobs::Progress &) {
        return std::pair(replayFault(*log), framesOfClient(*log));
    };
    m_jobs.start(this, find, [this](const auto &found) { showCheckResult(found.first, found.second); });
}

void ReplayDialog::showCheckResult(std::optional<ReplayFault> fault, std::uint64_t frames)
{
    m_what->setText(
        fault ? toQString(replayFaultSentence(*fault))
              : QStringLiteral(
                    "The frames of the client are sent again (%1), except for its answers to pings and to a "
                    "close frame of the server.")
                    .arg(quantity(frames, "frame")));
    m_start->setEnabled(!fault);
}

void ReplayDialog::setUsual(const Target &usual) { m_options->setUsual(usual); }

ConnectRequest ReplayDialog::request() const
{
    ConnectRequest request{ConnectTarget::typed(m_target->currentText()), {}, {}};
    m_options->applyTo(request.target);
    m_tls->applyTo(request.target);
    return request;
}

ReplaySettings ReplayDialog::settings() const
{
    QSettings remembered;
    remembered.setValue(settings_keys::replayPace, m_pace->currentData());
    remembered.setValue(settings_keys::replayMasks, m_masks->currentData());
    ReplaySettings settings;
    settings.pace = static_cast<ReplaySettings::Pace>(m_pace->currentData().toInt());
    settings.masks = static_cast<ReplaySettings::Masks>(m_masks->currentData().toInt());
    return settings;
}

} // namespace fg
