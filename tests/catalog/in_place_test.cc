// What the differ alters in place, and what goes down to partitions and children with it.
#include <gtest/gtest.h>

#include <algorithm>

#include "bind/testing/steps.h"
#include "tests/catalog/printed.h"

namespace pggit::catalog {
namespace {

using Texts = std::vector<std::string>;

Catalog made_by(const std::string& sql) { return bind::testing::steps_of({sql})[0].after; }

Texts way(const std::string& from, const std::string& to) {
  return testing::printed(made_by(from), made_by(to));
}

TEST(InPlace, ATypedTableIsOfNoTypeWhileItsTypeChanges) {
  const char* small = "CREATE TYPE k AS (a int); CREATE TABLE t OF k";
  const char* large = "CREATE TYPE k AS (a int, b text); CREATE TABLE t OF k";
  EXPECT_EQ(way(small, large),
            (Texts{"ALTER TABLE public.t NOT OF", "ALTER TYPE public.k ADD ATTRIBUTE b text",
                   "ALTER TABLE public.t ADD COLUMN b text", "ALTER TABLE public.t OF public.k"}));
  EXPECT_EQ(way(small, small), Texts());
}

TEST(InPlace, ATypedTableStaysWhereItsTypeIsMadeAnew) {
  const std::string more =
      "CREATE DOMAIN d AS int; CREATE TYPE k AS (a int, b d); CREATE TABLE t OF k";
  const std::string other =
      "CREATE TYPE d AS ENUM ('x'); CREATE TYPE k AS (a int, b d); CREATE TABLE t OF k";
  for (const std::string& sql : way(more, other))
    EXPECT_FALSE(sql.contains("TABLE public.t (") || sql.contains("DROP TABLE")) << sql;
}

TEST(InPlace, ATypedTableIsMadeAnewWhereItsColumnsCannotComeToTheOrderOfTheType) {
  EXPECT_EQ(
      way("CREATE TABLE t (a int, c int)",
          "CREATE TYPE k AS (a int, b int, c int); CREATE TABLE t OF k"),
      (Texts{"DROP TABLE public.t", "CREATE TYPE public.k AS (a integer, b integer, c integer)",
             "CREATE TABLE public.t (a integer, b integer, c integer)",
             "ALTER TABLE public.t OF public.k"}));
}

TEST(InPlace, MarksGoFromOneIndexToAnother) {
  const std::string table = "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL UNIQUE); ";
  EXPECT_EQ(way(table + "ALTER TABLE t CLUSTER ON t_pkey; ALTER TABLE t REPLICA IDENTITY FULL",
                table + "ALTER TABLE t CLUSTER ON t_b_key; "
                        "ALTER TABLE t REPLICA IDENTITY USING INDEX t_b_key"),
            (Texts{"ALTER TABLE public.t CLUSTER ON t_b_key",
                   "ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_b_key"}));
  EXPECT_EQ(way(table + "ALTER TABLE t CLUSTER ON t_pkey", table),
            (Texts{"ALTER TABLE public.t SET WITHOUT CLUSTER"}));
}

TEST(InPlace, AMarkComesBackWithAnIndexThatIsMadeAnew) {
  EXPECT_EQ(
      way("CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); ALTER TABLE t CLUSTER ON i",
          "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (b); ALTER TABLE t CLUSTER ON i"),
      (Texts{"DROP INDEX public.i", "CREATE INDEX i ON public.t USING btree (b)",
             "ALTER TABLE public.t CLUSTER ON i"}));
}

TEST(InPlace, TheIndexOfAKeyHasACommentOfItsOwn) {
  const std::string table = "CREATE TABLE t (a int PRIMARY KEY); ";
  EXPECT_EQ(way(table, table + "COMMENT ON INDEX t_pkey IS 'quick'"),
            (Texts{"COMMENT ON INDEX public.t_pkey IS 'quick'"}));
}

constexpr char kPartitions[] =
    "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); "
    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); "
    "CREATE INDEX p_b ON ONLY p (b); CREATE INDEX p1_b ON p1 (b); ";

TEST(InPlace, AnIndexIsAttachedAndLetGoByMakingItsParentAnew) {
  const std::string attached = std::string(kPartitions) + "ALTER INDEX p_b ATTACH PARTITION p1_b";
  EXPECT_EQ(way(kPartitions, attached),
            (Texts{"ALTER INDEX public.p_b ATTACH PARTITION public.p1_b"}));
  EXPECT_EQ(way(attached, kPartitions),
            (Texts{"DROP INDEX public.p_b", "CREATE INDEX p1_b ON public.p1 USING btree (b)",
                   "CREATE INDEX p_b ON ONLY public.p USING btree (b)"}));
}

TEST(InPlace, ATriggerIsSwitchedAloneAndSoIsEachOfItsCopies) {
  const std::string made =
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
      "CREATE TABLE p (a int) PARTITION BY LIST (a); "
      "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); "
      "CREATE TRIGGER g BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f(); ";
  EXPECT_EQ(way(made, made + "ALTER TABLE ONLY p DISABLE TRIGGER g"),
            (Texts{"ALTER TABLE ONLY public.p DISABLE TRIGGER g"}));
  EXPECT_EQ(way(made, made + "ALTER TABLE p DISABLE TRIGGER g"),
            (Texts{"ALTER TABLE ONLY public.p DISABLE TRIGGER g",
                   "ALTER TABLE public.p1 DISABLE TRIGGER g"}));
  EXPECT_EQ(way(made, made + "ALTER TABLE p1 DISABLE TRIGGER g"),
            (Texts{"ALTER TABLE public.p1 DISABLE TRIGGER g"}));
}

TEST(InPlace, ANewChildIsMadeWhenItsParentIsAsItIsToBe) {
  const Texts steps = way("CREATE TABLE p (a int NOT NULL DEFAULT 1)",
                          "CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p)");
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps.back(), "CREATE TABLE public.c () INHERITS (public.p)");
}

