#include "bind/bind.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "bind/bind_policy.h"
#include "bind/kinds.h"

namespace pggit::bind {
namespace {

struct Entry {
  std::string_view kind;
  void (*bind)(const sql::Node&, Binding&);
};

void bind_transaction(const sql::Node& statement, Binding& binding) {
  const std::string_view kind = statement.str("kind");
  if (kind == "TRANS_STMT_ROLLBACK" || kind == "TRANS_STMT_ROLLBACK_TO")
    return binding.emit(ir::Opaque{"ROLLBACK takes back what came before it"});
  if (kind == "TRANS_STMT_COMMIT") binding.session().end_transaction();
  binding.no_effect("transaction control");
}

void bind_discard(const sql::Node& statement, Binding& binding) {
  const std::string_view target = statement.str("target");
  const bool all = target == "DISCARD_ALL";
  if (all || target == "DISCARD_TEMP") {
    binding.session().temporary.clear();
    binding.session().temporary_functions.clear();
  }
  if (!all) return binding.no_effect("discard");
  binding.session().role.clear();
  binding.session().authorized.clear();
  binding.session().search_path = default_search_path();
  binding.emit(ir::SetSearchPath{binding.session().search_path, false});
}

// Whether the statement is about a temporary relation, which no catalog shows.
bool is_on_temporary(const sql::Node& statement, const Binding& binding) {
  for (const char* field : {"relation", "sequence", "table"}) {
    const sql::Node range = statement[field];
    if (range.has("relname") && binding.is_temporary(range)) return true;
  }
  if (!statement.is("CommentStmt")) return false;
  std::vector<sql::Node> name = statement["object"].items();
  const std::string_view type = statement.str("objtype");
  const bool is_part =
      type == "OBJECT_COLUMN" || type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_TRIGGER";
  if (is_part && !name.empty()) name.pop_back();
  return (is_part || type == "OBJECT_TABLE" || type == "OBJECT_INDEX") &&
         binding.is_temporary(name);
}

constexpr std::string_view kOnRelation[] = {
    "AlterObjectSchemaStmt", "AlterPolicyStmt", "AlterSeqStmt", "AlterTableStmt", "CommentStmt",
    "CreatePolicyStmt",      "CreateTrigStmt",  "IndexStmt",    "RenameStmt",     "RuleStmt",
};

void bind_on_temporary(const sql::Node& statement, Binding& binding) {
  std::vector<std::string>& temporary = binding.session().temporary;
  if (const std::string_view index = statement.str("idxname"); !index.empty())
    temporary.emplace_back(index);
  const std::string_view renamed = statement.str("renameType");
  if (renamed == "OBJECT_TABLE" || renamed == "OBJECT_INDEX" || renamed == "OBJECT_SEQUENCE" ||
      renamed == "OBJECT_VIEW") {
    std::erase(temporary, statement["relation"].str("relname"));
    temporary.emplace_back(statement.str("newname"));
  }
  binding.no_effect("on a temporary relation");
}
void bind_define(const sql::Node& statement, Binding& binding) {
  const std::string_view kind = statement.str("kind");
  if (kind == "OBJECT_AGGREGATE") return bind_create_aggregate(statement, binding);
  if (kind == "OBJECT_OPERATOR") return bind_create_operator(statement, binding);
  if (kind == "OBJECT_TSDICTIONARY") return bind_create_dictionary(statement, binding);
  if (kind == "OBJECT_TSCONFIGURATION") return bind_create_configuration(statement, binding);
  if (kind == "OBJECT_COLLATION") return bind_create_collation(statement, binding);
  binding.not_held(kind == "OBJECT_TYPE" ? "base type" : "text search parser or template");
}

constexpr Entry kBinders[] = {
    {"AlterCollationStmt", bind_refresh_collation},
    {"AlterDefaultPrivilegesStmt", bind_alter_default_privileges},
    {"AlterDomainStmt", bind_alter_domain},
    {"AlterEnumStmt", bind_alter_enum},
    {"AlterFdwStmt", bind_alter_wrapper},
    {"AlterForeignServerStmt", bind_alter_server},
    {"AlterFunctionStmt", bind_alter_function},
    {"AlterObjectSchemaStmt", bind_set_schema},
    {"AlterOperatorStmt", bind_alter_operator},
    {"AlterOwnerStmt", bind_alter_owner},
    {"AlterPolicyStmt", bind_alter_policy},
    {"AlterPublicationStmt", bind_alter_publication},
    {"AlterSeqStmt", bind_alter_sequence},
    {"AlterStatsStmt", bind_alter_statistics},
    {"AlterTSConfigurationStmt", bind_alter_configuration},
    {"AlterTSDictionaryStmt", bind_alter_dictionary},
    {"AlterTableStmt", bind_alter_table},
    {"AlterUserMappingStmt", bind_alter_user_mapping},
    {"CallStmt", bind_rows},
    {"ClusterStmt", bind_cluster},
    {"CommentStmt", bind_comment},
    {"CompositeTypeStmt", bind_create_composite},
    {"CopyStmt", bind_rows},
    {"CreateCastStmt", bind_create_cast},
    {"CreateDomainStmt", bind_create_domain},
    {"CreateEnumStmt", bind_create_enum},
    {"CreateExtensionStmt", bind_create_extension},
    {"CreateFdwStmt", bind_create_wrapper},
    {"CreateForeignServerStmt", bind_create_server},
    {"CreateForeignTableStmt", bind_create_foreign_table},
    {"CreateFunctionStmt", bind_create_function},
    {"CreatePolicyStmt", bind_create_policy},
    {"CreatePublicationStmt", bind_create_publication},
    {"CreateRangeStmt", bind_create_range},
    {"CreateSchemaStmt", bind_create_schema},
    {"CreateSeqStmt", bind_create_sequence},
    {"CreateStatsStmt", bind_create_statistics},
    {"CreateStmt", bind_create_table},
    {"CreateTableAsStmt", bind_create_table_as},
    {"CreateTrigStmt", bind_create_trigger},
    {"CreateUserMappingStmt", bind_create_user_mapping},
    {"DefineStmt", bind_define},
    {"DeleteStmt", bind_rows},
    {"DiscardStmt", bind_discard},
    {"DoStmt", bind_do},
    {"DropOwnedStmt", bind_drop_owned},
    {"DropStmt", bind_drop},
    {"DropUserMappingStmt", bind_drop_user_mapping},
    {"ExplainStmt", bind_explain},
    {"GrantStmt", bind_grant},
    {"IndexStmt", bind_create_index},
    {"InsertStmt", bind_rows},
    {"MergeStmt", bind_rows},
    {"ReassignOwnedStmt", bind_reassign_owned},
    {"RefreshMatViewStmt", bind_refresh},
    {"ReindexStmt", bind_reindex},
    {"RenameStmt", bind_rename},
    {"RuleStmt", bind_rule},
    {"SelectStmt", bind_select},
    {"TransactionStmt", bind_transaction},
    {"TruncateStmt", bind_rows},
    {"UpdateStmt", bind_rows},
    {"VacuumStmt", bind_vacuum},
    {"VariableSetStmt", bind_set},
    {"ViewStmt", bind_create_view},
};

// Statements whose effect, if any, no catalog shows.
constexpr std::string_view kNoEffect[] = {
    "AnalyzeStmt",    "CheckPointStmt", "ClosePortalStmt", "ConstraintsSetStmt",
    "DeallocateStmt", "ListenStmt",     "LoadStmt",        "LockStmt",
    "NotifyStmt",     "PrepareStmt",    "UnlistenStmt",    "VariableShowStmt",
};

// Kinds of objects that the catalog does not hold yet, in the words of reports.
struct NotHeldKind {
  std::string_view kind;
  const char* what;
};
constexpr NotHeldKind kNotHeld[] = {
    {"AlterExtensionStmt", "extension"},       {"AlterRoleStmt", "role"},
    {"CreateAmStmt", "access method"},         {"CreateConversionStmt", "conversion"},
    {"CreateEventTrigStmt", "event trigger"},  {"CreateOpClassStmt", "operator class"},
    {"CreateOpFamilyStmt", "operator family"}, {"CreateRoleStmt", "role"},
    {"CreateTransformStmt", "transform"},      {"DropRoleStmt", "role"},
    {"GrantRoleStmt", "role membership"},      {"SecLabelStmt", "security label"},
};

}  // namespace

void bind_into(const sql::Node& statement, Binding& binding) {
  const std::string_view kind = statement.kind();
  if (!binding.session().temporary.empty() &&
      std::ranges::find(kOnRelation, kind) != std::end(kOnRelation) &&
      is_on_temporary(statement, binding)) {
    return bind_on_temporary(statement, binding);
  }
  const auto binder = std::ranges::find(kBinders, kind, &Entry::kind);
  if (binder != std::end(kBinders)) return binder->bind(statement, binding);
  if (std::ranges::find(kNoEffect, kind) != std::end(kNoEffect)) {
    return binding.no_effect(std::string(kind));
  }
  const auto not_held = std::ranges::find(kNotHeld, kind, &NotHeldKind::kind);
  if (not_held != std::end(kNotHeld)) return binding.not_held(not_held->what);
  binding.emit(ir::Opaque{"the statement kind " + std::string(kind) + " is not read yet"});
}

BoundStatement bind(const sql::Node& statement, const catalog::Catalog& before, Session& session,
                    ir::Oracle* oracle) {
  if (!statement) return {{ir::NoEffect{"empty statement"}}, before, false};
  Binding binding(before, session, oracle);
  bind_into(statement, binding);
  if (binding.refused()) return {{ir::Opaque{binding.refusal()}}, before, binding.asked()};
  const std::set<std::string>& absent = binding.absent_roles();
  return {binding.take_ops(),
          binding.now(),
          binding.asked(),
          {absent.begin(), absent.end()},
          binding.wants_server()};
}

}  // namespace pggit::bind
