// The window in which clients are tested: made when it is first wanted, brought forward every time.
#pragma once

#include <QObject>

#include <string>

class QWidget;

namespace fg {

class CaseBench;
class ServeDialog;
struct ServerSpec;

class ServeDesk final : public QObject
{
    Q_OBJECT

public:
    // The bench must outlive it.
    ServeDesk(CaseBench &bench, QWidget *window);

    void show();
    // Shows it with what a spec file says; `text`: the file. False: not while clients are tested.
    [[nodiscard]] bool takeSpec(const ServerSpec &spec, const std::string &text);

private:
    [[nodiscard]] ServeDialog &dialog();

    CaseBench &m_bench;
    QWidget *m_window;
    ServeDialog *m_dialog = nullptr;
};

} // namespace fg
