#include "ui/bench/agent_settings.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/session/live/target_limits.h"
#include "ui/base/preferences.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"

#include <QSettings>
#include <QVariantMap>

namespace fg {

namespace {

using Verification = TlsClientSettings::Verification;

// The keys of one agent's settings.
constexpr QLatin1String nameKey{"name"};
constexpr QLatin1String baseNameKey{"baseName"};
constexpr QLatin1String targetKey{"target"};
constexpr QLatin1String checkedKey{"checked"};
constexpr QLatin1String headersKey{"headers"};
constexpr QLatin1String originKey{"origin"};
constexpr QLatin1String subprotocolsKey{"subprotocols"};
constexpr QLatin1String messageLimitKey{"messageLimit"};
constexpr QLatin1String connectLimitKey{"connectSeconds"};
constexpr QLatin1String openingLimitKey{"openingSeconds"};
constexpr QLatin1String extensionsKey{"extensions"};
constexpr QLatin1String caFileKey{"caFile"};
constexpr QLatin1String serverNameKey{"serverName"};
constexpr QLatin1String sniKey{"sni"};
constexpr QLatin1String certificateKey{"certificateFile"};
constexpr QLatin1String keyFileKey{"keyFile"};
constexpr QLatin1String allowFaultsKey{"allowFaults"};
constexpr QLatin1String onlyFaultsKey{"onlyFaults"};
constexpr QLatin1String excludedKey{"excludedCases"};

QStringList headerTexts(const Target &target)
{
    QStringList texts;
    for (const HeaderField &field : target.headers)
        texts += toQString(field.name + ": " + field.value);
    return texts;
}

std::vector<HeaderField> headersOf(const QStringList &texts)
{
    std::vector<HeaderField> fields;
    for (const QString &text : texts) {
        const qsizetype colon = text.indexOf(QLatin1Char(':'));
        if (colon > 0)
            fields.push_back({text.left(colon).toStdString(), text.mid(colon + 1).trimmed().toStdString()});
    }
    return fields;
}

QVariantMap mapOf(const Agent &agent)
{
    const Target &target = agent.options;
    QStringList subprotocols;
    for (const std::string &name : target.subprotocols)
        subprotocols += toQString(name);
    QStringList onlyFaults;
    for (const std::string &name : target.tls.allowedFaults)
        onlyFaults += toQString(name);
    QStringList excluded;
    for (const CaseSpec *const spec : agent.excluded)
        excluded += toQString(spec->id);
    return {{nameKey, agent.name},
            {excludedKey, excluded},
            {baseNameKey, agent.baseName},
            {targetKey, agent.target.toKeep()},
            {checkedKey, agent.isChecked},
            {headersKey, headerTexts(target)},
            {originKey, toQString(target.origin)},
            {subprotocolsKey, subprotocols},
            {messageLimitKey, static_cast<qulonglong>(target.messageLimit)},
            {connectLimitKey, inSeconds(target.connectLimit)},
            {openingLimitKey, inSeconds(target.openingLimit)},
            {extensionsKey, toQString(target.extensions)},
            {caFileKey, toQString(target.tls.caFile)},
            {serverNameKey, toQString(target.tls.serverName)},
            {sniKey, toQString(target.tls.sni)},
            {certificateKey, toQString(target.tls.certificateFile)},
            {keyFileKey, toQString(target.tls.keyFile)},
            {onlyFaultsKey, onlyFaults},
            {allowFaultsKey, target.tls.verification == Verification::AllowFaults}};
}

Agent agentOf(const QVariantMap &map)
{
    const auto text = [&map](const QString &key) { return map.value(key).toString().toStdString(); };
    Agent agent;
    agent.name = map.value(nameKey).toString();
    agent.baseName = map.value(baseNameKey).toString();
    agent.target = ConnectTarget::kept(map.value(targetKey).toString());
    agent.isChecked = map.value(checkedKey).toBool();
    for (const QString &id : map.value(excludedKey).toStringList()) {
        if (const CaseSpec *const spec = findCase(id.toStdString()))
            agent.excluded.push_back(spec);
    }
    Target &target = agent.options;
    target.headers = headersOf(map.value(headersKey).toStringList());
    target.origin = text(originKey);
    for (const QString &name : map.value(subprotocolsKey).toStringList())
        target.subprotocols.push_back(name.toStdString());
    const qulonglong limit = map.value(messageLimitKey).toULongLong();
    if (limit > 0 && limit <= mostMessageOctets)
        target.messageLimit = limit;
    target.connectLimit = limitOf(map.value(connectLimitKey), target.connectLimit);
    target.openingLimit = limitOf(map.value(openingLimitKey), target.openingLimit);
    target.extensions = text(extensionsKey);
    target.tls.caFile = text(caFileKey);
    target.tls.serverName = text(serverNameKey);
    target.tls.sni = text(sniKey);
    target.tls.certificateFile = text(certificateKey);
    target.tls.keyFile = text(keyFileKey);
    for (const QString &name : map.value(onlyFaultsKey).toStringList())
        target.tls.allowedFaults.push_back(name.toStdString());
    if (map.value(allowFaultsKey).toBool())
        target.tls.verification = Verification::AllowFaults;
    return agent;
}

} // namespace

std::vector<Agent> restoredAgents(const QSettings &settings)
{
    std::vector<Agent> agents;
    for (const QVariant &item : settings.value(settings_keys::agents).toList()) {
        Agent agent = agentOf(item.toMap());
        if (agent.isServer())
            agents.push_back(std::move(agent));
    }
    return agents;
}

void saveAgents(QSettings &settings, const std::vector<Agent> &agents)
{
    QVariantList list;
    for (const Agent &agent : agents)
        list += mapOf(agent);
    settings.setValue(settings_keys::agents, list);
}

} // namespace fg
