-- KB-225 (Lea): monitoring sees it by default
CREATE TABLE reporting.returns_by_reason (
    reason  TEXT PRIMARY KEY,
    returns INTEGER NOT NULL DEFAULT 0
);
INSERT INTO reporting.returns_by_reason (reason) VALUES ('damaged'), ('wrong item');
