// Planted rows on a real server: it takes them, every foreign key finds its row, and nothing of them stays.
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "base/text.h"
#include "bind/bind.h"
#include "server/introspect.h"
#include "shadow/cluster_testing.h"
#include "shadow/planter.h"
#include "shadow/row_state.h"
#include "sql/parse.h"

namespace pggit {
namespace {

using shadow::Plant;
using shadow::PlantRequest;
using shadow::testing::value;

ir::Key table(const std::string& name) { return {ir::Kind::Table, "public", name, ""}; }

class PlanterOnServer : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    cluster_.emplace(shadow::testing::started());
    ASSERT_TRUE(cluster_->create_database("a"));
    session_.emplace(std::move(*cluster_->connect_harness("a")));
    catalog_ = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
    bind_session_.search_path = {"public"};
  }

  // Runs a statement, and binds it: the catalog holds source forms.
  void run(const std::string& statement) {
    const pg::Execution done = session_->run(statement);
    ASSERT_TRUE(done) << statement << "\n" << done.error().text();
    const auto tree = parser_.parse(statement);
    ASSERT_TRUE(tree) << tree.error().message;
    catalog_ = bind::bind(tree->root(), catalog_, bind_session_, nullptr).after;
  }

  Plant plan(const std::vector<std::string>& names, unsigned number = 0) {
    PlantRequest request;
    for (const std::string& name : names) request.tables.push_back(table(name));
    request.number = number;
    return planter_.plan(catalog_, request);
  }

  // The plan as the server takes it; what it refused is a failure of the test.
  Plant planted(const std::vector<std::string>& names, unsigned number = 0) {
    Plant plant = plan(names, number);
    const auto done = shadow::plant_rows(*session_, plant);
    EXPECT_TRUE(done) << done.error().message;
    for (const auto& [key, why] : plant.unplanted) ADD_FAILURE() << ir::to_text(key) << ": " << why;
    return plant;
  }

  std::string count(const std::string& from) {
    return value(*session_, "SELECT count(*) FROM " + from);
  }
  void unplant(const Plant& plant) {
    const auto done = shadow::unplant_rows(*session_, plant);
    EXPECT_TRUE(done) << done.error().message;
  }

  std::optional<shadow::Cluster> cluster_;
  std::optional<pg::Connection> session_;
  sql::Parser parser_;
  bind::Session bind_session_;
  catalog::Catalog catalog_;
  shadow::Planter planter_;
};

TEST_F(PlanterOnServer, FillsATableWithNullsDuplicatesLimitsAndEveryLabel) {
  run("CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad', 'odd', 'new', 'old', 'mad')");
  run("CREATE TABLE t (id serial PRIMARY KEY, n int, code varchar(12), note text NOT NULL, m mood "
      "NOT NULL)");
  const Plant plant = planted({"t"});
  EXPECT_EQ(count("t WHERE n IS NULL"), "1");
  EXPECT_EQ(count("t WHERE n = 2147483647"), "1");
  EXPECT_EQ(count("t WHERE n = -2147483648"), "1");
  EXPECT_EQ(count("t WHERE length(code) = 12"), "1");
  EXPECT_EQ(count("t WHERE note = ''"), "1");
  EXPECT_EQ(count("t WHERE id < 1900000000"), "0");
  EXPECT_EQ(value(*session_, "SELECT count(DISTINCT m) FROM t"), "7");
  EXPECT_EQ(
      value(*session_, "SELECT max(c) > 1 FROM (SELECT count(*) AS c FROM t GROUP BY note) x"),
      "t");
  EXPECT_EQ(value(*session_, "SELECT is_called FROM t_id_seq"), "f");
  unplant(plant);
  EXPECT_EQ(count("t"), "0");
}

