-- Installs the library into an empty database: psql -v readers=public -f install.sql
\set ON_ERROR_STOP on
\echo 'Installing'
\i tables/books.sql
\ir tables/loans.sql
\i data/genres.sql