TEST(InPlace, ARenamedColumnOfAViewAndAListOfColumnsAreTheSame) {
  EXPECT_EQ(way("CREATE VIEW v AS SELECT 1 AS a, 'x'::text AS b; ALTER VIEW v RENAME b TO c",
                "CREATE VIEW v (a, c) AS SELECT 1 AS a, 'x'::text AS b"),
            Texts());
}

TEST(InPlace, AnExpressionOfAnIndexLosesItsTarget) {
  const std::string bare = "CREATE TABLE t (a int); CREATE INDEX i ON t (a, (a + 7))";
  const std::string set = bare + "; ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 13";
  EXPECT_EQ(way(set, bare), Texts{"ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS -1"});
  EXPECT_EQ(way(bare, set), Texts{"ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS 13"});
}

TEST(InPlace, AChildIsMadeWithoutWhatItsParentGotLater) {
  const Texts steps = way("",
                          "CREATE TABLE p (a text); CREATE TABLE c () INHERITS (p); "
                          "ALTER TABLE p ALTER a SET COMPRESSION pglz; "
                          "ALTER TABLE ONLY p ALTER a SET STORAGE main");
  EXPECT_EQ(std::vector(steps.end() - 2, steps.end()),
            (Texts{"ALTER TABLE public.c ALTER COLUMN a SET STORAGE extended",
                   "ALTER TABLE public.c ALTER COLUMN a SET COMPRESSION default"}));
}

TEST(InPlace, WhatAColumnHasOfItsOwnComesBackWithThatOfTheParent) {
  for (const char* child :
       {"CREATE TABLE c () INHERITS (p)", "CREATE TABLE c PARTITION OF p FOR VALUES IN (1)"}) {
    const std::string parted =
        std::string(child).contains("PARTITION") ? " PARTITION BY LIST (a); " : "; ";
    const std::string bare = "CREATE TABLE p (a int)" + parted + child;
    const Texts steps =
        way(bare, "CREATE TABLE p (a int, b text)" + parted + child +
                      "; ALTER TABLE c ALTER b SET (n_distinct = 3), ALTER b SET DEFAULT 'x'; "
                      "COMMENT ON COLUMN c.b IS 'own'");
    const auto said = [&](const std::string& sql) {
      return std::ranges::find(steps, sql) != steps.end();
    };
    EXPECT_TRUE(said("ALTER TABLE public.c ALTER COLUMN b SET (n_distinct='3')")) << child;
    EXPECT_TRUE(said("ALTER TABLE public.c ALTER COLUMN b SET DEFAULT 'x'")) << child;
    EXPECT_TRUE(said("COMMENT ON COLUMN public.c.b IS 'own'")) << child;
  }
}

// In one CREATE TABLE PostgreSQL would make one of them.
TEST(InPlace, ExclusionsThatAreAlikeAreAddedOneByOne) {
  const Texts steps = way("",
                          "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =)); "
                          "ALTER TABLE t ADD CONSTRAINT y EXCLUDE (a WITH =)");
  EXPECT_EQ(steps.back(), "ALTER TABLE public.t ADD CONSTRAINT y EXCLUDE USING btree (a WITH =)");
}

