#include "tools/engine_test/statement_kind.h"

#include <algorithm>
#include <string_view>

namespace pggit::engine_test {
namespace {

constexpr std::string_view kNoDdl[] = {
    "CallStmt",           "CheckPointStmt",     "ClosePortalStmt", "ClusterStmt",
    "ConstraintsSetStmt", "CopyStmt",           "DeallocateStmt",  "DeclareCursorStmt",
    "DeleteStmt",         "DiscardStmt",        "DoStmt",          "ExecuteStmt",
    "ExplainStmt",        "FetchStmt",          "InsertStmt",      "ListenStmt",
    "LoadStmt",           "LockStmt",           "MergeStmt",       "NotifyStmt",
    "PrepareStmt",        "RefreshMatViewStmt", "ReindexStmt",     "SelectStmt",
    "TransactionStmt",    "TruncateStmt",       "UnlistenStmt",    "UpdateStmt",
    "VacuumStmt",         "VariableSetStmt",    "VariableShowStmt"};

struct Apart {
  std::string_view kind;  // of a statement, or the type of object that one names
  const char* what;
};

constexpr Apart kStatements[] = {
    {"AlterDatabaseSetStmt", "cluster: database"},
    {"AlterDatabaseStmt", "cluster: database"},
    {"AlterEventTrigStmt", "superuser: event trigger"},
    {"AlterOpFamilyStmt", "superuser: operator family"},
    {"AlterRoleSetStmt", "cluster: role"},
    {"AlterRoleStmt", "cluster: role"},
    {"AlterSubscriptionStmt", "superuser: subscription"},
    {"AlterSystemStmt", "cluster: settings"},
    {"AlterTableMoveAllStmt", "cluster: tablespace"},
    {"AlterTableSpaceOptionsStmt", "cluster: tablespace"},
    {"AlterTypeStmt", "superuser: base type"},
    {"CreateAmStmt", "superuser: access method"},
    {"CreateEventTrigStmt", "superuser: event trigger"},
    {"CreateOpClassStmt", "superuser: operator class"},
    {"CreateOpFamilyStmt", "superuser: operator family"},
    {"CreatePLangStmt", "superuser: language"},
    {"CreateRoleStmt", "cluster: role"},
    {"CreateSubscriptionStmt", "superuser: subscription"},
    {"CreateTableSpaceStmt", "cluster: tablespace"},
    {"CreateTransformStmt", "superuser: transform"},
    {"CreatedbStmt", "cluster: database"},
    {"DropRoleStmt", "cluster: role"},
    {"DropSubscriptionStmt", "superuser: subscription"},
    {"DropTableSpaceStmt", "cluster: tablespace"},
    {"DropdbStmt", "cluster: database"},
    {"GrantRoleStmt", "cluster: role"},
    {"SecLabelStmt", "superuser: security label"},
};

constexpr Apart kObjects[] = {
    {"OBJECT_ACCESS_METHOD", "superuser: access method"},
    {"OBJECT_DATABASE", "cluster: database"},
    {"OBJECT_EVENT_TRIGGER", "superuser: event trigger"},
    {"OBJECT_LANGUAGE", "superuser: language"},
    {"OBJECT_LARGEOBJECT", "cluster: large object"},
    {"OBJECT_OPCLASS", "superuser: operator class"},
    {"OBJECT_OPFAMILY", "superuser: operator family"},
    {"OBJECT_PARAMETER_ACL", "cluster: settings"},
    {"OBJECT_ROLE", "cluster: role"},
    {"OBJECT_SUBSCRIPTION", "superuser: subscription"},
    {"OBJECT_TABLESPACE", "cluster: tablespace"},
    {"OBJECT_TRANSFORM", "superuser: transform"},
    {"OBJECT_TSPARSER", "superuser: text search parser"},
    {"OBJECT_TSTEMPLATE", "superuser: text search template"},
};

template <std::size_t N>
std::string found_in(const Apart (&list)[N], std::string_view kind) {
  const auto* found = std::ranges::find(list, kind, &Apart::kind);
  return found == std::end(list) ? "" : found->what;
}

bool is_base_type(const sql::Node& statement) {
  return statement.is("DefineStmt") && statement.str("kind") == "OBJECT_TYPE";
}

bool is_native_function(const sql::Node& statement) {
  if (!statement.is("CreateFunctionStmt")) return false;
  return std::ranges::any_of(statement.list("options"), [](const sql::Node& option) {
    const std::string_view language = option["arg"].text();
    return option.str("defname") == "language" &&
           (language == "c" || language == "C" || language == "internal");
  });
}

}  // namespace

bool is_ddl(const sql::Node& statement) {
  if (statement.is("SelectStmt")) return statement.has("intoClause");
  return std::ranges::find(kNoDdl, statement.kind()) == std::end(kNoDdl);
}

std::string counted_apart(const sql::Node& statement) {
  if (is_base_type(statement)) return "superuser: base type";
  if (is_native_function(statement)) return "superuser: function of C";
  if (std::string what = found_in(kStatements, statement.kind()); !what.empty()) return what;
  for (const char* field : {"kind", "objtype", "objectType", "renameType", "removeType"}) {
    const std::string what = found_in(kObjects, statement.str(field));
    if (!what.empty()) return what;
  }
  return "";
}

}  // namespace pggit::engine_test
