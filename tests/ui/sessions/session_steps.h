// What tests of recorded and saved sessions do in the window, and where its recordings are.
#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>

namespace fg {

class WindowDriver;

void forgetSettingsAndRecordings();
// The folder in which the window records its sessions, and the names of the files there.
[[nodiscard]] QString sessionFolder();
[[nodiscard]] QStringList recorded();
// Number of rows of the first session in the file; 0 if it cannot be read.
[[nodiscard]] std::size_t rowsIn(const QString &file);

// False if the window is not connected in time.
[[nodiscard]] bool connectTo(WindowDriver &driver, const QString &url);
// Sends a text and waits for the echo.
void sendText(WindowDriver &driver, const QString &text);
// Presses the button with this text in a question.
void answer(WindowDriver &driver, const char *question, const QString &button);
// Triggers the removal of the first session of the list.
void removeFirst(WindowDriver &driver);

} // namespace fg
