// The keys of the window's settings.
#pragma once

#include <QLatin1String>

namespace fg::settings_keys {

inline constexpr QLatin1String history{"connect/history"};
inline constexpr QLatin1String lastTarget{"connect/lastTarget"};
inline constexpr QLatin1String caFile{"connect/caFile"};
inline constexpr QLatin1String origin{"connect/origin"};
inline constexpr QLatin1String subprotocols{"connect/subprotocols"};
inline constexpr QLatin1String messageLimit{"connect/messageLimitMiB"};
inline constexpr QLatin1String connectLimit{"connect/connectSeconds"};
inline constexpr QLatin1String openingLimit{"connect/openingSeconds"};
inline constexpr QLatin1String compression{"connect/compression"};
inline constexpr QLatin1String showOptions{"connect/showOptions"};
// Of the Settings dialog; wireLogTime and fileMemory below are, too.
inline constexpr QLatin1String colorScheme{"look/colors"};
inline constexpr QLatin1String interfaceFamily{"look/interfaceFont"};
inline constexpr QLatin1String interfacePoints{"look/interfacePoints"};
inline constexpr QLatin1String fixedFamily{"look/fixedFont"};
inline constexpr QLatin1String fixedPoints{"look/fixedPoints"};
inline constexpr QLatin1String zoomPercent{"look/zoomPercent"};
inline constexpr QLatin1String recordingFolder{"recordings/folder"};
inline constexpr QLatin1String keptFiles{"recordings/keptFiles"};
inline constexpr QLatin1String keptDays{"recordings/keptDays"};
inline constexpr QLatin1String keptMebibytes{"recordings/keptMiB"};
inline constexpr QLatin1String usualConnectLimit{"limits/connectSeconds"};
inline constexpr QLatin1String usualOpeningLimit{"limits/openingSeconds"};
inline constexpr QLatin1String usualClosingLimit{"limits/closingSeconds"};
inline constexpr QLatin1String usualMessageLimit{"limits/messageMiB"};
// Recordings whose recovery was offered and answered, and folders that had recordings before.
inline constexpr QLatin1String answeredRecordings{"recordings/answered"};
inline constexpr QLatin1String earlierFolders{"recordings/earlierFolders"};
inline constexpr QLatin1String geometry{"window/geometry"};
inline constexpr QLatin1String perspective{"window/perspective"};
inline constexpr QLatin1String connectionsLayout{"connections/layout"};
inline constexpr QLatin1String connectionsDetailSplit{"connections/detailSplit"};
inline constexpr QLatin1String conformanceLayout{"conformance/layout"};
inline constexpr QLatin1String conformanceDetailSplit{"conformance/detailSplit"};
inline constexpr QLatin1String composeHistory{"compose/history"};
inline constexpr QLatin1String wireLogColumns{"wireLog/shownColumns"};
inline constexpr QLatin1String wireLogTime{"wireLog/time"};
inline constexpr QLatin1String wireLogLevel{"wireLog/level"};
inline constexpr QLatin1String colorRules{"wireLog/colorRules"};
inline constexpr QLatin1String wireLogPause{"wireLog/pauseMilliseconds"};
inline constexpr QLatin1String savedFilters{"filter/saved"};
inline constexpr QLatin1String recentFilters{"filter/recent"};
inline constexpr QLatin1String agents{"agents/list"};
inline constexpr QLatin1String baselineFile{"cases/baselineFile"};
inline constexpr QLatin1String allowedHosts{"cases/allowedHosts"};
inline constexpr QLatin1String jobs{"cases/jobs"};
inline constexpr QLatin1String uncheckedCases{"cases/unchecked"};
inline constexpr QLatin1String exportFolder{"export/folder"};
inline constexpr QLatin1String exportFormat{"export/format"};
inline constexpr QLatin1String replayPace{"replay/pace"};
inline constexpr QLatin1String replayMasks{"replay/masks"};
inline constexpr QLatin1String fileMemory{"open/memoryMiB"};
inline constexpr QLatin1String openFolder{"open/folder"};
inline constexpr QLatin1String recentFiles{"open/recent"};

} // namespace fg::settings_keys
