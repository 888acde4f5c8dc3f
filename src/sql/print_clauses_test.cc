// Clauses that only some objects have, and that every printed statement parses.
#include <gtest/gtest.h>

#include "sql/parse.h"
#include "sql/print.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

const ir::Key kTable{ir::Kind::Table, "s", "T", ""};

ir::Expression text(const char* sql) { return ir::Expression::from_server(sql); }

ir::Function function() {
  ir::Function f;
  f.schema = "s";
  f.name = "f";
  f.returns.name = "integer";
  f.language = "plpgsql";
  f.body = "BEGIN RETURN 1; END $$";
  return f;
}

ir::Trigger trigger() {
  ir::Trigger t;
  t.schema = "s";
  t.table = "T";
  t.name = "touch";
  t.on_update = true;
  t.update_of = {"a", "B"};
  t.for_each_row = true;
  t.function_schema = "s";
  t.function = "f";
  t.arguments = {"it's", "a\\b"};
  return t;
}

TEST(PrintDefault, StandsInParenthesesWhereAWordCouldBeTheNextClause) {
  EXPECT_EQ(column_default("'a' COLLATE \"C\""), "('a' COLLATE \"C\")");
  EXPECT_EQ(column_default("a and b"), "(a and b)");
  EXPECT_EQ(column_default("now() AT TIME ZONE 'utc'"), "(now() AT TIME ZONE 'utc')");
}

TEST(PrintDefault, IsLeftAloneElsewhere) {
  for (const char* plain : {"0", "'not in'::text", "(a AND b)", "ARRAY[a IS NULL]", "now()",
                            "'10:00'::time without time zone"}) {
    EXPECT_EQ(column_default(plain), plain);
  }
}

TEST(PrintFunction, WritesAListOfNamesAsStringsAndOtherSettingsWhole) {
  ir::Function f = function();
  f.settings = {{"DateStyle", "ISO, MDY"}, {"search_path", "app, \"$user\", \"a\"\"b\""}};
  EXPECT_NE(print_create(f)[0].find(
                " SET \"DateStyle\" TO 'ISO, MDY' SET search_path TO 'app', '$user', 'a\"b' "),
            std::string::npos)
      << print_create(f)[0];
  f.settings = {{"search_path", "\"\""}};
  EXPECT_NE(print_create(f)[0].find(" SET search_path TO '' "), std::string::npos);
}

TEST(PrintFunction, NamesOnlyWhatDiffersFromTheLanguagesDefaults) {
  EXPECT_EQ(
      print_create(function())[0],
      "CREATE FUNCTION s.f() RETURNS integer LANGUAGE plpgsql AS $f$BEGIN RETURN 1; END $$$f$");
}

TEST(PrintTrigger, IsNeverReplacedWhenAConstraintTriggerOrACopyOnAPartition) {
  ir::Trigger t = trigger();
  t.is_constraint = true;
  EXPECT_EQ(print(ir::Replace{t}), std::vector<std::string>());
  t.is_constraint = false;
  t.inherited = true;
  EXPECT_EQ(print(ir::Replace{t}), std::vector<std::string>());
}

TEST(PrintTrigger, IsSwitchedAloneOrWithItsCopies) {
  const ir::Key key = trigger().key();
  EXPECT_EQ(print(ir::SetTriggerState{key, 'O', true}),
            std::vector<std::string>{"ALTER TABLE ONLY s.\"T\" ENABLE TRIGGER touch"});
  EXPECT_EQ(print(ir::SetTriggerState{key, 'A'}),
            std::vector<std::string>{"ALTER TABLE s.\"T\" ENABLE ALWAYS TRIGGER touch"});
}

TEST(PrintTrigger, LeavesEnablingToOrReplace) {
  EXPECT_EQ(print(ir::Replace{trigger()}).size(), 1u);
  ir::Trigger off = trigger();
  off.enabled = 'D';
  EXPECT_EQ(print(ir::Replace{off}).at(1), "ALTER TABLE s.\"T\" DISABLE TRIGGER touch");
}

TEST(PrintView, OfNoColumnsHasNoListOfThem) {
  ir::View v;
  v.schema = "s";
  v.name = "v";
  v.query = text("SELECT");
  EXPECT_EQ(print_create(v), std::vector<std::string>{"CREATE VIEW s.v AS SELECT"});
}

