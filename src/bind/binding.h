// What every bind_*.cc file works with: the statement's operations so far, and the catalog after them.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/names.h"
#include "catalog/catalog.h"
#include "ir/op.h"
#include "ir/schema_view.h"
#include "sql/tree.h"

namespace pggit::bind {

// search_path where nothing sets it: PostgreSQL's own default.
inline std::vector<std::string> default_search_path() { return {"$user", "public"}; }

// Settings that outlive a statement and decide what its names mean.
struct Session {
  std::vector<std::string> search_path = default_search_path();
  std::string user = "migrator";
  std::string role = {};  // SET ROLE; empty: the user itself, who is the role of the migrations
  bool role_is_local = false;  // SET LOCAL ROLE
  std::string authorized =
      {};  // SET SESSION AUTHORIZATION: who RESET ROLE leads back to; empty as `role`
  std::optional<std::string> path_text =
      std::nullopt;  // search_path as the server has it, where known
  // Temporary tables, views, sequences and indexes: while they are there they hide others of their name.
  std::vector<std::string> temporary = {};
  std::vector<ir::Function> temporary_functions = {};                        // of pg_temp
  std::vector<std::string> temporary_until_commit = {};                      // ON COMMIT DROP
  std::optional<std::vector<std::string>> path_after_commit = std::nullopt;  // over SET LOCAL
  // Roles that are there. All copies share them: a role that was made for a migration stays when the migration is taken back.
  // Null: nobody knows.
  std::shared_ptr<std::set<std::string>> roles = std::make_shared<std::set<std::string>>();

  // What a COMMIT ends.
  void end_transaction();
};

class Binding {
 public:
  Binding(const catalog::Catalog& before, Session& session, ir::Oracle* oracle);

  const catalog::Catalog& now() const { return now_; }
  Names names() const;
  Session& session() { return session_; }
  ir::Oracle* oracle() { return oracle_; }

  // Appends the operation and applies it; what it makes belongs to who makes it, with the privileges that hold by default,
  // and what it replaces keeps owner and grants. After a refusal every further one is ignored.
  void emit(ir::Op op);
  void no_effect(std::string what) { emit(ir::NoEffect{std::move(what)}); }
  void not_held(std::string what) { emit(ir::NotHeld{std::move(what)}); }
  // PostgreSQL would refuse the statement, or we cannot tell what it does: `why` in its words or ours.
  void refuse(std::string why);
  bool refused() const { return !refusal_.empty(); }
  const std::string& refusal() const { return refusal_; }
  // The statement does something else where that role is.
  void note_absent_role(const std::string& role) { absent_roles_.insert(role); }
  const std::set<std::string>& absent_roles() const { return absent_roles_; }
  void note_asked() { asked_ = true; }
  bool asked() const { return asked_; }
  // Something was guessed that a server would know.
  void want_server() { wants_server_ = true; }
  bool wants_server() const { return wants_server_; }
  std::vector<ir::Op> take_ops() { return std::move(ops_); }

  // The schema and name that a CREATE with this RangeVar would use.
  std::pair<std::string, std::string> target(const sql::Node& range_var) const;
  std::pair<std::string, std::string> target(const std::vector<sql::Node>& name_list) const;
  // The relation that a RangeVar, or a list of String nodes, names; nothing when we know none.
  std::optional<ir::Key> relation(const sql::Node& range_var) const;
  std::optional<ir::Key> relation(const std::vector<sql::Node>& name_list) const;
  bool is_temporary(const sql::Node& range_var) const;
  bool creates_temporary(const sql::Node& range_var) const;
  // No effect that a catalog shows, but the name hides others from now on.
  void add_temporary(const std::string& name, std::string what);
  bool is_temporary(const std::vector<sql::Node>& name_list) const;
  // The same, refusing with PostgreSQL's words unless it is a table.
  const ir::Table* table_or_refuse(const sql::Node& range_var);