TEST_F(PlanterOnServer, PlantsParentsFirstTwoDeepAndDeeper) {
  run("CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE)");
  run("CREATE TABLE b (id uuid PRIMARY KEY, a_id bigint NOT NULL REFERENCES a)");
  run("CREATE TABLE c (b_id uuid REFERENCES b, a_id bigint REFERENCES a, at date, PRIMARY KEY "
      "(b_id, at))");
  run("CREATE TABLE d (b_id uuid, at date, n int UNIQUE, FOREIGN KEY (b_id, at) REFERENCES c MATCH "
      "FULL)");
  const Plant plant = planted({"d", "c"});
  ASSERT_EQ(plant.tables.size(), 4u);
  EXPECT_EQ(plant.tables[0].table.name, "a");
  EXPECT_EQ(plant.tables[3].table.name, "d");
  EXPECT_EQ(count("c WHERE a_id IS NULL"), "1");
  EXPECT_NE(count("c WHERE a_id IS NOT NULL"), "0");
  EXPECT_EQ(count("b LEFT JOIN a ON a.id = a_id WHERE a.id IS NULL"), "0");
  EXPECT_EQ(count("c LEFT JOIN b ON b.id = b_id WHERE b.id IS NULL"), "0");
  EXPECT_EQ(count("c LEFT JOIN a ON a.id = a_id WHERE a.id IS NULL AND a_id IS NOT NULL"), "0");
  EXPECT_EQ(count("d LEFT JOIN c USING (b_id, at) WHERE c.b_id IS NULL AND d.b_id IS NOT NULL"),
            "0");
  EXPECT_NE(count("d WHERE b_id IS NOT NULL"), "0");
  EXPECT_EQ(count("d WHERE (b_id IS NULL) <> (at IS NULL)"), "0");
  unplant(plant);
  EXPECT_EQ(count("a"), "0");
  EXPECT_EQ(count("d"), "0");
}

TEST_F(PlanterOnServer, RefersToItsOwnRows) {
  run("CREATE TABLE tree (id int PRIMARY KEY, up int REFERENCES tree, top int NOT NULL REFERENCES "
      "tree)");
  run("CREATE TABLE rooms (house int, no int, next_to int, PRIMARY KEY (house, no), "
      "FOREIGN KEY (house, next_to) REFERENCES rooms)");
  const Plant plant = planted({"tree", "rooms"});
  EXPECT_EQ(count("tree t LEFT JOIN tree o ON o.id = t.top WHERE o.id IS NULL"), "0");
  EXPECT_EQ(count("tree t LEFT JOIN tree o ON o.id = t.up WHERE o.id IS NULL AND t.up IS NOT NULL"),
            "0");
  EXPECT_NE(count("tree WHERE up IS NOT NULL"), "0");
  EXPECT_EQ(count("rooms t LEFT JOIN rooms o ON (o.house, o.no) = (t.house, t.next_to) "
                  "WHERE o.no IS NULL AND t.next_to IS NOT NULL"),
            "0");
  unplant(plant);
  EXPECT_EQ(count("tree"), "0");
}

TEST_F(PlanterOnServer, GoesRoundCirclesThatMayBeNull) {
  run("CREATE TABLE a (id int PRIMARY KEY, b_id int)");
  run("CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)");
  run("ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b");
  unplant(planted({"a", "b"}));
  run("ALTER TABLE a ALTER b_id SET NOT NULL");
  const Plant plant = plan({"a"});
  EXPECT_TRUE(plant.tables.empty());
  EXPECT_NE(plant.unplanted.at(table("a")).find("circle"), std::string::npos)
      << plant.unplanted.at(table("a"));
}

TEST_F(PlanterOnServer, ComesBackToATableThatWaitedForOneInHand) {
  run("CREATE TABLE a (id int PRIMARY KEY, b_id int)");
  run("CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)");
  run("ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b");
  run("CREATE TABLE c (a_id int NOT NULL REFERENCES a, b_id int NOT NULL REFERENCES b)");
  unplant(planted({"c", "a"}));
}