TEST(PrintColumnType, CastsNothingByItself) {
  const ir::SetColumnType op{kTable, "a", {"", "character varying(9)", "", false}, "", {}};
  EXPECT_EQ(print(op)[0], "ALTER TABLE s.\"T\" ALTER COLUMN a TYPE character varying(9)");
}

TEST(PrintConstraint, KeepsDeferralAndCommentOverAnIndex) {
  ir::Constraint c;
  c.name = "k";
  c.kind = ir::ConstraintKind::Unique;
  c.deferrable = true;
  c.comment = "why";
  EXPECT_EQ(print(ir::AddConstraint{kTable, c, "i"}),
            (std::vector<std::string>{
                "ALTER TABLE s.\"T\" ADD CONSTRAINT k UNIQUE USING INDEX i DEFERRABLE",
                "COMMENT ON CONSTRAINT k ON s.\"T\" IS 'why'"}));
}

TEST(PrintSearchPath, OfNothingIsTheEmptyName) {
  EXPECT_EQ(print(ir::SetSearchPath{{}, false})[0], "SET search_path TO ''");
  EXPECT_EQ(print(ir::SetSearchPath{{"a", "$user"}, true})[0],
            "SET LOCAL search_path TO 'a', '$user'");
}

ir::Table full_table() {
  ir::Table t;
  t.schema = "s";
  t.name = "T";
  t.unlogged = true;
  t.options = {{"fillfactor", "70"}, {"toast.autovacuum_enabled", "off"}};
  t.comment = "a\\b";
  ir::Column a;
  a.name = "a";
  a.type = {"s", "mood", "", true};
  a.collation = "\"C\"";
  a.default_value = text("x IS NULL");
  a.storage = "external";
  a.compression = "pglz";
  a.statistics = 10;
  a.options = {{"n_distinct", "-0.5"}};
  ir::Column g;
  g.name = "g";
  g.type.name = "integer";
  g.generated = text("1 + 1");
  t.columns = {a, g};
  ir::Constraint check;
  check.name = "c";
  check.check = text("g > 0");
  check.no_inherit = true;
  check.validated = false;
  ir::Constraint key;
  key.name = "u";
  key.kind = ir::ConstraintKind::Unique;
  key.columns = {"a"};
  key.include = {"g"};
  key.nulls_not_distinct = true;
  key.index_options = {{"fillfactor", "50"}};
  key.deferrable = key.initially_deferred = true;
  ir::Constraint foreign;
  foreign.name = "f";
  foreign.kind = ir::ConstraintKind::Foreign;
  foreign.columns = {"a", "g"};
  foreign.foreign = ir::ForeignKey{"s", "o", {"x", "y"}, 'f', 'r', 'n', {"g"}};
  t.constraints = {check, foreign, key};
  return t;
}

ir::Index full_index() {
  ir::Index i;
  i.schema = "s";
  i.name = "i";
  i.table = "T";
  i.unique = i.nulls_not_distinct = i.clustered = i.replica_identity = true;
  ir::IndexKey column;
  column.column = "a";
  column.collation = "\"C\"";
  column.opclass = "text_pattern_ops";
  column.descending = true;
  ir::IndexKey expression;
  expression.expression = text("lower(a)");
  expression.nulls_first = true;
  i.keys = {column, expression};
  i.include = {"g"};
  i.where = text("g > 0");
  i.options = {{"fillfactor", "70"}};
  i.comment = "c";
  return i;
}

ir::Function full_function() {
  ir::Function f = function();
  f.arguments = {{"a", 'i', {"", "integer", "", false}, text("1")},
                 {"", 'v', {"", "text", "", true}, {}},
                 {"r", 't', {"", "integer", "", false}, {}}};
  f.returns_set = f.strict = f.security_definer = f.leakproof = true;
  f.volatility = 'i';
  f.parallel = 's';
  f.cost = 0.5;
  f.rows = 7;
  f.comment = "c";
  f.settings = {{"app.x", "1"}, {"search_path", "\"\""}};
  return f;
}

