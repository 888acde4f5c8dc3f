-- KB-231 (Tobias): a cart with the day on which it was put away
CREATE TABLE audit.archived_carts (
    archived_on DATE NOT NULL
) INHERITS (shop.carts);
