"""pggit diff --sql leaves rows where they lie: relfilenode stays unless the statement said "rewrites", no row is lost, and no table is
read whole unless it said "scans"."""

import json
import re
import unittest

from commands import CommandTest

TABLES = "CREATE SCHEMA app; SET search_path = app;\n"
# Name, what is there, what is wanted, and the tables that have to be rewritten.
CASES = [
    ("columns come and go", "CREATE TABLE t (a int, b text); {t}",
     "CREATE TABLE t (a int, c int DEFAULT 7 NOT NULL, d timestamptz DEFAULT now());", set()),
    ("a value for each row", "CREATE TABLE t (a int); {t}", "CREATE TABLE t (a int, r double precision DEFAULT random());", {"t"}),
    ("a serial column", "CREATE TABLE t (a int); {t}", "CREATE TABLE t (a int, s serial);", {"t"}),
    ("a generated column", "CREATE TABLE t (a int); {t}", "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);", {"t"}),
    ("a domain that asks nothing, and one that does",
     "CREATE DOMAIN free AS int; CREATE DOMAIN bound AS int CHECK (VALUE > 0); CREATE TABLE t (a int); CREATE TABLE u (a int); {t} {u}",
     "CREATE DOMAIN free AS int; CREATE DOMAIN bound AS int CHECK (VALUE > 0); CREATE TABLE t (a int, f free); "
     "CREATE TABLE u (a int, b bound);", {"u"}),
    ("types that hold every value", "CREATE TABLE t (a int, v varchar(5), n numeric(8,2), w varchar(3), s timestamp(2)); {t}",
     "CREATE TABLE t (a int, v varchar(9), n numeric(12,2), w text, s timestamp(4));", set()),
    ("types under an index and a check", "CREATE TABLE t (a int, v varchar(5) CHECK (v <> '')); CREATE INDEX ON t (v); {t}",
     "CREATE TABLE t (a int, v text CHECK (v <> '')); CREATE INDEX t_v_idx ON t (v);", set()),
    ("types that do not", "CREATE TABLE t (a int); CREATE TABLE u (a int, v varchar(9)); CREATE TABLE w (a int, n numeric(8,2)); "
     "{t} {u} {w}", "CREATE TABLE t (a bigint); CREATE TABLE u (a int, v varchar(5)); CREATE TABLE w (a int, n numeric(8,3));",
     {"t", "u", "w"}),
    ("a chain of views over a column that gets another type",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v; "
     "COMMENT ON VIEW w IS 'kept'; GRANT SELECT ON v TO PUBLIC; {t}",
     "CREATE TABLE t (a bigint, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v; "
     "COMMENT ON VIEW w IS 'kept'; GRANT SELECT ON v TO PUBLIC;", {"t"}),
    ("a chain of views that gets a column",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; {t}",
     "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a, b FROM v;", set()),
    ("partitions that are attached and detached",
     "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p FOR VALUES IN (1); "
     "CREATE TABLE u (a int, b int); {t} INSERT INTO u VALUES (2, 2);",
     "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE u PARTITION OF p FOR VALUES IN (2); "
     "CREATE TABLE t (a int, b int);", set()),
    ("an index of partitions", "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p FOR VALUES IN (1); {t}",
     "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p FOR VALUES IN (1); CREATE INDEX ON p (b);", set()),
    ("two tables that refer to one another",
     "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int PRIMARY KEY); {t} {u}",
     "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int PRIMARY KEY REFERENCES t); "
     "ALTER TABLE t ADD CONSTRAINT t_u FOREIGN KEY (a) REFERENCES u;", set()),
    ("a circle that gets another type",
     "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int PRIMARY KEY REFERENCES t); "
     "{t} {u} ALTER TABLE t ADD CONSTRAINT t_u FOREIGN KEY (a) REFERENCES u;",
     "CREATE TABLE t (a bigint PRIMARY KEY); CREATE TABLE u (a bigint PRIMARY KEY REFERENCES t); "
     "ALTER TABLE t ADD CONSTRAINT t_u FOREIGN KEY (a) REFERENCES u;", {"t", "u"}),
    ("NOT NULL, keys and checks", "CREATE TABLE t (a int, b int, c int DEFAULT 1 CHECK (c IS NOT NULL)); {t} UPDATE t SET b = 1;",
     "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL CHECK (b > 0), c int NOT NULL DEFAULT 1 CHECK (c IS NOT NULL));", set()),
    ("a table that is logged no more", "CREATE TABLE t (a int); {t}", "CREATE UNLOGGED TABLE t (a int);", {"t"}),
    ("children with their parent", "CREATE TABLE p (a int); CREATE TABLE t (b int) INHERITS (p); {t}",
     "CREATE TABLE p (a bigint); CREATE TABLE t (b int) INHERITS (p);", {"t", "p"}),
    ("what a child says too goes behind its parent's",
     "CREATE TABLE u (a int, c int, CONSTRAINT k CHECK (a > 0)); CREATE TABLE t (c int, CONSTRAINT k CHECK (a > 0)) INHERITS (u); {t}",
     "CREATE TABLE u (a int); CREATE TABLE t () INHERITS (u);", set()),
    ("a child that has a check of the name of one which its parent keeps to itself",
     "CREATE TABLE p (a int, CONSTRAINT n CHECK (a > 0) NO INHERIT); CREATE TABLE t (a int, CONSTRAINT n CHECK (a > -1)); "
     "ALTER TABLE t INHERIT p; {t}",
     "CREATE TABLE p (a int); CREATE TABLE t (a int, CONSTRAINT n CHECK (a > -1));", set()),
    ("typed tables with their type", "CREATE TYPE k AS (a int); CREATE TABLE t OF k; {t}",
     "CREATE TYPE k AS (a int, b text); CREATE TABLE t OF k;", set()),
]
RELATIONS = ("SELECT coalesce(json_object_agg(c.relname, c.relfilenode), '{}') FROM pg_class c "
             "WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'")
