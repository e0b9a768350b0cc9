// Shows a head of an opening handshake. What is copied of it has no secrets, unless a secret alone is
// selected, which cannot be by accident.
#pragma once

#include "protocol/handshake/secrets.h"

#include <QPlainTextEdit>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

class HeadEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    HeadEdit(const QString &name, const QString &hint, QWidget *parent = nullptr);

    // Looks for the secrets: ranges of octets in order, as the view of the session gives them for others.
    using Search = std::function<std::vector<TextRange>()>;
    // `search` is called only when something is copied, because a hostile head takes long; may be empty.
    void setHead(std::string_view head, Search search);

protected:
    QMimeData *createMimeDataFromSelection() const override;

private:
    std::string m_head; // the part that is shown
    Search m_search;
};

} // namespace fg
