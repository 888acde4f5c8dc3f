-- KB-60 (Jonas): shop reviews are coming, so these become product reviews. Everything that carries the name goes along.
ALTER TABLE catalog.reviews RENAME TO product_reviews;
ALTER SEQUENCE catalog.reviews_id_seq RENAME TO product_reviews_id_seq;
ALTER INDEX catalog.reviews_waiting_idx RENAME TO product_reviews_waiting_idx;
ALTER TABLE catalog.product_reviews RENAME CONSTRAINT reviews_pkey TO product_reviews_pkey;
ALTER TABLE catalog.product_reviews RENAME CONSTRAINT reviews_stars_check TO product_reviews_stars_check;
ALTER TABLE catalog.product_reviews RENAME CONSTRAINT reviews_one_per_customer TO product_reviews_one_per_customer;
