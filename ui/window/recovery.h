// What a killed program has left of its recordings: it is offered once at the start, and again when a person
// asks for it in the File menu.
#pragma once

#include "ui/bench/session_vault.h"

#include <QObject>

namespace fg {

class FileOpener;
class RecoveryBar;
class Workbench;
struct WindowActions;

class Recovery final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        RecoveryBar &bar;
        FileOpener &opener;
    };

    // All must outlive this object.
    Recovery(const WindowActions &actions, const Parts &parts, QObject *parent);

    // Looks for what nobody has decided about yet. To be called once the preferences are applied.
    void start();

signals:
    void statusMessage(const QString &text);

private:
    void search();
    void show(const std::vector<LeftOver> &leftOvers, Wanted wanted);

    Parts m_parts;
};

} // namespace fg
