#include "frontend/shared/script.h"

#include "base/check.h"
#include "frontend/shared/transaction.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::shared {
namespace {

using syntax::sql::Slice;
using syntax::sql::SliceKind;

// No tool but psql and Flyway has a way to send them.
void report_rows(const ir::Project& project, const ir::Listing& listing, const ir::Sql& sql) {
  for (const Slice& part : syntax::sql::split(sql.text)) {
    if (part.kind != SliceKind::CopyData) continue;
    const std::uint32_t at = ir::source_offset(sql, part.begin);
    project.diagnostics->report(
        base::Severity::Error, "copy-rows", {sql.file, at, at + 1},
        listing.tool +
            " cannot send the rows of COPY ... FROM STDIN; write them as INSERT, or load them "
            "before with --pre-script");
  }
}

ir::TransactionMode mode_of(const Script& script) {
  if (script.sending == Sending::InTransaction) return ir::TransactionMode::PerMigration;
  if (script.texts.size() != 1) return ir::TransactionMode::None;
  const std::string& text = script.texts.front().text;
  switch (script.sending) {
    case Sending::InTransaction:
      return ir::TransactionMode::PerMigration;
    case Sending::OneMessage:
      return mode_of_message(text);
    case Sending::Pipeline:
      return mode_of_pipeline(text);
    case Sending::OneByOne:
      return mode_of_each(text);
  }
  return ir::TransactionMode::None;
}

}  // namespace

base::Result<ir::LoweredMigration> lower_script(const ir::Project& project,
                                                const ir::Listing& listing,
                                                const ir::MigrationEntry& migration,
                                                const ir::SchemaView&) {
  PGGIT_CHECK(listing.kept != nullptr);
  const auto& scripts = *static_cast<const Scripts*>(listing.kept.get());
  ir::LoweredMigration lowered;
  const auto found = scripts.find(migration.id);
  if (found == scripts.end()) return lowered;
  const Script& script = found->second;
  if (script.hole) lowered.pieces.push_back(*script.hole);
  for (const ir::Sql& sql : script.texts) {
    report_rows(project, listing, sql);
    lowered.pieces.push_back(sql);
  }
  lowered.transaction = mode_of(script);
  return lowered;
}

}  // namespace pggit::frontend::shared