TEST(InPlace, ASequenceHasTheOwnerOfItsTableBeforeItIsOwnedByIt) {
  const std::string owned = "CREATE TABLE t (a int); ALTER TABLE t OWNER TO r";
  const Texts steps = way(owned, owned +
                                     "; CREATE SEQUENCE s; ALTER SEQUENCE s OWNER TO r; "
                                     "ALTER SEQUENCE s OWNED BY t.a");
  EXPECT_EQ(steps.at(1), "ALTER SEQUENCE public.s OWNER TO r");
  EXPECT_TRUE(steps.at(2).ends_with("OWNED BY public.t.a")) << steps.at(2);
}

// Its table is made anew, because its partition key is another one.
TEST(InPlace, ASequenceOutlivesItsTable) {
  const Texts steps = way("CREATE TABLE t (id serial, a int) PARTITION BY LIST (a)",
                          "CREATE TABLE t (id serial, b int) PARTITION BY LIST (b)");
  EXPECT_TRUE(steps.at(0).starts_with("ALTER SEQUENCE public.t_id_seq")) << steps.at(0);
  EXPECT_TRUE(steps.at(0).ends_with("OWNED BY NONE")) << steps.at(0);
  EXPECT_EQ(steps.at(1), "DROP TABLE public.t");
  EXPECT_TRUE(steps.back().ends_with("OWNED BY public.t.id")) << steps.back();
}

TEST(InPlace, ASequenceThatLeavesATableHasTheOwnerOfThatOne) {
  const Texts steps =
      way("CREATE TABLE q (a serial); ALTER SEQUENCE q_a_seq RENAME TO s; "
          "ALTER TABLE q OWNER TO r",
          "CREATE TABLE t (a serial); ALTER SEQUENCE t_a_seq RENAME TO s");
  const auto own = std::ranges::find_if(steps, [](const std::string& sql) {
    return sql.starts_with("ALTER SEQUENCE public.s OWNER TO ");
  });
  ASSERT_NE(own, steps.end());
  EXPECT_TRUE(std::next(own)->ends_with("OWNED BY public.t.a")) << *std::next(own);
}

// They have no order of their own: that of the table may change under them.
TEST(InPlace, StatisticsStayWhereTheirColumnsStandInAnotherOrder) {
  EXPECT_EQ(
      way("CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t",
          "CREATE TABLE t (a int); ALTER TABLE t ADD b int; CREATE STATISTICS s ON b, a FROM t"),
      Texts());
}

TEST(InPlace, StatisticsLoseTheirTargetWithANewTypeAndGetItBack) {
  const std::string made =
      "; CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 9";
  const Texts steps =
      way("CREATE TABLE t (a int, b int)" + made, "CREATE TABLE t (a bigint, b int)" + made);
  EXPECT_EQ(steps.back(), "ALTER STATISTICS public.s SET STATISTICS 9");
}

TEST(InPlace, ASequenceOfAnIdentityMayHaveAnotherTypeThanTheColumn) {
  const std::string options = " START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE ";
  const std::string end = " CACHE 1 NO CYCLE";
  const std::string plain = "CREATE TABLE t (a int NOT NULL)";
  const std::string same = "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)";
  const std::string large = same + "; ALTER SEQUENCE t_a_seq AS bigint";
  const std::string widened =
      "ALTER SEQUENCE public.t_a_seq AS bigint" + options + "9223372036854775807" + end;
  EXPECT_EQ(way("", large),
            (Texts{"CREATE TABLE public.t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
                   "public.t_a_seq) NOT NULL)",
                   widened}));
  EXPECT_EQ(
      way(plain, large),
      (Texts{"ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
             "public.t_a_seq" +
                 options + "2147483647" + end + ")",
             "ALTER TABLE public.t ALTER COLUMN a SET GENERATED ALWAYS", widened}));
  EXPECT_EQ(way(large, same),
            (Texts{"ALTER TABLE public.t ALTER COLUMN a SET GENERATED ALWAYS",
                   "ALTER SEQUENCE public.t_a_seq AS integer" + options + "2147483647" + end}));
}

TEST(InPlace, AnIdentityComesLaterWhereTheTableHasChildren) {
  const std::string child = "; CREATE TABLE c () INHERITS (t)";
  EXPECT_EQ(way("CREATE TABLE t (b int)" + child,
                "CREATE TABLE t (b int, a int GENERATED ALWAYS AS IDENTITY)" + child),
            (Texts{"ALTER TABLE public.t ADD COLUMN a integer DEFAULT 0 NOT NULL",
                   "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT",
                   "ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE "
                   "NAME public.t_a_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 "
                   "CACHE 1 NO CYCLE)"}));
}

