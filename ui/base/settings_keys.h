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
inline constexpr QLatin1String geometry{"window/geometry"};
inline constexpr QLatin1String perspective{"window/perspective"};
inline constexpr QLatin1String connectionsLayout{"connections/layout"};
inline constexpr QLatin1String connectionsDetailSplit{"connections/detailSplit"};
inline constexpr QLatin1String conformanceLayout{"conformance/layout"};
inline constexpr QLatin1String conformanceDetailSplit{"conformance/detailSplit"};
inline constexpr QLatin1String composeHistory{"compose/history"};
inline constexpr QLatin1String wireLogColumns{"wireLog/columns"};
inline constexpr QLatin1String wireLogTime{"wireLog/time"};
inline constexpr QLatin1String wireLogMessages{"wireLog/messages"};
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
