#include "ui/kit/about_box.h"

#include "protocol/session/live/target.h"
#include "protocol/text/product.h"
#include "ui/base/text.h"

#include <QMessageBox>

namespace fg {

void showAbout(QWidget *parent)
{
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, QStringLiteral("About Frameglass"),
        toQString(productToken()) + QStringLiteral("\n\n")
            + QStringLiteral(
                "Shows a WebSocket connection octet by octet, sends any frame, legal or not, and "
                "judges either end against RFC 6455 and RFC 7692."),
        QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setModal(false);
    box->show();
}

} // namespace fg