TEST(InPlace, AnIdentityOfAnInheritedColumnIsSetBehindIt) {
  const std::string parent = "CREATE TABLE t (a int DEFAULT 3); ";
  EXPECT_EQ(way(parent, parent + "CREATE TABLE c () INHERITS (t); ALTER TABLE c ALTER a DROP "
                                 "DEFAULT, ALTER a SET NOT NULL; ALTER TABLE c ALTER a ADD "
                                 "GENERATED ALWAYS AS IDENTITY"),
            (Texts{"CREATE TABLE public.c () INHERITS (public.t)",
                   "ALTER TABLE public.c ALTER COLUMN a SET NOT NULL",
                   "ALTER TABLE public.c ALTER COLUMN a DROP DEFAULT",
                   "ALTER TABLE public.c ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE "
                   "NAME public.c_a_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 "
                   "CACHE 1 NO CYCLE)"}));
}

TEST(InPlace, ATableIsMadeAnewWhereAColumnOfItsPartitionKeyChanges) {
  const std::string start = "CREATE TABLE t (id int, b int";
  const std::string by_b = ") PARTITION BY RANGE ((b + 1))";
  EXPECT_EQ(way(start + by_b, "CREATE TABLE t (id int, b bigint" + by_b).front(),
            "DROP TABLE public.t");
  // The key is not over `id`, whose name is in the function's.
  const std::string by_mid = ") PARTITION BY RANGE (int4mul(b, 2))";
  EXPECT_EQ(
      way("CREATE TABLE t (i int, b int" + by_mid, "CREATE TABLE t (i bigint, b int" + by_mid),
      (Texts{"ALTER TABLE public.t ALTER COLUMN i TYPE bigint"}));
}

TEST(InPlace, ARuleGoesBeforeThePartitionThatItWrites) {
  const std::string rule = "CREATE RULE r AS ON UPDATE TO t DO ALSO DELETE FROM t_1";
  const std::string policy = "CREATE POLICY p ON t USING (EXISTS (SELECT FROM t_1))";
  const std::string tables =
      "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_1 PARTITION OF t DEFAULT; ";
  EXPECT_EQ(way(tables + rule, "").front(), "DROP RULE r ON public.t");
  EXPECT_EQ(way(tables + policy, "").front(), "DROP POLICY p ON public.t");
  EXPECT_EQ(way(tables + "CREATE RULE r AS ON UPDATE TO t DO ALSO NOTIFY t_1", "").front(),
            "DROP TABLE public.t_1");
}

TEST(InPlace, WhatDefaultPrivilegesGiveIsTakenAwayWhereItWasNotThere) {
  const std::string defaults =
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO r; ";
  EXPECT_EQ(way(defaults, defaults + "CREATE TABLE t (a int); REVOKE SELECT ON t FROM r"),
            (Texts{"CREATE TABLE public.t (a integer)", "REVOKE SELECT ON TABLE public.t FROM r"}));
  EXPECT_EQ(way(defaults, defaults + "CREATE TABLE t (a int)"),
            (Texts{"CREATE TABLE public.t (a integer)"}));
}

TEST(InPlace, WhatAColumnOfAParentGetsDoesNotGoDownToAChildThatKeptIt) {
  const std::string child = "; CREATE TABLE c (b text) INHERITS (t)";
  const std::string tuned =
      "CREATE TABLE t (a int, b text); "
      "ALTER TABLE t ALTER b SET STATISTICS 13, ALTER b SET STORAGE MAIN";
  EXPECT_EQ(way(tuned + child + "; ALTER TABLE ONLY t DROP COLUMN b", tuned + child),
            (Texts{"ALTER TABLE public.t ADD COLUMN b text",
                   "ALTER TABLE ONLY public.t ALTER COLUMN b SET STORAGE main",
                   "ALTER TABLE ONLY public.t ALTER COLUMN b SET STATISTICS 13"}));
}

TEST(InPlace, AChildHasNotNullForTheMomentInWhichItInheritsIt) {
  const std::string tables = "CREATE TABLE t (a int NOT NULL); ";
  EXPECT_EQ(
      way(tables + "CREATE TABLE c (a int)",
          tables + "CREATE TABLE c (a int) INHERITS (t); ALTER TABLE c ALTER a DROP NOT NULL"),
      (Texts{"ALTER TABLE public.c ALTER COLUMN a SET NOT NULL",
             "ALTER TABLE public.c INHERIT public.t",
             "ALTER TABLE public.c ALTER COLUMN a DROP NOT NULL"}));
}

TEST(InPlace, AForeignTableTakesNoCompressionOver) {
  const std::string start =
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; "
      "CREATE TABLE t (a text COMPRESSION pglz); ";
  EXPECT_EQ(way(start, start + "CREATE FOREIGN TABLE f () INHERITS (t) SERVER s"),
            (Texts{"CREATE FOREIGN TABLE public.f () INHERITS (public.t) SERVER s"}));
}

}  // namespace
}  // namespace pggit::catalog
