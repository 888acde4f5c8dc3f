// Small pure pieces of the proof.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bind/evolve.h"
#include "catalog/catalog.h"
#include "rollback/down.h"
#include "shadow/row_state.h"
#include "shadow/run_script.h"
#include "store/model.h"

namespace pggit::pipeline {

struct Proven;

// Where a statement of the step stands, or the step's file: "db/V7__x.sql:3:1".
std::string place_of(const base::Sources& sources, const bind::Step& step, std::size_t statement);

std::string quoted_list(const std::vector<std::string>& names);

// The statements of a step as they are sent: the rows of a COPY go with it, comments do not.
std::vector<shadow::ScriptStatement> script_of(const bind::Step& step);

// A table with its columns in the order of their names, any other object as it is: for comparing all but the order.
ir::Object with_columns_by_name(ir::Object object);

// Whether a statement may make something temporary, by its text.
bool makes_temporary(const bind::Step& step);

// What is saved before up, or what is noted after it.
std::vector<shadow::ScriptStatement> saves_script(const rollback::Down& down, bool after_up);
shadow::ScriptStatement script_statement(const bind::Step& step, std::size_t i);
bool in_transaction(const bind::Step& step);

// Extensions that the statement makes and whose making another session may take over: it names no version.
std::vector<ir::Extension> extensions_of(const bind::Statement& statement);
// What another session made for a step: extensions that its role may not make, and schemas of the step's that these
// stand in.
struct MadeExtensions {
  std::set<std::string> names;
  std::set<std::string> schemas;
};
// The script without the making of what is there already.
std::vector<shadow::ScriptStatement> with_made_extensions(
    const bind::Step& step, std::vector<shadow::ScriptStatement> script,
    const MadeExtensions& made);
std::set<std::string> schemas_made(const bind::Step& step);

// The objects to read back.
struct ToRead {
  // Those that the step was predicted to change; and what depends on them, if that may read otherwise now.
  std::vector<ir::Key> now;
  // Else what depends on them has to be as it was, and is read with what other steps made.
  std::vector<ir::Key> later;
};
ToRead to_read(const bind::Step& step);

// At the end, where it is not among them yet.
void add_once(std::vector<ir::Key>& keys, const ir::Key& key);

// Tables of `catalog` whose rows the step reads, writes or rewrites.
std::vector<ir::Key> touched_tables(const bind::Step& step, const catalog::Catalog& catalog);
// They, with their columns.
std::vector<shadow::RowTarget> row_targets(const catalog::Catalog& catalog,
                                           const std::vector<ir::Key>& tables);

// Sequences that the step makes, drops, renames or alters, by their quoted and qualified names.
std::vector<std::string> changed_sequences(const bind::Step& step);

// The same columns under the names that the step's renames gave them.
std::set<shadow::ColumnName> renamed(const std::set<shadow::ColumnName>& columns,
                                     const bind::Step& step);

// Whether the step may change rows: it has statements on rows, or ones whose effect is not known.
bool may_change_rows(const bind::Step& step);

// Whether the step may compute values for rows that are there: those of a new column or of a new type.
bool makes_values(const bind::Step& step);

// Whether the step gives an object another name or schema.
bool renames(const bind::Step& step);

// Whether the step runs code that no text of it shows: a DO block, functions, triggers of the tables that it writes and of
// those that refer to them.
bool may_run_code(const bind::Step& step);

std::string down_text(const rollback::Down& down, const shadow::ScriptFailure& failure);

// Bound texts that a step made or changed, or that the server gives otherwise since, each as what must come back equal
// when we print it; `before` and `observed`: as the server gave them before and after the step.
struct Closure {
  ir::Key key;
  std::string text;
};
std::vector<Closure> closures_of(const bind::Step& step, const catalog::Catalog& before,
                                 const catalog::Catalog& observed);
// Of one object with its source form and its server form.
std::vector<Closure> closures_of(const ir::Object& source, const ir::Object& observed);

// What speaks against a proof, in order.
class Findings {
 public:
  void add(std::string why) { all_.push_back(std::move(why)); }
  void add_if(const std::string& prefix, const std::string& why) {
    if (!why.empty()) add(prefix + why);
  }
  void compare_predicted(const std::string& when, const catalog::Catalog& predicted,
                         const catalog::Catalog& found, const std::vector<ir::Key>& keys);
  void compare_observed(rollback::Class rollback_class, const catalog::Catalog& before,
                        const catalog::Catalog& after_down, const std::vector<ir::Key>& keys);
  void compare_twice(const catalog::Catalog& first, const catalog::Catalog& second,
                     const std::vector<ir::Key>& keys);
  bool any() const { return !all_.empty(); }
  std::string text() const;

 private:
  std::vector<std::string> all_;
};

// Something changed that no step was seen to change: the last step that knew the object is "not proven" for it. Returns
// whether anything did.
bool answer_for(std::vector<Proven>& history, const catalog::Catalog& expected,
                const catalog::Catalog& found, int server_major);

// The word for what was found, with its reason.
store::Proof judge(const Proven& proven, const Findings& findings,
                   const shadow::RowState& rows_before, int server_major);

}  // namespace pggit::pipeline
