#include "frontend/flyway/events.h"

#include <algorithm>
#include <array>

namespace pggit::frontend::flyway {
namespace {

constexpr std::string_view kUndo = "runs with `undo`, not with `migrate`";
constexpr std::string_view kError = "runs only when a migration fails";
constexpr std::string_view kStatement =
    "runs around every single statement of every migration; a history replayed as text has no such "
    "place";

constexpr auto kEvents = std::to_array<Event>({
    {"beforeConnect", When::BeforeAll, ""},
    {"afterConnect", When::BeforeAll, ""},
    {"beforeValidate", When::BeforeAll, ""},
    {"afterValidate", When::BeforeAll, ""},
    {"createSchema", When::BeforeAll, ""},
    {"beforeCreateSchema", When::BeforeAll, ""},
    {"beforeMigrate", When::BeforeAll, ""},
    {"beforeEachMigrate", When::BeforeEach, ""},
    {"afterEachMigrate", When::AfterEach, ""},
    {"afterVersioned", When::AfterVersioned, ""},
    {"beforeRepeatables", When::BeforeRepeatables, ""},
    {"afterMigrateApplied", When::AfterAll, ""},
    {"afterMigrate", When::AfterAll, ""},
    {"beforeEachMigrateStatement", When::EachStatement, kStatement},
    {"afterEachMigrateStatement", When::EachStatement, kStatement},
    {"afterEachMigrateStatementError", When::Never, kError},
    {"afterEachMigrateError", When::Never, kError},
    {"afterMigrateError", When::Never, kError},
    {"afterMigrateOperationFinish", When::Never, "is fired for Java callbacks only"},
    {"beforeUndo", When::Never, kUndo},
    {"beforeEachUndo", When::Never, kUndo},
    {"beforeEachUndoStatement", When::Never, kUndo},
    {"afterEachUndoStatement", When::Never, kUndo},
    {"afterEachUndoStatementError", When::Never, kUndo},
    {"afterEachUndo", When::Never, kUndo},
    {"afterEachUndoError", When::Never, kUndo},
    {"afterUndo", When::Never, kUndo},
    {"afterUndoError", When::Never, kUndo},
    {"afterValidateError", When::Never, "runs only when validation fails"},
    {"beforeBaseline", When::Never,
     "runs with `baseline`, not with `migrate` on an empty database"},
    {"afterBaseline", When::Never, "runs with `baseline`, not with `migrate` on an empty database"},
    {"afterBaselineError", When::Never, "runs only when `baseline` fails"},
    {"beforeRepair", When::Never, "runs with `repair`, not with `migrate`"},
    {"afterRepair", When::Never, "runs with `repair`, not with `migrate`"},
    {"afterRepairError", When::Never, "runs only when `repair` fails"},
    {"beforeInfo", When::Never, "runs with `info`, not with `migrate`"},
    {"afterInfo", When::Never, "runs with `info`, not with `migrate`"},
    {"afterInfoError", When::Never, "runs only when `info` fails"},
    {"afterInfoOperationFinish", When::Never, "is fired for Java callbacks only"},
    {"beforeClean", When::Never, "runs with `clean`, not with `migrate`"},
    {"afterClean", When::Never, "runs with `clean`, not with `migrate`"},
    {"afterCleanError", When::Never, "runs only when `clean` fails"},
});

}  // namespace

std::span<const Event> all_events() { return kEvents; }

const Event* find_event(std::string_view id) {
  const auto found = std::ranges::find(kEvents, id, &Event::id);
  return found == kEvents.end() ? nullptr : &*found;
}

}  // namespace pggit::frontend::flyway