TEST_F(PlanterOnServer, TellsWhoIsInACircleFromWhoLeadsToOne) {
  run("CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL)");
  run("CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)");
  run("ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b");
  run("CREATE TABLE c (a_id int NOT NULL REFERENCES a)");
  EXPECT_EQ(
      plan({"c"}).unplanted.at(table("c")),
      "it refers to table public.a: it refers to table public.b: it refers to table public.a, "
      "which refers to it in a circle");
}

TEST_F(PlanterOnServer, FulfilsChecks) {
  run("CREATE TABLE t (id smallint PRIMARY KEY, price numeric(6,2) CHECK (price > 0), "
      "kind varchar(10) NOT NULL CHECK (kind IN ('billing', 'shipping')), no int CHECK (no BETWEEN "
      "1 AND 3), "
      "country text NOT NULL CHECK (length(country) = 2), sku text NOT NULL UNIQUE CHECK (sku ~ "
      "'^[A-Z]{2}-[0-9]{4,9}$'), "
      "email text NOT NULL CHECK (email LIKE '%_@_%' AND email = lower(email)), since date NOT "
      "NULL, "
      "until date CHECK (until > DATE '2020-01-01'), percent real, amount int, "
      "CHECK (until >= since), CHECK ((percent IS NULL) <> (amount IS NULL)), CHECK (percent < 100 "
      "AND percent >= 0))");
  run("CREATE TABLE u (a int NOT NULL, b int NOT NULL, c int GENERATED ALWAYS AS (a + b) STORED, "
      "CHECK (a <> b), "
      "CHECK (c > 1000))");
  const Plant plant = planted({"t", "u"});
  EXPECT_EQ(value(*session_, "SELECT count(DISTINCT kind) FROM t"), "2");
  EXPECT_EQ(value(*session_, "SELECT count(*) >= 4 FROM t"), "t");
  EXPECT_NE(count("t WHERE percent IS NULL"), "0");
  unplant(plant);
  EXPECT_EQ(count("t") + count("u"), "00");
}

TEST_F(PlanterOnServer, ReadsTheServersFormsAsWell) {
  run("CREATE TABLE t (id int PRIMARY KEY, kind varchar(10) NOT NULL CHECK (kind IN ('billing', "
      "'shipping')), "
      "no int NOT NULL CHECK (no BETWEEN 1 AND 3), sku varchar(9) NOT NULL CHECK (sku ~ "
      "'^[A-Z]{2}-[0-9]{4}$'), "
      "country char(2) NOT NULL CHECK (length(country) = 2 AND country = upper(country)))");
  run("CREATE UNIQUE INDEX ON t (lower(kind), no) WHERE no > 1");
  auto found = server::introspect(*session_);
  ASSERT_TRUE(found) << found.error().message;
  catalog_ = found->catalog;
  unplant(planted({"t"}));
}

TEST_F(PlanterOnServer, RespectsUniqueIndexes) {
  run("CREATE TABLE t (email text NOT NULL, owner int NOT NULL, is_main boolean NOT NULL, a text, "
      "b int NOT NULL)");
  run("CREATE UNIQUE INDEX ON t (lower(email))");
  run("CREATE UNIQUE INDEX ON t (owner) WHERE is_main");
  run("CREATE UNIQUE INDEX ON t (a, b)");
  const Plant plant = planted({"t"});
  EXPECT_GE(plant.tables[0].rows.size(), 4u);
  unplant(plant);
  EXPECT_EQ(count("t"), "0");
}

TEST_F(PlanterOnServer, RespectsExclusionConstraints) {
  run("CREATE EXTENSION btree_gist");
  run("CREATE TABLE stay (room int, during daterange NOT NULL, "
      "EXCLUDE USING gist (room WITH =, during WITH &&))");
  run("CREATE TABLE term (at tstzrange NOT NULL, EXCLUDE USING gist (at WITH &&))");
  run("CREATE TABLE open (a date NOT NULL, b date NOT NULL, CHECK (a < b), "
      "EXCLUDE USING gist (daterange(a, b) WITH &&))");
  planted({"stay", "term", "open"});
  EXPECT_EQ(count("stay"), "5");
  EXPECT_EQ(count("term"), "5");
  EXPECT_EQ(count("open"), "1");  // whether a second row fits nobody can tell
}

