// Opens and saves spec files of the case set. An opened file sets the agents and cases to run, or the
// settings for testing clients. The checked agents with the checked cases are saved as a spec file.
#pragma once

#include "protocol/conformance/spec/spec_writer.h"
#include "ui/sessions/opening_words.h"

#include <QObject>

#include <optional>
#include <string>
#include <vector>

class QWidget;

namespace fg {

class CaseBench;
class ServeDesk;
struct WindowActions;

class SpecFiles final : public QObject
{
    Q_OBJECT

public:
    // The largest file that is opened.
    static constexpr qint64 maxOctets = 4 * 1024 * 1024;

    // All arguments must outlive this object.
    SpecFiles(CaseBench &bench, ServeDesk &serving, const WindowActions &actions, QWidget *window);

    // Nullopt if the text is not that of a spec file.
    [[nodiscard]] std::optional<OpeningResult> open(const QString &path, const std::string &text);

signals:
    void statusMessage(const QString &text);
    // A file was not written, or not all of it.
    void failed(const fg::Trouble &trouble);

private:
    [[nodiscard]] OpeningResult openClientSpec(const QString &path, const std::string &text);
    [[nodiscard]] OpeningResult openServerSpec(const QString &path, const std::string &text);
    void chooseFile();
    void save(const QString &file);
    // Asks whether the secrets are written, too.
    void ask(const QString &file, const std::vector<SpecServer> &servers, const QStringList &leftOut);
    void write(const QString &file, const std::vector<SpecServer> &servers, const QStringList &leftOut,
               Secrets secrets);

    CaseBench &m_bench;
    ServeDesk &m_serving;
    QWidget *m_window;
    std::string m_clientSpec; // The text that was opened last: saving keeps its other entries.
};

} // namespace fg
