#include "pipeline/target_server.h"

#include <locale.h>

#include "base/text.h"
#include "pipeline/shadow_options.h"

namespace pggit::pipeline {
namespace {

// Column datlocprovider came with version 15; as a field of JSON its lack is no error.
constexpr char kQuery[] =
    "SELECT pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype, "
    "coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'i', "
    "pg_catalog.current_setting('TimeZone') "
    "FROM pg_catalog.pg_database d WHERE datname = pg_catalog.current_database()";
constexpr char kExtensions[] =
    "SELECT extname FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";

bool is_installed(const std::string& locale) {
  const locale_t found = newlocale(LC_ALL_MASK, locale.c_str(), nullptr);
  if (found) freelocale(found);
  return found != nullptr;
}

void take_locale(const TargetServer& target, shadow::ClusterOptions& options,
                 std::vector<std::string>& assumptions) {
  if (target.icu) assumptions.push_back("ICU collation of the database: not in the shadow");
  if (target.collate == target.ctype && is_installed(target.collate)) {
    options.encoding = target.encoding;
    options.locale = target.collate;
    return;
  }
  assumptions.push_back("encoding " + options.encoding + " and collation " + options.locale +
                        " instead of " + target.encoding + " and " + target.collate +
                        ", which this machine lacks");
}

base::Result<shadow::ClusterOptions> nearest(const project::Config& config, const std::string& role,
                                             const TargetServer& target, bool must_fit,
                                             std::vector<std::string>& assumptions) {
  auto fitting = shadow_options(config, role, target.major);
  if (fitting || must_fit) return fitting;
  shadow::ClusterOptions newest = TRY(shadow_options(config, role));
  assumptions.push_back("PostgreSQL " + newest.server.version + " instead of " + target.version +
                        ", which is not installed here");
  return newest;
}

}  // namespace

base::Result<TargetServer> read_target_server(pg::Connection& connection) {
  const auto row = connection.query(kQuery);
  if (!row) return base::fail(base::ErrorCode::Database, row.error().text());
  const auto extensions = connection.query(kExtensions);
  if (!extensions) return base::fail(base::ErrorCode::Database, extensions.error().text());
  TargetServer target;
  const int version = connection.server_version();
  target.major = version / 10000;
  target.version = std::to_string(target.major) + "." + std::to_string(version % 10000);
  target.encoding = row->text(0, 0);
  target.collate = row->text(0, 1);
  target.ctype = row->text(0, 2);
  target.icu = row->boolean(0, 3);
  target.time_zone = row->text(0, 4);
  for (int i = 0; i < extensions->count(); ++i)
    target.extensions.emplace_back(extensions->text(i, 0));
  return target;
}

base::Result<shadow::ClusterOptions> shadow_for(const project::Config& config,
                                                const std::string& role,
                                                const std::optional<TargetServer>& target,
                                                bool must_fit,
                                                std::vector<std::string>& assumptions) {
  if (!target) {
    shadow::ClusterOptions options = TRY(shadow_options(config, role));
    assumptions.push_back("no database was named: PostgreSQL " + options.server.version +
                          ", encoding " + options.encoding + ", collation " + options.locale +
                          ", time zone " + options.time_zone);
    return options;
  }
  shadow::ClusterOptions options = TRY(nearest(config, role, *target, must_fit, assumptions));
  take_locale(*target, options, assumptions);
  options.time_zone = target->time_zone;
  if (!target->extensions.empty()) {
    assumptions.push_back("the history makes the extensions of the database itself (" +
                          base::join(target->extensions, ", ") + "), or --pre-script does");
  }
  return options;
}

}  // namespace pggit::pipeline