TEST_F(PlanterOnServer, PlantsValuesOfTypesThatTheCatalogHolds) {
  run("CREATE TYPE address AS (street text, zip int)");
  run("CREATE TYPE span AS RANGE (subtype = time)");
  run("CREATE TABLE t (home address NOT NULL, homes address[] NOT NULL, at span NOT NULL)");
  planted({"t"});
  EXPECT_EQ(count("t WHERE (home).zip IS NULL"), "5");
}

TEST_F(PlanterOnServer, SaysWhyItCannot) {
  run("CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = 5'");
  run("CREATE TABLE odd (id int PRIMARY KEY, CHECK (fine(id)), CHECK (id > 2 AND id < 1))");
  run("CREATE TABLE never (id int PRIMARY KEY CHECK (id > 2 AND id < 1))");
  run("CREATE TABLE kid (id int PRIMARY KEY, never_id int NOT NULL REFERENCES never)");
  run("CREATE TABLE kind_kid (id int PRIMARY KEY, never_id int REFERENCES never)");
  run("CREATE TABLE small (id int PRIMARY KEY)");
  run("CREATE TABLE large (id int PRIMARY KEY REFERENCES small CHECK (id < 0))");
  const Plant plant = plan({"kid", "odd", "never", "kind_kid", "large"});
  EXPECT_EQ(plant.unplanted.at(table("odd")),
            "no row was found that CHECK odd_id_check1 takes; not understood: CHECK odd_id_check "
            "(public.fine(id))");
  EXPECT_EQ(plant.unplanted.at(table("never")), "no row was found that CHECK never_id_check takes");
  EXPECT_EQ(plant.unplanted.at(table("kid")),
            "it refers to table public.never: no row was found that CHECK never_id_check takes");
  EXPECT_EQ(
      plant.unplanted.at(table("large")),
      "no row was found that CHECK large_id_check takes with a value that was planted in table "
      "public.small");
  EXPECT_TRUE(plant.find(table("kind_kid")));
}

TEST_F(PlanterOnServer, GivesADomainValuesThatItsChecksTakeThroughOtherDomains) {
  run("CREATE DOMAIN above AS integer CONSTRAINT above_ten CHECK (VALUE > 10)");
  run("CREATE DOMAIN between_both AS above NOT NULL CHECK (VALUE < 13)");
  run("CREATE DOMAIN word AS text CHECK (length(VALUE) = 3)");
  run("CREATE TABLE held (id int PRIMARY KEY, n between_both, w word, many above[])");
  const Plant plant = planted({"held"});
  EXPECT_TRUE(plant.find(table("held")));
  EXPECT_NE(count("held WHERE n IN (11, 12)"), "0");
}

TEST_F(PlanterOnServer, DropsWhatTheServerRefusesAndWhatRefersToIt) {
  run("CREATE TABLE a (id int PRIMARY KEY)");
  run("CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)");
  run("CREATE TABLE c (id int PRIMARY KEY)");
  // Not in the catalog: the planter cannot know.
  ASSERT_TRUE(session_->run("ALTER TABLE a ADD EXCLUDE USING btree ((id % 2) WITH =)"));
  Plant plant = plan({"c", "b"});
  ASSERT_TRUE(shadow::plant_rows(*session_, plant));
  EXPECT_EQ(plant.tables.size(), 1u);
  EXPECT_NE(plant.unplanted.at(table("a")).find("the server refused"), std::string::npos);
  EXPECT_NE(plant.unplanted.at(table("b")).find("it refers to table public.a"), std::string::npos);
  EXPECT_EQ(count("a") + count("b"), "00");
  EXPECT_NE(count("c"), "0");
}

