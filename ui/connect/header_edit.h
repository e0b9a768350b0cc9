// Header fields that are added to the request, one "Name: value" a line.
#pragma once

#include "protocol/handshake/opening.h"

#include <QPlainTextEdit>

#include <variant>
#include <vector>

namespace fg {

class HeaderEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    // `lines`: how many are seen at least.
    explicit HeaderEdit(int lines, QWidget *parent = nullptr);

    void showFields(const std::vector<HeaderField> &fields);
    // The fields, or the sentence that says which line is none.
    [[nodiscard]] std::variant<std::vector<HeaderField>, QString> fields() const;
};

} // namespace fg