READ = ("SELECT coalesce(json_object_agg(relname, seq_tup_read), '{}') FROM pg_stat_xact_user_tables "
        "WHERE schemaname = 'app' AND seq_tup_read > 0")


def filled(sql):
    return re.sub(r"\{(\w+)\}", r"INSERT INTO \1 (a) VALUES (1); ", sql)


class RowsStay(CommandTest):
    def files(self):
        return json.loads(self.sql(RELATIONS))

    def run_one(self, statement):
        """The tables that it read whole."""
        return set(json.loads(self.sql(f"BEGIN; {statement}; {READ}; COMMIT").splitlines()[-1]))

    def check(self, before, after, rewritten):
        self.sql(TABLES + filled(before))
        self.write("wanted.sql", TABLES + after)
        ddl = json.loads(self.pggit("diff", self.uri(), "file:wanted.sql", "--json"))["sql"]
        said_rewritten = set()
        for statement in ddl:
            said = re.findall(r"(rewrites|scans) (?:table|materialized view) app\.(\w+)", statement)
            rewrites = {name for what, name in said if what == "rewrites"}
            files = self.files()
            read = self.run_one(statement)
            now = self.files()
            changed = {name for name in files if name in now and files[name] != now[name]}
            self.assertEqual(changed, rewrites, statement)
            self.assertLessEqual(read, {name for _, name in said}, statement)
            said_rewritten |= rewrites
        self.assertEqual(said_rewritten, rewritten, "\n".join(ddl))
        for table in re.findall(r"\{(\w+)\}", before):
            self.assertEqual(self.sql(f"SELECT count(*) FROM app.{table}"), "1")
        self.assertNotRegex(self.pggit("diff", self.uri(), "file:wanted.sql"), "(?m)^[-+~]")


def case(before, after, rewritten):
    return lambda self: self.check(before, after, rewritten)


for name, *parts in CASES:
    setattr(RowsStay, "test_" + re.sub(r"\W+", "_", name), case(*parts))

if __name__ == "__main__":
    unittest.main()