TEST_F(PlanterOnServer, TakesAwayOnlyItsOwnRowsAndCallsNoTrigger) {
  run("CREATE TABLE log (at text NOT NULL, n int, x point, j json)");
  run("CREATE TABLE t (id int PRIMARY KEY)");
  ASSERT_TRUE(session_->run(
      "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO log VALUES "
      "('t'); RETURN NULL; END$$; "
      "CREATE TRIGGER note AFTER INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note()"));
  const Plant first = plan({"log"});
  // Twins of what will be planted, and rows of the user's.
  ASSERT_TRUE(session_->run(first.tables[0].insert));
  ASSERT_TRUE(session_->run("INSERT INTO log VALUES ('mine', NULL); INSERT INTO t VALUES (1)"));
  const std::vector<shadow::RowTarget> targets{{table("log"), {"at", "n", "x", "j"}},
                                               {table("t"), {"id"}}};
  const auto before = shadow::read_rows(*session_, targets);
  const Plant plant = planted({"log", "t"});
  EXPECT_TRUE(plant.find(table("log"))->key.empty());
  EXPECT_NE(*shadow::read_rows(*session_, targets), *before);
  unplant(plant);
  EXPECT_EQ(*shadow::read_rows(*session_, targets), *before);
}

TEST_F(PlanterOnServer, PlantsTwiceSideBySide) {
  run("CREATE TABLE t (id smallint PRIMARY KEY, u uuid UNIQUE, c varchar(3) UNIQUE, d timestamptz "
      "UNIQUE, f numeric(4,1) UNIQUE)");
  const Plant first = planted({"t"}, 7);
  const Plant second = planted({"t"}, 8);
  unplant(first);
  EXPECT_EQ(count("t"), std::to_string(second.tables[0].rows.size()));
  unplant(second);
  EXPECT_EQ(count("t"), "0");
}

TEST_F(PlanterOnServer, KnowsManyTypes) {
  run("CREATE TABLE t (a smallint, b bigint, c numeric, d real, e double precision, f char(5), g "
      "bytea, h json, i jsonb, "
      "j inet, k cidr, l macaddr, m bit(4), n varbit(6), o interval, p time, q timetz, r "
      "timestamp(3), s timestamptz(0), "
      "t tsvector, u tsquery, v xml, w int4range, x daterange, y text[], z int[], aa point, ab "
      "money, ac oid, ad name, "
      "ae \"char\", af uuid[], ag boolean, ah numeric(5,2)[])");
  const Plant plant = planted({"t"});
  std::set<std::string> empty;
  for (const std::string& column : plant.tables[0].columns) {
    if (count("t WHERE " + base::quote_ident(column) + " IS NOT NULL") == "0") empty.insert(column);
  }
  EXPECT_TRUE(empty.empty()) << *empty.begin();
  unplant(plant);
  EXPECT_EQ(count("t"), "0");
}

TEST_F(PlanterOnServer, KnowsTypesOfExtensions) {
  using Types = std::vector<std::string>;
  const std::pair<const char*, Types> extensions[] = {
      {"citext", {"citext"}},
      {"ltree", {"ltree", "lquery", "ltxtquery"}},
      {"hstore", {"hstore"}},
      {"cube", {"cube"}},
      {"seg", {"seg"}},
      {"lo", {"lo"}},
      {"intarray", {"query_int"}},
      {"isn", {"ean13", "isbn13", "isbn", "issn13", "issn", "upc"}},
      {"postgis", {"geometry", "geometry(Point,4326)", "geography(MultiPolygon,4326)"}}};
  for (const auto& [extension, types] : extensions) {
    if (!session_->run(std::string("CREATE EXTENSION ") + extension)) continue;  // not installed
    for (const std::string& type : types) {
      for (const shadow::Style style :
           {shadow::Style::Plain, shadow::Style::High, shadow::Style::Low}) {
        const std::size_t end = std::min(type.find('('), type.size());
        const auto texts = shadow::candidates({"public", type.substr(0, end), type.substr(end)},
                                              nullptr, {style, 0, 1, true});
        EXPECT_FALSE(texts.empty()) << type;
        for (const std::string& text : texts) {
          EXPECT_TRUE(
              session_->run("SELECT CAST(" + base::quote_literal(text) + " AS " + type + ")"))
              << type << " " << text;
        }
      }
    }
  }
  EXPECT_EQ(shadow::candidates({"public", "vector", "(3)"}, nullptr, {}).front(), "[1,1,1]");
  EXPECT_TRUE(shadow::candidates({"public", "sometype", ""}, nullptr, {}).empty());
}

