CREATE SCHEMA app;
CREATE SCHEMA words;
SET search_path = app, words, public;
CREATE EXTENSION unaccent SCHEMA words;
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, StopWords = english, Accept = false);
CREATE TEXT SEARCH DICTIONARY "Odd one" (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH DICTIONARY words.german (TEMPLATE = snowball, Language = german, StopWords = 'german');
CREATE TEXT SEARCH DICTIONARY bare (TEMPLATE = unaccent, RULES = 'unaccent');
-- refused
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);
-- refused
CREATE TEXT SEARCH DICTIONARY wrong (TEMPLATE = snowball);
-- refused
CREATE TEXT SEARCH DICTIONARY wrong (TEMPLATE = simple, Language = german);
-- refused
CREATE TEXT SEARCH DICTIONARY wrong (StopWords = english);
-- refused
CREATE TEXT SEARCH DICTIONARY wrong (TEMPLATE = nothing);
ALTER TEXT SEARCH DICTIONARY plain (StopWords, Accept = 1);
ALTER TEXT SEARCH DICTIONARY plain (StopWords = 'german', Accept);
ALTER TEXT SEARCH DICTIONARY plain (Accept);
-- refused
ALTER TEXT SEARCH DICTIONARY plain (Language = german);
-- refused
ALTER TEXT SEARCH DICTIONARY nothing (Accept = true);
CREATE TEXT SEARCH CONFIGURATION empty (PARSER = default);
CREATE TEXT SEARCH CONFIGURATION en (COPY = english);
CREATE TEXT SEARCH CONFIGURATION words.ru (COPY = pg_catalog.russian);
CREATE TEXT SEARCH CONFIGURATION copied (COPY = words.ru);
-- PostgreSQL's own comes first, where no schema is named
CREATE TEXT SEARCH CONFIGURATION german (COPY = german);
-- refused
ALTER TEXT SEARCH CONFIGURATION german RENAME TO deutsch;
ALTER TEXT SEARCH CONFIGURATION app.german RENAME TO deutsch;
-- refused
CREATE TEXT SEARCH CONFIGURATION en (COPY = english);
-- refused
CREATE TEXT SEARCH CONFIGURATION wrong (COPY = english, PARSER = default);
-- refused
CREATE TEXT SEARCH CONFIGURATION wrong (COPY = nothing);
-- refused
CREATE TEXT SEARCH CONFIGURATION wrong (PARSER = nothing);
ALTER TEXT SEARCH CONFIGURATION empty ADD MAPPING FOR asciiword, word WITH unaccent, plain, simple;
ALTER TEXT SEARCH CONFIGURATION empty ADD MAPPING FOR hword, hword WITH "Odd one";
-- refused
ALTER TEXT SEARCH CONFIGURATION empty ADD MAPPING FOR word WITH simple;
-- refused
ALTER TEXT SEARCH CONFIGURATION empty ADD MAPPING FOR sentence WITH simple;
-- refused
ALTER TEXT SEARCH CONFIGURATION empty ADD MAPPING FOR int WITH nothing;
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING FOR word, hword, blank WITH words.unaccent, bare, english_stem;
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING REPLACE simple WITH plain;
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING FOR int, uint REPLACE plain WITH simple;
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING REPLACE danish_stem WITH plain;
ALTER TEXT SEARCH CONFIGURATION en DROP MAPPING FOR file, host;
ALTER TEXT SEARCH CONFIGURATION en DROP MAPPING IF EXISTS FOR file, url;
-- refused
ALTER TEXT SEARCH CONFIGURATION en DROP MAPPING FOR file;
COMMENT ON TEXT SEARCH DICTIONARY plain IS 'as it is';
COMMENT ON TEXT SEARCH CONFIGURATION en IS 'for the others';
COMMENT ON TEXT SEARCH CONFIGURATION en IS NULL;
-- refused
COMMENT ON TEXT SEARCH CONFIGURATION nothing IS 'x';
ALTER TEXT SEARCH DICTIONARY plain OWNER TO CURRENT_USER;
ALTER TEXT SEARCH CONFIGURATION en OWNER TO CURRENT_USER;
-- bound texts hold it
CREATE TABLE notes (id int, body text, found tsvector GENERATED ALWAYS AS (to_tsvector('app.en', body)) STORED);
CREATE INDEX by_words ON notes USING gin (to_tsvector('words.ru'::regconfig, body));
CREATE VIEW hits AS SELECT id, ts_lexize('plain', body) AS l FROM notes WHERE to_tsvector('en', body) @@ plainto_tsquery('copied', 'x');
-- refused
DROP TEXT SEARCH CONFIGURATION en;
-- refused
DROP TEXT SEARCH DICTIONARY plain;
-- names are followed
ALTER TEXT SEARCH DICTIONARY plain RENAME TO simple_one;
ALTER TEXT SEARCH DICTIONARY simple_one SET SCHEMA words;
ALTER TEXT SEARCH CONFIGURATION en RENAME TO "English";
ALTER TEXT SEARCH CONFIGURATION "English" SET SCHEMA words;
ALTER SCHEMA words RENAME TO tongues;
SET search_path = app, tongues, public;
-- refused
ALTER TEXT SEARCH CONFIGURATION "English" RENAME TO ru;
CREATE TEXT SEARCH DICTIONARY last_one (TEMPLATE = simple);
ALTER TEXT SEARCH CONFIGURATION copied ALTER MAPPING FOR word WITH last_one;
DROP TEXT SEARCH DICTIONARY last_one CASCADE;
DROP TEXT SEARCH CONFIGURATION IF EXISTS nothing, empty;
DROP TEXT SEARCH CONFIGURATION "English" CASCADE;
CREATE SCHEMA gone;
CREATE TEXT SEARCH DICTIONARY gone.one (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION gone.two (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION gone.two ALTER MAPPING FOR word WITH gone.one;
-- refused
DROP SCHEMA gone;
DROP SCHEMA gone CASCADE;
CREATE TEXT SEARCH DICTIONARY "Last" (TEMPLATE = synonym, SYNONYMS = synonym_sample, casesensitive = 1);
CREATE TEXT SEARCH CONFIGURATION deep (COPY = deutsch);
ALTER TEXT SEARCH CONFIGURATION deep ALTER MAPPING FOR word, tag WITH "Last", tongues.unaccent, tongues.german, simple;
CREATE TABLE kept (id int, body text, found tsvector GENERATED ALWAYS AS (to_tsvector('deep', body)) STORED);
CREATE MATERIALIZED VIEW shown AS SELECT id, websearch_to_tsquery('app.deep'::regconfig, body) AS q FROM kept;
CREATE FUNCTION words_of(t text) RETURNS tsvector LANGUAGE sql STABLE RETURN to_tsvector('deep', t);
ALTER TEXT SEARCH CONFIGURATION deep RENAME TO deeper;
