// A file that this program has created itself: not even a link had its name before. Everything is done
// through the descriptors of the file and of its folder, so that other programs that change names meanwhile
// cannot make us write to, replace or remove another file than this one.
#pragma once

#include "protocol/files/descriptor.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include <sys/types.h>

namespace fg {

// It is locked as long as the object exists, where the file system can lock: this distinguishes it from a
// file that a killed program has left.
class NewFile
{
public:
    using Created = std::variant<NewFile, int>; // The file, or errno.

    // Both need the folder to exist. `mode` is restricted by the user's umask. EEXIST if anything has the
    // name.
    [[nodiscard]] static Created createAt(const std::filesystem::path &place, mode_t mode);
    // The same in the folder of `place`, under a name that cannot be guessed. It is a part of a file until
    // moveToPlace() is called, and is removed at the end otherwise.
    [[nodiscard]] static Created createBeside(const std::filesystem::path &place, mode_t mode);
    ~NewFile();
    NewFile(NewFile &&other) noexcept = default;
    NewFile &operator=(NewFile &&other) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor.number(); }
    // It has its final name.
    [[nodiscard]] bool isInPlace() const { return m_name == m_placeName; }
    // Gives the file its final name. Whatever had this name is replaced, unless it is a folder. Returns
    // errno, or 0.
    [[nodiscard]] int moveToPlace();
    // Errors of writing that a network file system reports only when a file is closed. Returns errno, or 0.
    [[nodiscard]] int closingError() const;
    // Makes the name survive a power failure; not every file system supports it.
    void syncFolder() const;
    // Removes the file. Whoever has opened it can continue to use it.
    void remove();

private:
    NewFile(Descriptor folder, std::string name, std::string placeName);

    // Returns errno, or 0.
    [[nodiscard]] int create(mode_t mode);

    Descriptor m_folder;
    Descriptor m_descriptor;
    std::string m_name; // In the folder.
    std::string m_placeName;
};

// True for the names that createBeside() gives.
[[nodiscard]] bool isPartName(std::string_view name);
// Removes what killed programs of this user have left in a folder: files with such names that no program
// holds.
void removeLeftParts(const std::filesystem::path &folder);

// True if the name leads to this open file itself, and not through a link.
[[nodiscard]] bool isNameOf(int folder, const std::filesystem::path &name, int descriptor);

} // namespace fg
