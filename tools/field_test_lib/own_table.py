"""The history table of the tool itself, for a history that reads or writes it."""

# As the tools make them, by the names that migrations use.
TABLES = {
    "flyway_schema_history": "installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, "
                             "type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, "
                             "installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), "
                             "execution_time int NOT NULL, success boolean NOT NULL",
    "__diesel_schema_migrations": "version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP",
    "_sqlx_migrations": "version bigint PRIMARY KEY, description text NOT NULL, installed_on timestamptz NOT NULL DEFAULT now(), "
                        "success boolean NOT NULL, checksum bytea NOT NULL, execution_time bigint NOT NULL",
}


def sql_for(texts):
    """SQL that makes those which the texts name, where no dump shows them; empty: none."""
    named = [name for name in TABLES if any(name in text for text in texts)]
    return "".join(f"CREATE TABLE {name} ({TABLES[name]});\nALTER EXTENSION plpgsql ADD TABLE {name};\n" for name in named)
