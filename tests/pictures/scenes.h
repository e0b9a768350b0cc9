// What the window is photographed at: both perspectives with each of their panels, and the dialogs. Each
// scene drives the window by mouse and keyboard to where a person would see it.
#pragma once

#include "tests/pictures/contact_sheet.h"

#include <QSize>

namespace fg {

// Opens windows of this size, in logical pixels, and takes all pictures. Takes about half a minute.
[[nodiscard]] std::vector<Picture> takePictures(QSize size);

} // namespace fg
