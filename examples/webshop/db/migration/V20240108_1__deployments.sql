-- KB-150 (Jonas): afterMigrate writes here, operations shows it on the wall
CREATE TABLE audit.deployments (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    environment TEXT NOT NULL,
    deployed_by TEXT NOT NULL DEFAULT current_user,
    deployed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
