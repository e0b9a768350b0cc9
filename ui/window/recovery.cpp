#include "ui/window/recovery.h"

#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/window/file_opener.h"
#include "ui/window/window_actions.h"

#include <QAction>

namespace fg {

Recovery::Recovery(const WindowActions &actions, const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    SessionVault &vault = parts.workbench.vault();
    connect(&vault, &SessionVault::found, this, &Recovery::show);
    connect(&vault, &SessionVault::expired, this, [this](std::size_t files) {
        emit statusMessage(
            QStringLiteral("Deleted, because it was put off long ago: %1 (see Settings, Recordings).")
                .arg(quantity(files, "recording")));
    });
    connect(&parts.bar, &RecoveryBar::answered, &vault, &SessionVault::noteAnswered);
    connect(&parts.bar, &RecoveryBar::reopenRequested, &parts.opener, &FileOpener::reopen);
    connect(actions.recover, &QAction::triggered, this, &Recovery::search);
}

void Recovery::start() { m_parts.workbench.vault().findLeftOvers(Wanted::Unanswered); }

// The bar holds the files that it offers, so that they are found only after it has released them.
void Recovery::search()
{
    m_parts.bar.release();
    m_parts.workbench.vault().findLeftOvers(Wanted::All);
}

void Recovery::show(const std::vector<LeftOver> &leftOvers, Wanted wanted)
{
    if (wanted == Wanted::All && leftOvers.empty())
        emit statusMessage(QStringLiteral("No recording is left to recover."));
    // A person who has asked sees the bar; nothing else changes the perspective.
    if (wanted == Wanted::All && !leftOvers.empty())
        m_parts.workbench.setPerspective(Perspective::Connections);
    m_parts.bar.offer(leftOvers, wanted);
}

} // namespace fg
