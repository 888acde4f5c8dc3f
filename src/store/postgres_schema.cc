// The tables of schema `pggit`. Names are those of the pgGit extension where it has one. Everything is
// text and content hashes: no OID and no database name inside, so a dump is self-contained.
#include "store/postgres_schema.h"

namespace pggit::store {

const char* const kSchemaSql = R"sql(
CREATE TABLE @.meta (format integer NOT NULL, made_schema boolean NOT NULL);
COMMENT ON TABLE @.meta IS 'Version of the layout of these tables; whether pggit made the schema';

CREATE TABLE @.blobs (
  blob_hash text PRIMARY KEY,
  object_type text NOT NULL,
  object_schema text NOT NULL,
  object_name text NOT NULL,
  object_sub text NOT NULL,
  object_definition text NOT NULL,
  content bytea NOT NULL,
  content_references bytea NOT NULL
);
COMMENT ON TABLE @.blobs IS 'One version of one object, by the hash of its content';

CREATE TABLE @.commits (
  hash text PRIMARY KEY,
  parents text[] NOT NULL,
  tree_hash text NOT NULL,
  generation integer NOT NULL,
  migration text NOT NULL,
  message text NOT NULL,
  author text NOT NULL,
  authored_at text NOT NULL,
  up_in_transaction boolean NOT NULL,
  provisional boolean NOT NULL,
  rollback_class text NOT NULL,
  rollback_reason text NOT NULL,
  intent text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE @.commits IS 'One migration each; the hash covers parents, tree, migration, scripts, message, author and date';

CREATE TABLE @.migrations (
  commit_hash text PRIMARY KEY REFERENCES @.commits,
  version text NOT NULL,
  description text NOT NULL,
  type text NOT NULL,
  script text NOT NULL,
  up_script text NOT NULL,
  down_script text NOT NULL,
  checksum text NOT NULL,
  source_path text NOT NULL,
  save_script text NOT NULL
);

CREATE TABLE @.tree_changes (
  commit_hash text NOT NULL REFERENCES @.commits,
  object_type text NOT NULL,
  object_schema text NOT NULL,
  object_name text NOT NULL,
  object_sub text NOT NULL,
  blob_hash text REFERENCES @.blobs,
  blob_before text,
  version_major integer NOT NULL,
  version_minor integer NOT NULL,
  version_patch integer NOT NULL,
  PRIMARY KEY (commit_hash, object_type, object_schema, object_name, object_sub)
);
COMMENT ON TABLE @.tree_changes IS 'What a commit changed against its first parent; no blob_hash: the object is gone';

CREATE TABLE @.branches (
  name text PRIMARY KEY,
  head_commit_hash text NOT NULL REFERENCES @.commits,
  parent text NOT NULL,
  status text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE @.tags (
  name text PRIMARY KEY,
  commit_hash text NOT NULL REFERENCES @.commits,
  message text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE @.refs (
  name text PRIMARY KEY,
  branch text NOT NULL,
  commit_hash text,
  note text NOT NULL
);

CREATE TABLE @.sources (
  tool text PRIMARY KEY,
  search_path text[] NOT NULL,
  schemas text[] NOT NULL,
  history_schema text NOT NULL,
  history_table text NOT NULL,
  history_query text NOT NULL
);
COMMENT ON TABLE @.sources IS 'How a tool runs its migrations, and its own history table';

CREATE TABLE @.operations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  what text NOT NULL,
  who text NOT NULL,
  at text NOT NULL,
  detail text NOT NULL
);
COMMENT ON TABLE @.operations IS 'What pggit did, in order: undo is a look-up';

CREATE TABLE @.proofs (
  commit_hash text PRIMARY KEY REFERENCES @.commits,
  word text NOT NULL,
  reason text NOT NULL,
  server_major integer NOT NULL,
  proven_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE @.saved_rows (
  commit_hash text NOT NULL REFERENCES @.commits,
  table_schema text NOT NULL,
  table_name text NOT NULL,
  key text NOT NULL,
  row_before jsonb,
  saved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (commit_hash, table_schema, table_name, key)
);
COMMENT ON TABLE @.saved_rows IS 'Rows that a migration destroyed, kept so that its rollback can bring them back';

CREATE TABLE @.ai_edge_cases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration_id text NOT NULL,
  case_type text NOT NULL,
  location text NOT NULL,
  original_content text NOT NULL,
  suggestion text NOT NULL,
  action_required text NOT NULL,
  review_status text NOT NULL
);

CREATE TABLE @.ai_decisions (
  migration_id text NOT NULL,
  decision text NOT NULL,
  evidence text NOT NULL,
  confidence double precision
);

CREATE VIEW @.history AS
SELECT c.generation, c.hash AS commit_hash, t.object_type, t.object_schema, t.object_name, t.object_sub,
       CASE WHEN t.blob_hash IS NULL THEN 'DROP' WHEN t.blob_before IS NULL THEN 'CREATE' ELSE 'ALTER' END
         AS change_type,
       t.version_major, t.version_minor, t.version_patch, c.message AS change_description
FROM @.tree_changes t JOIN @.commits c ON c.hash = t.commit_hash;

CREATE FUNCTION @.first_parents(start text) RETURNS TABLE (hash text, depth integer)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line AS (
    SELECT c.hash, c.parents, 0 AS depth FROM @.commits c WHERE c.hash = start
    UNION ALL
    SELECT c.hash, c.parents, line.depth + 1 FROM line JOIN @.commits c ON c.hash = line.parents[1]
  )
  SELECT line.hash, line.depth FROM line
$$;

CREATE FUNCTION @.resolve(revision text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT commit_hash FROM @.refs WHERE name = revision),
    (SELECT head_commit_hash FROM @.branches WHERE name = revision),
    (SELECT commit_hash FROM @.tags WHERE name = revision),
    (SELECT min(hash) FROM @.commits WHERE length(revision) >= 4 AND hash LIKE revision || '%'
     HAVING count(*) = 1))
$$;

CREATE FUNCTION @.objects_at(revision text)
RETURNS TABLE (object_type text, schema_name text, object_name text, object_sub text, content_hash text,
               ddl_normalized text, version_major integer, version_minor integer, version_patch integer)
LANGUAGE sql STABLE AS $$
  SELECT t.object_type, t.object_schema, t.object_name, t.object_sub, t.blob_hash, b.object_definition,
         t.version_major, t.version_minor, t.version_patch
  FROM (SELECT DISTINCT ON (t.object_type, t.object_schema, t.object_name, t.object_sub) t.*
        FROM @.first_parents(@.resolve(revision)) line
        JOIN @.tree_changes t ON t.commit_hash = line.hash
        ORDER BY t.object_type, t.object_schema, t.object_name, t.object_sub, line.depth) t
  JOIN @.blobs b ON b.blob_hash = t.blob_hash
$$;

CREATE VIEW @.objects AS SELECT * FROM @.objects_at('HEAD');

CREATE FUNCTION @.log(revision text DEFAULT 'HEAD')
RETURNS TABLE (hash text, migration text, message text, author text, authored_at text, proof text,
               rollback_class text)
LANGUAGE sql STABLE AS $$
  SELECT c.hash, c.migration, c.message, c.author, c.authored_at, p.word, c.rollback_class
  FROM @.first_parents(@.resolve(revision)) line
  JOIN @.commits c ON c.hash = line.hash LEFT JOIN @.proofs p ON p.commit_hash = c.hash
  ORDER BY line.depth
$$;

CREATE FUNCTION @.status()
RETURNS TABLE (branch text, commit_hash text, migration text, note text, commits bigint)
LANGUAGE sql STABLE AS $$
  SELECT r.branch, r.commit_hash, c.migration, r.note, (SELECT count(*) FROM @.log('HEAD'))
  FROM @.refs r LEFT JOIN @.commits c ON c.hash = r.commit_hash WHERE r.name = 'HEAD'
$$;

CREATE FUNCTION @.diff(a text, b text)
RETURNS TABLE (change_type text, object_type text, schema_name text, object_name text, object_sub text,
               ddl_before text, ddl_after text)
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN x.content_hash IS NULL THEN 'CREATE' WHEN y.content_hash IS NULL THEN 'DROP' ELSE 'ALTER' END,
         coalesce(x.object_type, y.object_type), coalesce(x.schema_name, y.schema_name),
         coalesce(x.object_name, y.object_name), coalesce(x.object_sub, y.object_sub),
         x.ddl_normalized, y.ddl_normalized
  FROM @.objects_at(a) x
  FULL JOIN @.objects_at(b) y USING (object_type, schema_name, object_name, object_sub)
  WHERE x.content_hash IS DISTINCT FROM y.content_hash
  ORDER BY 2, 3, 4, 5
$$;
)sql";

const char* const kDropSql = R"sql(
DROP VIEW @.objects, @.history;
DROP FUNCTION @.diff(text, text), @.status(), @.log(text), @.objects_at(text), @.resolve(text),
  @.first_parents(text);
DROP TABLE @.meta, @.sources, @.operations, @.refs, @.tags, @.branches, @.proofs, @.saved_rows,
  @.ai_edge_cases, @.ai_decisions, @.tree_changes, @.migrations, @.commits, @.blobs;
)sql";

}  // namespace pggit::store
