"""psql as the role that migrations have: the owner of the database, no superuser, no CREATEROLE (docs/shadow.md).

The session logs in as a superuser and gives that up with its first statement, so that what the harness of a proof does for a
migration can be done in place: CREATE EXTENSION, and roles that somebody else would have made.
"""

import re

import sql_folders

EXTENSION = re.compile(r"\bCREATE\s+EXTENSION\b[^;]*;?", re.I)
MISSING_ROLE = re.compile(r'role "([^"]+)" does not exist')


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def masked(sql):
    """The text with comments, strings and quoted code blanked out; every byte of the rest stands where it stood."""
    return sql_folders.OPAQUE.sub(lambda found: found[0] if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0]), sql)


def with_extensions(sql, role):
    """The text in which each CREATE EXTENSION is run by the superuser and given to the role."""
    out, at = "", 0
    for found in EXTENSION.finditer(masked(sql)):
        statement = sql[found.start():found.end()].rstrip(";")
        out += (sql[at:found.start()] + "RESET SESSION AUTHORIZATION; " + statement + "; REASSIGN OWNED BY CURRENT_USER TO "
                + quoted(role) + "; SET SESSION AUTHORIZATION " + quoted(role) + ";")
        at = found.end()
    return out + sql[at:]


class Migrator:
    """The role, and the other roles that were made for a history because it names them; `forget` drops all of them."""

    HELPER = "field_helper"  # a superuser, whose objects can be given away: those of the first superuser cannot

    def __init__(self, server, name):
        self.server, self.name, self.made = server, name, []
        self.boss(f"CREATE ROLE {self.HELPER} LOGIN SUPERUSER")
        self.make(name)

    def boss(self, sql, database="postgres"):
        self.server.sql(sql, database, user="boss")

    def make(self, role):
        self.boss(f"CREATE ROLE {quoted(role)} NOLOGIN")
        self.made.append(role)

    def script(self, text):
        return f"SET SESSION AUTHORIZATION {quoted(self.name)};" + with_extensions(text, self.name)

    def hand_over(self, database):
        self.boss(f"REASSIGN OWNED BY {self.HELPER} TO {quoted(self.name)}", database)

    def make_missing(self, trouble, database):
        """Whether psql complained of a role that was not there, and now is: without rights, the migrations' role is a member."""
        found = MISSING_ROLE.search(trouble)
        if not found or found[1] in self.made:
            return False
        self.make(found[1])
        self.boss(f"GRANT {quoted(found[1])} TO {quoted(self.name)}; GRANT CREATE ON SCHEMA public TO {quoted(found[1])}", database)
        return True

    def forget(self):
        """After the database of the history is gone."""
        rows = self.server.sql("SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('boss', 'owner')",
                               "postgres", user="boss")
        for role in rows.splitlines():
            self.boss(f"DROP ROLE {quoted(role)}")
