#include "ir/op.h"

namespace pggit::ir {
namespace {

std::string with_kind(const char* verb, Kind kind) {
  return std::string(verb) + " " + kind_name(kind);
}

const char* dml_name(DmlKind kind) {
  switch (kind) {
    case DmlKind::Insert:
      return "insert";
    case DmlKind::Update:
      return "update";
    case DmlKind::Delete:
      return "delete";
    case DmlKind::Merge:
      return "merge";
    case DmlKind::Truncate:
      return "truncate";
    case DmlKind::Copy:
      return "copy";
    case DmlKind::Select:
      return "select";
    case DmlKind::Code:
      return "run code";
  }
  return "";
}

struct Namer {
  std::string operator()(const Create& o) const {
    return with_kind("create", key_of(o.object).kind);
  }
  std::string operator()(const Drop& o) const { return with_kind("drop", o.key.kind); }
  std::string operator()(const Replace& o) const {
    return with_kind("alter", key_of(o.object).kind);
  }
  std::string operator()(const Rename& o) const { return with_kind("rename", o.key.kind); }
  std::string operator()(const Move& o) const { return with_kind("move", o.key.kind); }
  std::string operator()(const SetComment&) const { return "comment"; }
  std::string operator()(const SetGrants&) const { return "set grants"; }
  std::string operator()(const SetForeignOptions&) const { return "set foreign options"; }
  std::string operator()(const SetOwner&) const { return "set owner"; }
  std::string operator()(const AddColumn&) const { return "add column"; }
  std::string operator()(const DropColumn&) const { return "drop column"; }
  std::string operator()(const RenameColumn&) const { return "rename column"; }
  std::string operator()(const SetColumnType&) const { return "set column type"; }
  std::string operator()(const SetDefault& o) const {
    return o.value ? "set default" : "drop default";
  }
  std::string operator()(const SetNotNull& o) const {
    return o.not_null ? "set not null" : "drop not null";
  }
  std::string operator()(const SetIdentity& o) const {
    return o.identity ? "set identity" : "drop identity";
  }
  std::string operator()(const DropExpression&) const { return "drop expression"; }
  std::string operator()(const SetColumnAttributes&) const { return "set column attributes"; }
  std::string operator()(const SetInherit& o) const {
    return o.inherits ? "inherit" : "no inherit";
  }
  std::string operator()(const SetTableOptions&) const { return "set table options"; }
  std::string operator()(const SetUnlogged& o) const {
    return o.unlogged ? "set unlogged" : "set logged";
  }
  std::string operator()(const SetRowSecurity& o) const {
    if (!o.enabled) return *o.forced ? "force row security" : "no force row security";
    return *o.enabled ? "enable row security" : "disable row security";
  }
  std::string operator()(const AddConstraint&) const { return "add constraint"; }
  std::string operator()(const DropConstraint&) const { return "drop constraint"; }
  std::string operator()(const RenameConstraint&) const { return "rename constraint"; }
  std::string operator()(const ValidateConstraint&) const { return "validate constraint"; }
  std::string operator()(const AlterConstraint&) const { return "alter constraint"; }
  std::string operator()(const SetTriggerState&) const { return "set trigger state"; }
  std::string operator()(const SetClustered&) const { return "set cluster mark"; }
  std::string operator()(const SetReplicaIdentity&) const { return "set replica identity"; }
  std::string operator()(const SetOfType&) const { return "set type of table"; }
  std::string operator()(const AddEnumLabel&) const { return "add enum label"; }
  std::string operator()(const RenameEnumLabel&) const { return "rename enum label"; }
  std::string operator()(const SetMappings&) const { return "set mappings"; }
  std::string operator()(const Dml& o) const { return dml_name(o.kind); }
  std::string operator()(const NoEffect&) const { return "no effect"; }
  std::string operator()(const SetSearchPath&) const { return "set search_path"; }
  std::string operator()(const NotHeld&) const { return "not held"; }
  std::string operator()(const Opaque&) const { return "opaque"; }
};

}  // namespace

std::string op_name(const Op& op) { return std::visit(Namer{}, op); }

bool changes_catalog(const Op& op) {
  return !std::holds_alternative<Dml>(op) && !std::holds_alternative<NoEffect>(op) &&
         !std::holds_alternative<SetSearchPath>(op);
}

}  // namespace pggit::ir
