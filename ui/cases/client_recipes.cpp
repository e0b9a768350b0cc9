#include "ui/cases/client_recipes.h"

namespace fg {

namespace {

constexpr const char *pythonText = R"(import asyncio, websockets

SERVER = "@URL@"
AGENT = "python-websockets"

async def main():
    async with websockets.connect(f"{SERVER}/getCaseCount") as connection:
        count = int(await connection.recv())
    for case in range(1, count + 1):
        try:
            async with websockets.connect(f"{SERVER}/runCase?case={case}&agent={AGENT}",
                                          max_size=None) as connection:
                async for message in connection:
                    await connection.send(message)
        except Exception:
            pass
    async with websockets.connect(f"{SERVER}/updateReports?agent={AGENT}") as connection:
        await connection.wait_closed()

asyncio.run(main())
)";

constexpr const char *nodeText = R"(const WebSocket = require('ws');

const server = '@URL@';
const agent = 'node-ws';

function connect(path, onMessage) {
  return new Promise((done) => {
    const socket = new WebSocket(server + path, { maxPayload: 0 });
    socket.on('message', (data, isBinary) => onMessage(socket, data, isBinary));
    socket.on('error', () => {});
    socket.on('close', done);
  });
}

(async () => {
  let count = 0;
  await connect('/getCaseCount', (socket, data) => { count = Number(data); });
  for (let number = 1; number <= count; number += 1) {
    await connect(`/runCase?case=${number}&agent=${agent}`,
      (socket, data, isBinary) => socket.send(data, { binary: isBinary }));
  }
  await connect(`/updateReports?agent=${agent}`, () => {});
})();
)";

constexpr const char *otherText =
    R"(Any client can be tested. It connects to these addresses one after another:

@URL@/getCaseCount
    sends the number of cases N as a text message

@URL@/runCase?case=1&agent=NAME
    ... up to case=N: send every message back as it came, until the connection is closed

@URL@/updateReports?agent=NAME
    once at the end
)";

constexpr const char *browserText =
    R"(Open this page in the browser that is to be tested and press its button:

@PAGE@
)";

QString filled(const char *text, const QString &url, const QString &page)
{
    QString out = QString::fromLatin1(text);
    out.replace(QStringLiteral("@URL@"), url);
    return out.replace(QStringLiteral("@PAGE@"),
                       page.isEmpty() ? QStringLiteral("(the web page is switched off)") : page);
}

} // namespace

std::vector<ClientRecipe> clientRecipes(const QString &url, const QString &page)
{
    return {{QStringLiteral("Python, websockets"), filled(pythonText, url, page)},
            {QStringLiteral("Node.js, ws"), filled(nodeText, url, page)},
            {QStringLiteral("A web browser"), filled(browserText, url, page)},
            {QStringLiteral("Any other client"), filled(otherText, url, page)}};
}

} // namespace fg
