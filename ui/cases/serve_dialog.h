// Server mode: its addresses for clients and browsers, instructions for common clients, and the cases to run.
// A separate window that blocks nothing; closing it does not stop the server.
#pragma once

#include "protocol/conformance/spec/spec_file.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace fg {

class CaseBench;

class ServeDialog final : public QDialog
{
    Q_OBJECT

public:
    // The bench must outlive it.
    explicit ServeDialog(CaseBench &bench, QWidget *parent);

    // Shows the settings of a spec file; its cases are used while "as in the spec file" is chosen. `text` is
    // the file's content, so that saving keeps its other settings. False if clients are being tested.
    [[nodiscard]] bool showSpec(const ServerSpec &spec, const std::string &text);

private:
    [[nodiscard]] QWidget *makeSettings();
    [[nodiscard]] QWidget *makeAddress(QLineEdit *&line, const QString &name, const QString &title);
    [[nodiscard]] QWidget *makeInstructions();
    void toggle();
    void showState();
    void showInstructions();
    [[nodiscard]] CaseChoice choice() const;
    [[nodiscard]] ServerSpec spec() const;
    void chooseFile();
    void save(const QString &file);

    CaseBench &m_bench;
    QLineEdit *m_address = nullptr;
    QSpinBox *m_port = nullptr;
    QSpinBox *m_pagePort = nullptr;
    QComboBox *m_cases = nullptr;
    QPushButton *m_toggle = nullptr;
    QLabel *m_state = nullptr;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_pageUrl = nullptr;
    QComboBox *m_client = nullptr;
    QPlainTextEdit *m_instructions = nullptr;
    std::optional<ServerSpec> m_fromSpec;
    std::string m_specText;
};

} // namespace fg
