-- KB-121 (Jonas): EXPAND. One brand, several suppliers; brand_id at the product stays.
CREATE TABLE catalog.suppliers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        TEXT NOT NULL,
    contact     JSONB,
    lead_days   SMALLINT NOT NULL DEFAULT 14 CHECK (lead_days > 0),
    replaced_by BIGINT REFERENCES catalog.suppliers (id)
);
CREATE TABLE catalog.product_suppliers (
    product_id  INTEGER NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    supplier_id BIGINT NOT NULL REFERENCES catalog.suppliers (id),
    article_no  TEXT,
    net_price   NUMERIC(10,2),
    preferred   BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (product_id, supplier_id)
);
CREATE UNIQUE INDEX product_suppliers_one_preferred_idx ON catalog.product_suppliers (product_id) WHERE preferred;

INSERT INTO catalog.suppliers (name, contact)
SELECT b.name, jsonb_build_object('country', b.country) FROM catalog.brands b ORDER BY b.id;

INSERT INTO catalog.product_suppliers (product_id, supplier_id, net_price, preferred)
SELECT p.id, s.id, round(p.price * 0.55, 2), true
  FROM catalog.products p
  JOIN catalog.brands b ON b.id = p.brand_id
  JOIN catalog.suppliers s ON s.name = b.name;
