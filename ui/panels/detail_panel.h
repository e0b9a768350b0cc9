// The picked row of the wire log: its fields above, its octets below. Picking a field highlights its octets;
// picking an octet picks its field.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/filter_hits.h"
#include "ui/filter/filter_wish.h"
#include "ui/panels/field_model.h"
#include "ui/panels/finding_light.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QToolButton;
class QTreeView;
class QSplitter;

namespace fg {

class HexView;

class DetailPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit DetailPanel(QWidget *parent = nullptr);

    // Shows a row; without a session, clears the panel.
    void showRow(std::shared_ptr<const Session> session, RowNumber row);
    // The rules that the shown row breaks: their fields are marked, and the field and the octets of `lit`,
    // one of them, are picked and lit.
    void showFindings(std::vector<Finding> findings, const Finding &lit);
    void clear();
    // Shows octets of the row that have arrived since.
    void showArrived();
    [[nodiscard]] QSplitter *splitter() const { return m_splitter; }
    // Lights what is searched for in the octets; where they are masked, by what they are without the mask.
    void setHits(const LitNeedles &needles);

signals:
    void filterWished(const fg::FilterWish &wish);

private:
    void showFieldMenu(const QPoint &position);
    void fieldPicked(const QModelIndex &index);
    void octetPicked(std::uint64_t position);
    void setUnmasked(bool on);
    void setInflated(bool on);
    void light();
    void forgetFault();
    void colorFault();
    void setHexSource();
    void showDetail(RowDetail detail);
    // Number of the row's octets that have arrived so far.
    [[nodiscard]] std::uint64_t available() const;
    [[nodiscard]] OctetBuffer read(std::uint64_t from, std::size_t length, Secrets secrets) const;
    void changeEvent(QEvent *event) override;
    [[nodiscard]] OctetBuffer readUnmasked(std::uint64_t from, std::size_t length, Secrets secrets) const;
    // Copies the current field. What leaves the window has no secrets.
    bool eventFilter(QObject *object, QEvent *event) override;
    void copyField() const;

    std::shared_ptr<const Session> m_session;
    RowNumber m_row;
    bool m_unmasked = false;
    bool m_isInflated = false; // the hex view shows the inflated message of the finding
    FieldModel m_fields;
    std::optional<FindingLight> m_light;
    QLabel *m_title;
    QLabel *m_faultMark;
    QLabel *m_fault; // what the lit octets break, and where they are
    QToolButton *m_inflate;
    QToolButton *m_unmask;
    QTreeView *m_tree;
    HexView *m_hex;
    QSplitter *m_splitter;
};

} // namespace fg