TEST_F(PlanterOnServer, GivesATableThatOthersNeedTheParentsThatItsChecksAskFor) {
  run("CREATE TABLE person (id int PRIMARY KEY)");
  run("CREATE TABLE client (id int PRIMARY KEY)");
  run("CREATE TABLE owned (id int PRIMARY KEY, person_id int REFERENCES person, client_id int "
      "REFERENCES client, CHECK ((person_id IS NULL) <> (client_id IS NULL)))");
  run("CREATE TABLE token (id int PRIMARY KEY, owned_id int NOT NULL REFERENCES owned)");
  const Plant plant = planted({"token"});
  EXPECT_TRUE(plant.find(table("token")));
  // What no check asks for stays away.
  run("CREATE TABLE pet (id int PRIMARY KEY, person_id int REFERENCES person)");
  run("CREATE TABLE toy (pet_id int NOT NULL REFERENCES pet)");
  EXPECT_FALSE(plan({"toy"}).find(table("person")));
}

TEST_F(PlanterOnServer, RefersToRowsInPartitions) {
  run("CREATE TABLE r (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)");
  run("CREATE TABLE r1 PARTITION OF r FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')");
  run("CREATE TABLE kid (id int PRIMARY KEY, r_id int NOT NULL, r_at date NOT NULL)");
  // Known only from the server.
  ASSERT_TRUE(
      session_->run("ALTER TABLE kid ADD CONSTRAINT to_r FOREIGN KEY (r_id, r_at) REFERENCES r"));
  ir::Table kid = *catalog_.get<ir::Table>(table("kid"));
  ir::Constraint to_r;
  to_r.name = "to_r";
  to_r.kind = ir::ConstraintKind::Foreign;
  to_r.columns = {"r_id", "r_at"};
  to_r.foreign.emplace();
  to_r.foreign->schema = "public";
  to_r.foreign->table = "r";
  to_r.foreign->columns = {"id", "at"};
  kid.constraints.push_back(to_r);
  catalog_ = catalog_.with(ir::Object(kid));
  const Plant plant = planted({"kid"});
  EXPECT_TRUE(plant.find(table("r1")));
  EXPECT_TRUE(plant.find(table("kid")));
}

TEST_F(PlanterOnServer, LeavesTablesEmptyWhenAsked) {
  run("CREATE TABLE a (id int PRIMARY KEY)");
  run("CREATE TABLE may (a_id int REFERENCES a)");
  run("CREATE TABLE must (a_id int NOT NULL REFERENCES a)");
  const Plant plant = planter_.plan(catalog_, {{table("a"), table("may"), table("must")},
                                               0,
                                               nullptr,
                                               {{table("a"), "it has to be empty"}}});
  ASSERT_EQ(plant.tables.size(), 1u);
  EXPECT_EQ(plant.tables[0].table, table("may"));
  EXPECT_EQ(plant.unplanted.at(table("a")), "it has to be empty");
}

