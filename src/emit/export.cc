#include "emit/export.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace pggit::emit {

#define EXPORTER(id, function) \
  base::Result<std::vector<ExportFile>> function(const std::vector<ExportMigration>& history);
#include "emit/exporters.def"
#undef EXPORTER

namespace {

#define EXPORTER(id, function) Exporter{id, function},
constexpr auto kExporters = std::to_array<Exporter>({
#include "emit/exporters.def"
});
#undef EXPORTER

}  // namespace

std::span<const Exporter> all_exporters() { return kExporters; }

base::Result<const Exporter*> find_exporter(std::string_view id) {
  const auto found = std::ranges::find(kExporters, id, &Exporter::id);
  if (found != kExporters.end()) return &*found;
  std::vector<std::string> ids;
  for (const Exporter& exporter : kExporters) ids.emplace_back(exporter.id);
  return base::fail(base::ErrorCode::Usage,
                    "no export to `" + std::string(id) + "`; there are " + base::join(ids, ", "));
}

}  // namespace pggit::emit
