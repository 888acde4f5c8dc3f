"""Which step comes when. The shares are those of public histories: 59 % of the files hold DDL only, 16 % rows only,
14.5 % both, 10 % DO blocks or function calls; 1.4 statements a file.
"""

import random
import re

from . import blocks, objects, rows, tables, words
from .model import Database, Migration

FILES = ["ddl"] * 118 + ["rows"] * 32 + ["mixed"] * 29 + ["code"] * 21  # of 200

STEPS = {
    "ddl": [
        (tables.create_table, 46), (tables.create_join_table, 6), (tables.alter_add_column, 88), (tables.alter_drop_column, 22),
        (tables.alter_default, 24), (tables.alter_null, 22), (tables.alter_type, 18), (tables.alter_add_constraint, 32),
        (tables.alter_drop_constraint, 9), (tables.rename_column, 13), (tables.rename_table, 4), (tables.rename_constraint, 3),
        (tables.drop_table, 16), (tables.create_index, 76), (tables.drop_index, 24), (tables.rename_index, 5),
        (tables.comment, 105), (objects.create_schema, 3), (objects.create_enum, 9), (objects.add_enum_value, 14),
        (objects.rename_enum_value, 3), (objects.drop_enum, 2), (objects.create_sequence, 8), (objects.alter_sequence, 6),
        (objects.number_rows_from_sequence, 4), (objects.drop_sequence, 2), (objects.create_view, 22), (objects.redefine_view, 20),
        (objects.drop_view, 10), (objects.create_function, 34), (objects.redefine_function, 32), (objects.overload_function, 3),
        (objects.drop_function, 8), (objects.create_trigger, 16), (objects.drop_trigger, 3),
    ],
    "rows": [(rows.insert, 66), (rows.insert_select, 7), (rows.update, 30), (rows.update_from, 3), (rows.delete, 6)],
    "mixed": [(rows.add_and_backfill, 42), (rows.create_and_seed, 18), (rows.change_and_write, 40)],
    "code": [(blocks.set_sequence, 25), (blocks.call_function, 25), (blocks.insert_if_missing, 20), (blocks.loop_over_rows, 18),
             (blocks.count_and_tell, 8), (blocks.dynamic_comments, 4)],
}
OPENING = [tables.create_table, objects.create_schema, tables.create_table, objects.create_enum, objects.create_schema,
           tables.create_table, tables.create_table]


def draw(db, kind):
    """A step of the kind, or None where twenty draws do not fit."""
    makers = [maker for maker, _ in STEPS[kind]]
    weights = WEIGHTS[kind]
    for _ in range(20):
        step = db.rng.choices(makers, cum_weights=weights)[0](db)
        if step is not None and step.statements:
            return step
    return None


def running_sums(numbers):
    total, sums = 0, []
    for number in numbers:
        total += number
        sums.append(total)
    return sums


WEIGHTS = {kind: running_sums([weight for _, weight in steps]) for kind, steps in STEPS.items()}


def several_rows(db):
    """Files with rows only hold more statements than others."""
    step = draw(db, "rows")
    if step is None:
        return None
    for _ in range(db.rng.choices([0, 1, 2, 4], [34, 28, 24, 14])[0]):
        more = draw(db, "rows")
        if more:
            step.statements += more.statements
    return step


def next_migration(db, deck):
    """Plays the first card of the deck that fits; cards that do not fit yet stay on it."""
    for at in range(len(deck) - 1, -1, -1):
        step = several_rows(db) if deck[at] == "rows" else draw(db, deck[at])
        if step is not None:
            del deck[at]
            return step
    return tables.create_table(db)


def generate(seed, count):
    """`count` Migrations; the same seed and count give the same ones."""
    rng = random.Random(seed)
    db = Database(rng)
    deck, migrations = [], []
    while len(migrations) < count:
        if not deck:
            deck = list(FILES)
            rng.shuffle(deck)
        opening = len(migrations) < len(OPENING)
        step = OPENING[len(migrations)](db) if opening else next_migration(db, deck)
        if opening and "ddl" in deck:
            deck.remove("ddl")
        migrations.append(step)
    return [titled(rng, step, number, count) for number, step in enumerate(migrations, 1)]


def titled(rng, step, number, count):
    """The step under a file name's description, with the comment that its author left."""
    description = re.sub(r"[^a-z0-9]+", "_", step.description.lower()).strip("_")[:60]
    if rng.random() < 0.6:
        day = (number - 1) * 1800 // max(count, 1)
        date = f"{2019 + day // 360}-{day % 360 // 30 + 1:02}-{day % 30 % 28 + 1:02}"
        head = rng.choice([f"-- {rng.choice(words.PREFIXES)}-{number + 17}: {rng.choice(words.REASONS)}",
                           f"-- {rng.choice(words.AUTHORS)}, {date}",
                           f"/* {date} {rng.choice(words.REASONS)} */"])
        step.statements[0] = head + "\n" + step.statements[0]
    return Migration(description, step.statements)
