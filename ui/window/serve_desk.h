// Opens the window in which clients are tested. It is made at the first call and brought to the front at
// each.
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
    // Shows the window with the settings of a spec file; `text` is the text of the file. Returns false, and
    // changes nothing, while clients are being tested.
    [[nodiscard]] bool showSpec(const ServerSpec &spec, const std::string &text);

private:
    [[nodiscard]] ServeDialog &dialog();

    CaseBench &m_bench;
    QWidget *m_window;
    ServeDialog *m_dialog = nullptr;
};

} // namespace fg
