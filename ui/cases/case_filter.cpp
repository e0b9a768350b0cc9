#include "ui/cases/case_filter.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "ui/base/text.h"

#include <algorithm>

namespace fg {

namespace {

// Whether `number` is `start` or below it: "6.2.1" is below "6.2" and "6.", "6.22" is not.
bool beginsWith(const QString &number, const QString &start)
{
    if (!number.startsWith(start))
        return false;
    return number.size() == start.size() || start.endsWith(QLatin1Char('.'))
        || number.at(start.size()) == QLatin1Char('.');
}

// A clause such as "RFC 6455 5.5.1, 7.4" names each of its numbers.
bool namesClause(const QString &clause, const QString &start)
{
    const QStringList parts = clause.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::any_of(parts.begin(), parts.end(), [&start](QString part) {
        if (part.endsWith(QLatin1Char(',')))
            part.chop(1);
        return beginsWith(part, start);
    });
}

// Whether the text has the number as a whole: 1007 is in "code 1007.", not in 11007.
bool hasNumber(const QString &text, const QString &number)
{
    for (qsizetype at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
        const qsizetype end = at + number.size();
        const bool beginsThere = at == 0 || !text.at(at - 1).isDigit();
        if (beginsThere && (end == text.size() || !text.at(end).isDigit()))
            return true;
    }
    return false;
}

// The same as for --cases on the command line, of which at least one pattern has a star: "12.*.1,13.*".
bool isPatternList(const QString &word) { return word.contains(QLatin1Char('*')); }

bool fitsOneOf(const QString &patterns, const QString &id)
{
    const QStringList list = patterns.split(QLatin1Char(','));
    return std::any_of(list.begin(), list.end(), [&id](const QString &pattern) {
        return fitsCase(pattern.toStdString(), id.toStdString());
    });
}

} // namespace

CaseFilter::CaseFilter(CaseModel &model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(&model);
    setRecursiveFilteringEnabled(true);
}

void CaseFilter::setKind(Kind kind)
{
    m_kind = kind;
    invalidateFilter();
}

void CaseFilter::setSearch(const QString &text)
{
    m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    // Clauses are often written with a section sign.
    for (QString &word : m_words)
        word.remove(QChar(0x00A7));
    m_words.removeAll(QString());
    invalidateFilter();
}

bool CaseFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!isActive())
        return true;
    const QModelIndex index = m_model.index(row, CaseModel::Case, parent);
    return m_model.caseAt(index) && isOfKind(index) && isFound(index);
}

bool CaseFilter::isOfKind(const QModelIndex &index) const
{
    const CaseOutcome *outcome = m_model.outcomeAt(index);
    const bool hasRun = outcome && outcome->hasRun();
    switch (m_kind) {
    case Kind::All:
        return true;
    case Kind::Failed:
        return hasRun && outcome->hasFailed();
    case Kind::NonStrict:
        return hasRun && outcome->isNonStrict();
    case Kind::NotRun:
        return !hasRun;
    case Kind::Slow:
        return hasRun && outcome->duration && *outcome->duration >= slow;
    case Kind::Changed:
        return hasRun && outcome->hasChanged;
    }
    return true;
}

bool CaseFilter::isFound(const QModelIndex &index) const
{
    if (m_words.isEmpty())
        return true;
    const Searched &searched = searchedAt(index);
    return std::all_of(m_words.begin(), m_words.end(), [&searched](const QString &word) {
        if (isPatternList(word))
            return fitsOneOf(word, searched.id);
        if (!word.front().isDigit())
            return searched.text.contains(word);
        if (beginsWith(searched.id, word))
            return true;
        return word.contains(QLatin1Char('.')) ? namesClause(searched.clause, word)
                                               : hasNumber(searched.text, word);
    });
}

const CaseFilter::Searched &CaseFilter::searchedAt(const QModelIndex &index) const
{
    const CaseSpec &spec = *m_model.caseAt(index);
    if (m_searched.size() < spec.number)
        m_searched.resize(spec.number);
    Searched &searched = m_searched[spec.number - 1];
    if (!searched.id.isEmpty())
        return searched;
    QString text =
        toQString(spec.title + ' ' + spec.description + ' ' + spec.expectation + ' ' + spec.clause);
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        text += QLatin1Char(' ') + above.data().toString();
    searched = {toQString(spec.id), toQString(spec.clause), text.toLower()};
    return searched;
}

std::vector<const CaseSpec *> CaseFilter::shownCases(const QModelIndex &below) const
{
    std::vector<const CaseSpec *> cases;
    if (const CaseSpec *spec = m_model.caseAt(mapToSource(below)))
        cases.push_back(spec);
    for (int row = 0; row < rowCount(below); ++row) {
        const std::vector<const CaseSpec *> more = shownCases(index(row, CaseModel::Case, below));
        cases.insert(cases.end(), more.begin(), more.end());
    }
    return cases;
}

QModelIndex CaseFilter::indexOf(const CaseSpec &spec) const { return mapFromSource(m_model.indexOf(spec)); }

bool CaseFilter::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !isActive() || m_model.caseAt(mapToSource(index)))
        return QSortFilterProxyModel::setData(index, value, role);
    bool any = false;
    for (const CaseSpec *spec : shownCases(index))
        any = m_model.setData(m_model.indexOf(*spec), value, role) || any;
    return any;
}

} // namespace fg