  template <class T>
  const T* get(const ir::Key& key) const {
    return now_.get<T>(key);
  }

 private:
  void give_access(ir::Op& op) const;
  std::string maker_of(const ir::Object& object) const;

  catalog::Catalog now_;
  Session& session_;
  ir::Oracle* oracle_;
  std::vector<ir::Op> ops_;
  std::string refusal_;
  std::set<std::string> absent_roles_;
  bool asked_ = false;
  bool wants_server_ = false;
};

// A name as the user wrote it, for messages: "app.users".
std::string spelled(const sql::Node& range_var);
std::string spelled(const std::vector<sql::Node>& name_list);

// The index of a constraint is no object of its own, nor is an identity column's sequence: the key by which SQL names it,
// in that schema or, where none is written, along the search_path.
std::optional<ir::Key> hidden_relation(std::string_view schema, std::string_view name,
                                       ir::Kind kind, const Binding& binding);
std::optional<ir::Key> hidden_relation(const sql::Node& range_var, ir::Kind kind,
                                       const Binding& binding);
// Whether an OBJECT_TABLE, OBJECT_VIEW, ... of a statement may name a relation of that kind. `ALTER TABLE`
// takes any relation where `loosely`.
bool is_named(std::string_view object_type, ir::Kind kind, bool loosely = false);

// One function a statement kind; the dispatch table is in bind.cc.
void bind_create_schema(const sql::Node& statement, Binding& binding);
void bind_create_table(const sql::Node& statement, Binding& binding);
void bind_create_table_as(const sql::Node& statement, Binding& binding);
void bind_select_into(const sql::Node& select, Binding& binding);
void bind_alter_table(const sql::Node& statement, Binding& binding);
void bind_create_index(const sql::Node& statement, Binding& binding);
void bind_create_sequence(const sql::Node& statement, Binding& binding);
void bind_alter_sequence(const sql::Node& statement, Binding& binding);
void bind_create_enum(const sql::Node& statement, Binding& binding);
void bind_alter_enum(const sql::Node& statement, Binding& binding);
void bind_create_extension(const sql::Node& statement, Binding& binding);
void drop_extensions(const sql::Node& statement, Binding& binding);
void comment_on_extension(const sql::Node& statement, Binding& binding);
void bind_create_domain(const sql::Node& statement, Binding& binding);
void bind_alter_domain(const sql::Node& statement, Binding& binding);
void bind_refresh(const sql::Node& statement, Binding& binding);
void bind_create_view(const sql::Node& statement, Binding& binding);
void bind_create_function(const sql::Node& statement, Binding& binding);
void bind_alter_function(const sql::Node& statement, Binding& binding);
void bind_create_trigger(const sql::Node& statement, Binding& binding);
void bind_drop(const sql::Node& statement, Binding& binding);
void bind_grant(const sql::Node& statement, Binding& binding);
void bind_alter_default_privileges(const sql::Node& statement, Binding& binding);
void bind_alter_owner(const sql::Node& statement, Binding& binding);
// OWNER TO of one object.
void set_owner(const ir::Key& key, const sql::Node& role_spec, Binding& binding);
void bind_rename(const sql::Node& statement, Binding& binding);
void bind_set_schema(const sql::Node& statement, Binding& binding);
void bind_comment(const sql::Node& statement, Binding& binding);
void bind_explain(const sql::Node& statement, Binding& binding);
void bind_rows(const sql::Node& statement, Binding& binding);  // INSERT, UPDATE, ... SELECT, CALL
void bind_do(const sql::Node& statement, Binding& binding);
// `text`: as the server has it, where that is known.
void set_search_path(const std::vector<std::string>& path, bool local, Binding& binding,
                     std::optional<std::string> text);
void bind_set(const sql::Node& statement, Binding& binding);  // SET, RESET
void bind_select(const sql::Node& statement, Binding& binding);

}  // namespace pggit::bind
