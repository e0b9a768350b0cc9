// Shows a head of an opening handshake. What is copied of it has no secrets, unless a secret alone is
// selected, which cannot be by accident.
#pragma once

#include "protocol/handshake/secrets.h"

#include <QPlainTextEdit>

#include <string_view>
#include <vector>

namespace fg {

class HeadEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    HeadEdit(const QString &name, const QString &hint, QWidget *parent = nullptr);

    // `secrets`: ranges of octets in order, as the view of the session gives them for others.
    void setHead(std::string_view head, const std::vector<TextRange> &secrets);

protected:
    QMimeData *createMimeDataFromSelection() const override;

private:
    std::vector<TextRange> m_secrets; // by characters of the text
};

} // namespace fg