TEST_F(PlanterOnServer, FindsRowsForACheckOfColumnsThatStandFarApart) {
  std::string between;
  for (int i = 0; i < 10; ++i) {
    const std::string name = "c" + std::to_string(i);
    between += name + " int CHECK (" + name + " > 0), ";
  }
  // Of the last column no value is known.
  run("CREATE TYPE span AS (a int)");
  run("CREATE TABLE t (ended timestamp, " + between +
      "why point, CHECK ((ended IS NULL AND why IS NULL) OR (ended IS NOT NULL AND why IS NOT "
      "NULL)))");
  Plant plant = planted({"t"});
  ASSERT_TRUE(plant.find(table("t"))) << plant.unplanted.at(table("t"));
}

TEST_F(PlanterOnServer, SaysOfATableThatTheStepMakesThatItDoes) {
  run("CREATE TABLE t (id int PRIMARY KEY, kind text NOT NULL)");
  const catalog::Catalog before = catalog_;
  run("CREATE TABLE kinds (name text PRIMARY KEY)");
  run("ALTER TABLE t ADD FOREIGN KEY (kind) REFERENCES kinds");
  const Plant plant = planter_.plan(before, {{table("t")}, 0, &catalog_});
  EXPECT_EQ(plant.unplanted.at(table("t")),
            "it refers to table public.kinds: the step itself makes it, so which rows it will hold "
            "is not known before");
}

TEST_F(PlanterOnServer, FulfilsLaterChecksOfTheSameNameAndOfColumnsThatComeLater) {
  run("CREATE TABLE t (id int PRIMARY KEY, n int, paused boolean NOT NULL)");
  run("ALTER TABLE t ADD CONSTRAINT range CHECK (n > 0)");
  const catalog::Catalog before = catalog_;
  for (const char* later :
       {"ALTER TABLE t DROP CONSTRAINT range", "ALTER TABLE t ADD CONSTRAINT range CHECK (n = 2)",
        "ALTER TABLE t ADD queue text, ADD size int DEFAULT 3",
        "ALTER TABLE t ADD CHECK (NOT paused AND queue IS NULL OR paused AND queue IS NOT NULL)",
        "ALTER TABLE t ADD CHECK (n < size)"}) {
    run(later);
  }
  Plant plant = planter_.plan(before, {{table("t")}, 0, &catalog_});
  ASSERT_TRUE(shadow::plant_rows(*session_, plant));
  EXPECT_NE(count("t"), "0");
  EXPECT_TRUE(plant.unplanted.empty());
}

TEST_F(PlanterOnServer, FulfilsLaterConstraintsWhenAsked) {
  run("CREATE TABLE t (id int PRIMARY KEY, name varchar(30), born text, n int)");
  const catalog::Catalog before = catalog_;
  for (const char* later :
       {"ALTER TABLE t ADD CHECK (n BETWEEN 5 AND 6)", "ALTER TABLE t ALTER n SET NOT NULL",
        "ALTER TABLE t ALTER name TYPE varchar(4)", "ALTER TABLE t ADD UNIQUE (name)",
        "ALTER TABLE t ALTER born TYPE date USING born::date"}) {
    run(later);
  }
  PlantRequest request{{table("t")}, 0, &catalog_};
  Plant plant = planter_.plan(before, request);
  ASSERT_EQ(plant.tables.size(), 1u);
  EXPECT_TRUE(shadow::plant_rows(*session_, plant));
  EXPECT_TRUE(plant.unplanted.empty());
  EXPECT_NE(count("t"), "0");
}

TEST_F(PlanterOnServer, GivesTheSameRowsForTheSameRequest) {
  run("CREATE TABLE t (id int PRIMARY KEY, a text, b int CHECK (b IN (1, 2, 3)))");
  EXPECT_EQ(plan({"t"}).tables[0].insert, plan({"t"}).tables[0].insert);
  EXPECT_EQ(shadow::Planter().plan(catalog_, {{table("t")}, 0, nullptr}).tables[0].insert,
            plan({"t"}).tables[0].insert);
  EXPECT_NE(plan({"t"}, 1).tables[0].insert, plan({"t"}).tables[0].insert);
}

}  // namespace
}  // namespace pggit
