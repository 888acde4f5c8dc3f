"""The files of a history: Flyway's folder, or plain numbered SQL."""

import os


def text_of(migration):
    return ";\n\n".join(migration.statements) + ";\n"


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_flyway(migrations, out):
    folder = os.path.join(out, "db", "migration")
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(out, "flyway.conf"), "flyway.locations=filesystem:db/migration\n")
    for number, migration in enumerate(migrations, 1):
        write(os.path.join(folder, f"V{number}__{migration.description}.sql"), text_of(migration))


def write_sql(migrations, out):
    os.makedirs(out, exist_ok=True)
    width = max(4, len(str(len(migrations))))
    for number, migration in enumerate(migrations, 1):
        write(os.path.join(out, f"{number:0{width}}_{migration.description}.sql"), text_of(migration))


LAYOUTS = {"flyway": write_flyway, "sql": write_sql}
