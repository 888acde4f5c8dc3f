-- KB-104 (Jonas): manual data fixes have to leave a trace (auditor's finding 7)
CREATE TABLE audit.data_fixes (
    script   TEXT PRIMARY KEY,
    ticket   TEXT NOT NULL CHECK (length(ticket) BETWEEN 4 AND 20),
    note     TEXT,
    fixed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
