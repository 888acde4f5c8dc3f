-- KB-228 (Jonas): "Sensha" finds Sencha
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX products_title_trgm ON catalog.products USING gin (title public.gin_trgm_ops);
