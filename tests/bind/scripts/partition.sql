CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE app.kinds (id int PRIMARY KEY);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE events (
  id bigserial,
  at date NOT NULL,
  kind int REFERENCES kinds,
  note text DEFAULT 'none' CHECK (note <> ''),
  upper_note text GENERATED ALWAYS AS (upper(note)) STORED,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX ON events (kind);
CREATE INDEX events_by_note ON events (lower(note)) WHERE kind > 0;
CREATE TRIGGER touched BEFORE UPDATE ON events FOR EACH ROW WHEN (old.note <> new.note) EXECUTE FUNCTION touch();
CREATE TRIGGER once AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION touch();
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events (
  note DEFAULT 'new' NOT NULL,
  CONSTRAINT own CHECK (kind <> 13)
) FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') WITH (fillfactor = 70);
CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY LIST (at);
CREATE TABLE events_rest_1 PARTITION OF events_rest FOR VALUES IN ('2030-01-01', '2030-01-02');
CREATE TABLE events_rest_other PARTITION OF events_rest DEFAULT;
-- refused
ALTER TABLE events ATTACH PARTITION events DEFAULT;
-- refused
ALTER TABLE events_rest ATTACH PARTITION events FOR VALUES IN ('2031-01-01');
-- refused
CREATE TABLE events_none PARTITION OF kinds DEFAULT;
CREATE INDEX ON events (upper_note, kind);
CREATE UNIQUE INDEX ON events_2024 (id);
ALTER TABLE events ADD COLUMN size int DEFAULT 0 CHECK (size >= 0);
ALTER TABLE events ADD CONSTRAINT small CHECK (size < 100);
ALTER TABLE events ADD UNIQUE (at, id, kind);
ALTER TABLE events ADD COLUMN other int REFERENCES kinds;
ALTER TABLE events ALTER COLUMN size SET NOT NULL;
ALTER TABLE events ALTER COLUMN size SET DEFAULT 7;
ALTER TABLE events_2024 ALTER COLUMN size SET DEFAULT 8;
ALTER TABLE events ALTER COLUMN size DROP NOT NULL;
ALTER TABLE events RENAME COLUMN size TO weight;
ALTER TABLE events DROP CONSTRAINT small;
ALTER TABLE events DROP COLUMN other;
CREATE TRIGGER late AFTER DELETE ON events FOR EACH ROW EXECUTE FUNCTION touch();
DROP TRIGGER late ON events;
DROP INDEX events_by_note;
-- refused
ALTER TABLE events DROP COLUMN at;
CREATE TABLE loose (LIKE events INCLUDING ALL);
CREATE TABLE attached (
  id bigint NOT NULL, at date NOT NULL, kind int, note text CHECK (note <> ''),
  upper_note text GENERATED ALWAYS AS (upper(note)) STORED, weight int
);
ALTER TABLE attached RENAME CONSTRAINT attached_note_check TO events_note_check;
ALTER TABLE attached ADD CONSTRAINT events_size_check CHECK (weight >= 0);
ALTER TABLE attached ADD CONSTRAINT attached_id PRIMARY KEY (id, at);
CREATE INDEX attached_kind ON attached (kind);
ALTER TABLE events ATTACH PARTITION attached FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
ALTER TABLE events DETACH PARTITION events_2023;
ALTER TABLE events_2023 ADD COLUMN apart int;
ALTER TABLE events RENAME TO happenings;
ALTER TABLE events_2024 RENAME TO happenings_2024;
ALTER INDEX events_kind_idx RENAME TO by_kind;
COMMENT ON TABLE happenings_2024 IS 'of 2024';
COMMENT ON COLUMN happenings.note IS 'a note';
INSERT INTO kinds VALUES (1);
INSERT INTO happenings (id, at, kind) VALUES (1, '2024-05-05', 1), (2, '2030-01-01', 1);
ALTER TABLE happenings ALTER COLUMN weight TYPE bigint;
CREATE TABLE by_hash (a int, b text COLLATE "C") PARTITION BY HASH (a, b text_pattern_ops);
CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE by_expression (a int, b text) PARTITION BY RANGE ((a + 1), lower(b) COLLATE "POSIX", a);
CREATE TABLE by_expression_low PARTITION OF by_expression FOR VALUES FROM (-5, 'a', MINVALUE) TO (10 * 2, 'b', MAXVALUE);
CREATE TABLE keyed (a int PRIMARY KEY, b int) PARTITION BY LIST (a);
CREATE TABLE keyed_1 PARTITION OF keyed FOR VALUES IN (1);
CREATE TABLE refers (a int REFERENCES keyed);
DROP TABLE refers;
CREATE INDEX keyed_b ON ONLY keyed (b);
DROP INDEX keyed_b;
ALTER TABLE keyed_1 ALTER COLUMN b SET DEFAULT 5;
ALTER TABLE keyed_1 ADD CONSTRAINT fine CHECK (b > 0);
CREATE INDEX ON keyed_1 (b);
CREATE TABLE keyed_2 PARTITION OF keyed FOR VALUES IN (2);
CREATE INDEX ON keyed (b);
CREATE INDEX first_a ON keyed_1 (a, b);
CREATE INDEX second_a ON keyed_1 (a, b);
-- learnt: an index of a partition may be taken for that of its parent
CREATE INDEX ON keyed (a, b);
CREATE INDEX downwards ON keyed_1 (b DESC, a);
-- learnt: an index of a partition may be taken for that of its parent
CREATE INDEX ON keyed (b, a);
CREATE INDEX later ON ONLY keyed (a, a);
CREATE TABLE keyed_3 PARTITION OF keyed FOR VALUES IN (3);
ALTER TABLE keyed ADD CONSTRAINT keyed_b_there CHECK (b IS NOT NULL) NOT VALID;
ALTER TABLE keyed VALIDATE CONSTRAINT keyed_b_there;
ALTER TABLE keyed DROP CONSTRAINT keyed_b_there;
DROP INDEX keyed_b_idx;
CREATE TABLE keyed_null PARTITION OF keyed (CONSTRAINT never CHECK (b IS NOT NULL)) DEFAULT;
DROP TABLE keyed_1;
DROP TABLE happenings_2024;
DROP TABLE by_hash;
CREATE TABLE with_check (a int, b int CONSTRAINT low CHECK (b > 0)) PARTITION BY LIST (a);
CREATE TABLE with_check_1 PARTITION OF with_check (CONSTRAINT low CHECK (b > 0)) FOR VALUES IN (1);
ALTER TABLE with_check ALTER a SET NOT NULL;
-- learnt: a key of a partitioned table alone is not read yet
ALTER TABLE ONLY with_check ADD CONSTRAINT alone PRIMARY KEY (a);
DROP TABLE with_check;
CREATE TABLE marked (a int) PARTITION BY LIST (a);
CREATE TABLE marked_1 PARTITION OF marked FOR VALUES IN (1);
CREATE TABLE marked_rest PARTITION OF marked DEFAULT PARTITION BY LIST (a);
CREATE TABLE marked_2 PARTITION OF marked_rest FOR VALUES IN (2);
CREATE INDEX marked_a ON marked (a);
CLUSTER marked USING marked_a;
CREATE INDEX alone ON ONLY marked ((a + 1));
REINDEX INDEX alone;
REINDEX TABLE marked;
VACUUM (FULL) marked;
ALTER TABLE marked SET UNLOGGED;
ALTER TABLE marked SET LOGGED;
DROP TABLE marked;
CREATE TABLE twice (a int, UNIQUE (a)) PARTITION BY LIST (a);
ALTER TABLE ONLY twice ADD UNIQUE (a);
-- learnt: copies of several indexes on the same columns are named by their age
CREATE TABLE twice_1 PARTITION OF twice FOR VALUES IN (1);
-- learnt: which of several copies that say the same goes with it
ALTER TABLE twice DROP CONSTRAINT twice_a_key1;