std::vector<ir::Op> every_op() {
  ir::Trigger late = trigger();
  late.is_constraint = late.deferrable = late.initially_deferred = true;
  late.from_schema = "s";
  late.from_table = "o";
  late.when = text("OLD.a <> NEW.a");
  late.update_of.clear();
  ir::Trigger rows = trigger();
  rows.for_each_row = false;
  rows.update_of.clear();
  rows.old_table = "before";
  rows.new_table = "after";
  ir::Sequence q;
  q.schema = "s";
  q.name = "q";
  q.unlogged = q.options.cycle = true;
  q.owner_table = "T";
  q.owner_column = "a";
  ir::View v;
  v.schema = "s";
  v.name = "v";
  v.columns.resize(1);
  v.columns[0].name = "A";
  v.columns[0].default_value = text("1");
  v.columns[0].comment = "c";
  v.options = {{"check_option", "local"}};
  v.query = text("SELECT 1");
  ir::Function atomic = function();
  atomic.language = "sql";
  atomic.sql_body = text("BEGIN ATOMIC SELECT 1; END");
  const ir::Table table = full_table();
  const ir::Key type{ir::Kind::Enum, "s", "mood", ""};
  const ir::Identity identity{true, "T_a_seq", {}};
  std::vector<ir::Op> ops;
  for (const ir::Object& o :
       std::vector<ir::Object>{ir::Schema{"S", "c"}, ir::Enum{"s", "mood", {"it's"}, "c"}, q, table,
                               full_index(), v, full_function(), atomic, trigger(), late, rows}) {
    ops.insert(ops.end(),
               {ir::Create{o}, ir::Replace{o}, ir::Drop{ir::key_of(o)},
                ir::Rename{ir::key_of(o), "New"}, ir::SetComment{ir::key_of(o), "", "", "c"}});
    const bool moves = ir::key_of(o).kind != ir::Kind::Schema &&
                       ir::key_of(o).kind != ir::Kind::Trigger &&
                       ir::key_of(o).kind != ir::Kind::Index;
    if (moves) ops.push_back(ir::Move{ir::key_of(o), "S"});
  }
  ops.insert(ops.end(),
             {ir::SetComment{kTable, "a", "", {}}, ir::SetComment{kTable, "", "c", "x"},
              ir::AddColumn{kTable, table.columns[0]}, ir::AddColumn{kTable, table.columns[1]},
              ir::DropColumn{kTable, "a"}, ir::RenameColumn{kTable, "a", "B"},
              ir::SetColumnType{kTable, "a", {"", "text", "", false}, "\"C\"", text("a::text")},
              ir::SetDefault{kTable, "a", text("a IS NULL")}, ir::SetDefault{kTable, "a", {}},
              ir::SetNotNull{kTable, "a", true}, ir::SetNotNull{kTable, "a", false},
              ir::SetIdentity{kTable, "a", identity}, ir::SetIdentity{kTable, "a", identity, true},
              ir::SetIdentity{kTable, "a", {}}, ir::DropExpression{kTable, "g"}});
  ops.insert(ops.end(),
             {ir::SetColumnAttributes{kTable, "a", "main", "", 5, ir::Options(), {"n_distinct"}},
              ir::SetTableOptions{kTable, table.options, {"toast.autovacuum_enabled"}},
              ir::SetUnlogged{kTable, false},
              ir::SetUnlogged{q.key(), true},
              ir::DropConstraint{kTable, "c"},
              ir::RenameConstraint{kTable, "c", "D"},
              ir::ValidateConstraint{kTable, "c"},
              ir::AlterConstraint{kTable, "f", true, true},
              ir::AlterConstraint{kTable, "f", false, false},
              ir::SetClustered{kTable, "i"},
              ir::SetClustered{kTable, ""},
              ir::SetReplicaIdentity{kTable, 'd', "i"},
              ir::SetReplicaIdentity{kTable, 'f', ""},
              ir::SetOfType{kTable, {"s", "K", "", false}},
              ir::SetOfType{kTable, {}},
              ir::SetTriggerState{trigger().key(), 'R', true},
              ir::AddEnumLabel{type, "a", "it's"},
              ir::AddEnumLabel{type, "z", ""},
              ir::RenameEnumLabel{type, "a", "b"},
              ir::SetSearchPath{{"a"}, false}});
  for (const ir::Constraint& c : table.constraints) ops.push_back(ir::AddConstraint{kTable, c, ""});
  return ops;
}

TEST(Print, WritesOnlyWhatTheGrammarReads) {
  Parser parser;
  for (const ir::Op& op : every_op()) {
    for (const std::string& sql : print(op)) {
      const auto tree = parser.parse(sql);
      EXPECT_TRUE(tree.has_value()) << sql << "\n" << (tree ? "" : tree.error().message);
    }
  }
}

}  // namespace
}  // namespace pggit::sql
