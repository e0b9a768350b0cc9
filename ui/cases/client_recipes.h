// How clients of common libraries run all cases: programs to copy that contain the server's address.
#pragma once

#include <QString>

#include <vector>

namespace fg {

struct ClientRecipe
{
    QString name; // "Python, websockets"
    QString text;
};

// `url`: "ws://127.0.0.1:9001"; `page`: the web page's address, may be empty.
[[nodiscard]] std::vector<ClientRecipe> clientRecipes(const QString &url, const QString &page);

} // namespace fg
