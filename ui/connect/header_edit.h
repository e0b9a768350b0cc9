// Header fields of the request, which are sent in place of ours of the same names: one "Name: value" a line.
// A line without a value takes the field away.
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

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitHeight();

    int m_lines;
};

} // namespace fg
