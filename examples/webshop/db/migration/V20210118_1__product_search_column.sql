-- From 2021 on versions are dates: no more fights about the next number.
--
-- KB-12 (Jonas): full text search, German stemming. Stored, because the listing page sorts by rank.
ALTER TABLE catalog.products
    ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('german', name), 'A') ||
        setweight(to_tsvector('german', coalesce(description, '')), 'B')
    ) STORED;
