"""Steps on schemas, enums, sequences, views, functions and triggers."""

from . import kinds, words
from .model import Column, Enum, Function, Migration, Sequence, Table, View
from .tables import add_column, altered


def create_schema(db):
    names = [name for name in words.SCHEMAS if name not in db.schemas]
    if not names:
        return None
    name = db.rng.choice(names)
    db.schemas.append(name)
    return Migration(f"schema {name}", [f"CREATE SCHEMA {name}"])


# --- enums

def create_enum(db):
    rng = db.rng
    schema = db.some_schema()
    enum = Enum(schema, db.take(schema, f"{rng.choice(words.ENTITIES)}_{rng.choice(words.NAMES['enum'])}"),
                rng.sample(words.ENUM_VALUES, rng.randrange(2, 6)))
    db.enums.append(enum)
    return Migration(f"type {enum.name}", [f"CREATE TYPE {enum.ref()} AS ENUM ({', '.join(map(kinds.quote, enum.values))})"])


def add_enum_value(db):
    enum = db.some(db.enums)
    if enum is None or len(enum.values) > 14:
        return None
    new = db.rng.choice([value for value in words.ENUM_VALUES if value not in enum.values])
    at, place = len(enum.values), ""
    if db.rng.random() < 0.4:
        at = db.rng.randrange(len(enum.values))
        word = db.rng.choice(["BEFORE", "AFTER"])
        place = f" {word} {kinds.quote(enum.values[at])}"
        at += word == "AFTER"
    enum.values.insert(at, new)
    return Migration(f"{enum.name} may be {new}", [f"ALTER TYPE {enum.ref()} ADD VALUE {kinds.quote(new)}{place}"])


def rename_enum_value(db):
    enum = db.some(db.enums)
    if enum is None:
        return None
    free = [value for value in words.ENUM_VALUES if value not in enum.values]
    at, new = db.rng.randrange(len(enum.values)), db.rng.choice(free)
    old, enum.values[at] = enum.values[at], new
    for table in db.tables:
        for column in table.columns:
            if column.enum is enum and column.default == kinds.quote(old):
                column.default = kinds.quote(new)
    return Migration(f"{enum.name} {old} becomes {new}",
                     [f"ALTER TYPE {enum.ref()} RENAME VALUE {kinds.quote(old)} TO {kinds.quote(new)}"])


def drop_enum(db):
    enum = db.some(db.enums)
    if enum is None or any(column.enum is enum for table in db.tables for column in table.columns) \
            or any(column.enum is enum for view in db.views for column in view.columns):
        return None
    db.enums.remove(enum)
    return Migration(f"drop type {enum.name}", [f"DROP TYPE {enum.ref()}"])


# --- sequences

def create_sequence(db):
    rng = db.rng
    schema = db.some_schema()
    sequence = Sequence(schema, db.take(schema, f"{rng.choice(words.ENTITIES)}_number_seq"))
    db.sequences.append(sequence)
    options = rng.choice(["", " START WITH 1000", " INCREMENT BY 10 START WITH 100", " AS integer MAXVALUE 999999", " CACHE 20"])
    return Migration(f"sequence {sequence.name}", [f"CREATE SEQUENCE {sequence.ref()}{options}"])


def alter_sequence(db):
    sequence = db.some(db.sequences)
    if sequence is None:
        return None
    change = db.rng.choice(["INCREMENT BY 5", "INCREMENT BY 1", "CACHE 10", "MAXVALUE 900000", "NO CYCLE", "CYCLE"])
    return Migration(f"alter {sequence.name}", [f"ALTER SEQUENCE {sequence.ref()} {change}"])


def number_rows_from_sequence(db):
    """A column that takes its default from a sequence, which it owns where both are in one schema."""
    sequence = db.some(db.sequences, lambda s: not s.used)
    table = altered(db, lambda t: len(t.columns) < 20 and t.key is not None and t.column("running_no") is None)
    if sequence is None or table is None:
        return None
    sequence.used = True
    column = Column("running_no", "numbered", "bigint")
    column.default = f"nextval('{sequence.ref()}')"
    column.pinned = True
    add_column(table, column)
    statements = [f"ALTER TABLE {table.ref()} ADD COLUMN {column.definition()}"]
    if sequence.schema == table.schema:
        statements.append(f"ALTER SEQUENCE {sequence.ref()} OWNED BY {table.ref()}.running_no")
        db.sequences.remove(sequence)
    return Migration(f"number {table.name}", statements)


def drop_sequence(db):
    sequence = db.some(db.sequences, lambda s: not s.used)
    if sequence is None:
        return None
    db.sequences.remove(sequence)
    return Migration(f"drop sequence {sequence.name}", [f"DROP SEQUENCE {sequence.ref()}"])


# --- views

def view_columns(db, base, view):
    usable = [c for c in base.columns if c.kind != "doc"]
    chosen = db.rng.sample(usable, min(len(usable), db.rng.randrange(2, 7)))
    chosen.sort(key=base.columns.index)
    for source in chosen:
        add_view_column(view, source, "b", source.name)


def add_view_column(view, source, alias, name):
    column = Column(name, source.kind, source.type, source.values, source.enum, source.prefix)
    column.default = None
    view.columns.append(column)
    view.sources.append((alias, source))


def condition_on(db, base):
    for column in base.columns:
        if column.kind == "flag":
            return column, "IS TRUE"
        if column.kind == "state" and column.values:
            return column, f"= '{db.rng.choice(column.values)}'"
        if column.kind in ("count", "amount") and db.rng.random() < 0.5:
            return column, "> 0"
    return None


def create_view(db):
    """A view over a table, over a table and its parent, over another view, or a count a group."""
    rng = db.rng
    base = db.some(db.views, lambda v: not v.grouped) if db.views and rng.random() < 0.25 else db.some(db.tables)
    if base is None or len(base.columns) < 3 or len(base.views) > 5:
        return None
    schema = db.some_schema()
    style = rng.choice(["{}_view", "v_{}", "{}_overview", "active_{}", "{}_list"])
    stem = base.name if isinstance(base, Table) else base.name.replace("_view", "").replace("v_", "", 1)
    view = View(schema, db.take(schema, style.format(stem)[:48]), base, db.number())
    view_columns(db, base, view)
    if rng.random() < 0.4:
        view.condition = condition_on(db, base)
    if isinstance(base, Table) and rng.random() < 0.35:
        references = [c for c in base.columns if c.target is not None and c.target.key is not None]
        if references:
            join_parent(view, rng.choice(references))
    elif rng.random() < 0.2:
        view.grouped = True
        count = Column("how_many", "count", "bigint")
        view.columns.append(count)
        view.sources.append("count(*)")
    base.views.append(view)
    db.views.append(view)
    return Migration(f"view {view.name}", [f"CREATE VIEW {view.ref()} AS\n{view.query()}"])


def join_parent(view, reference):
    parent = reference.target
    view.join = (parent, reference)
    names = {column.name for column in view.columns}
    for source in parent.columns:
        name = f"parent_{source.name}"
        if source.kind in ("name", "code", "state") and name not in names:
            add_view_column(view, source, "j", name)
            break
    parent.views.append(view)


def redefine_view(db):
    """CREATE OR REPLACE VIEW with one more column at its end, or another condition."""
    view = db.some(db.views, lambda v: not v.grouped)
    if view is None:
        return None
    names = {column.name for column in view.columns}
    fresh = [c for c in view.base.columns if c.name not in names and c.kind != "doc"]
    if fresh and db.rng.random() < 0.7:
        source = db.rng.choice(fresh)
        add_view_column(view, source, "b", source.name)
    else:
        view.condition = None if view.condition else condition_on(db, view.base)
    return Migration(f"change view {view.name}", [f"CREATE OR REPLACE VIEW {view.ref()} AS\n{view.query()}"])


def drop_view(db):
    view = db.some(db.views, lambda v: not v.views)
    if view is None or len(db.views) < 4:
        return None
    db.forget_view(view)
    return Migration(f"drop view {view.name}", [f"DROP VIEW {view.ref()}"])


# --- functions

def function_text(db, function, body, language, traits="", replace=False):
    arguments = ", ".join(f"{name} {type_}" + (f" DEFAULT {default}" if default else "") for name, type_, default in function.arguments)
    word = "CREATE OR REPLACE FUNCTION" if replace else "CREATE FUNCTION"
    tag = "$$" if function.round % 3 else "$body$"
    return f"{word} {function.ref()}({arguments})\nRETURNS {function.returns}\nLANGUAGE {language}{traits}\nAS {tag}\n{body}\n{tag}"


def sum_body(function):
    rate = 100 + function.round * 7
    return f"    SELECT round(p_amount * {rate} / 100.0, p_digits)", "sql", " IMMUTABLE"


def label_body(function):
    lines = ["BEGIN", "    IF p_value IS NULL THEN", f"        RETURN 'none ({function.round})';", "    END IF;",
             f"    RETURN upper(trim(p_value)) || '-{function.round}';", "END"]
    return "\n".join(lines), "plpgsql", " STABLE"


def count_body(function):
    """How many rows of a table have a value: `uses` names table and column."""
    table, column = function.uses[0][0], function.uses[1][0]
    extra = "" if function.round % 2 else f" AND {column.name} IS NOT NULL"
    return f"    SELECT count(*) FROM {table.ref()} WHERE ({column.name} = p_value OR p_value IS NULL){extra}", "sql", " STABLE"


def sweep_body(function):
    """Changes rows: sets a state on old ones and says how many."""
    table, state = function.uses[0][0], function.uses[1][0]
    lines = ["DECLARE", "    v_count integer;", "BEGIN", f"    UPDATE {table.ref()}", f"       SET {state.name} = '{state.values[-1]}'",
             f"     WHERE {state.name} = p_from;", "    GET DIAGNOSTICS v_count = ROW_COUNT;", "    RETURN v_count;", "END"]
    return "\n".join(lines), "plpgsql", ""


BODIES = {"sum": sum_body, "label": label_body, "count": count_body, "sweep": sweep_body}


def create_function(db):
    rng = db.rng
    schema = db.some_schema()
    shape = rng.choices(["sum", "label", "count", "sweep"], [30, 25, 30, 15])[0]
    if shape == "sum":
        name = f"{rng.choice(words.ENTITIES)}_{rng.choice(words.NAMES['amount'])}_with_tax"
        function = Function(schema, name, [("p_amount", "numeric", None), ("p_digits", "integer", rng.choice([None, "2"]))], "numeric", shape)
    elif shape == "label":
        name = f"{rng.choice(words.ENTITIES)}_caption"
        function = Function(schema, name, [("p_value", "text", rng.choice([None, "''"]))], "text", shape)
    else:
        function = function_on_table(db, schema, shape)
        if function is None:
            return None
    function.name = db.take(schema + "()", function.name)
    db.functions.append(function)
    body, language, traits = BODIES[shape](function)
    return Migration(f"function {function.name}", [function_text(db, function, body, language, traits)])


def function_on_table(db, schema, shape):
    table = altered(db, lambda t: t.key is not None)
    if table is None:
        return None
    if shape == "count":
        columns = [c for c in table.plain() if c.kind in ("state", "name", "country") and not c.extra]
    else:
        columns = [c for c in table.plain() if c.kind == "state" and not c.unique]
    if not columns:
        return None
    column = db.rng.choice(columns)
    if shape == "count":
        function = Function(schema, f"count_{table.name}_by_{column.name}"[:40], [("p_value", "text", "NULL")], "bigint", shape)
    else:
        function = Function(schema, f"close_{table.name}"[:40], [("p_from", "text", kinds.quote(column.values[0]))], "integer", shape)
    function.uses = [(table, table.name), (column, column.name)]
    return function


def redefine_function(db):
    function = db.some(db.functions, lambda f: not f.is_trigger)
    if function is None or any(getattr(thing, "gone", False) for thing, _ in function.uses):
        return None
    function.round += 1
    function.uses = [(thing, thing.name) for thing, _ in function.uses]
    body, language, traits = BODIES[function.shape](function)
    return Migration(f"change function {function.name}", [function_text(db, function, body, language, traits, replace=True)])


def overload_function(db):
    function = db.some(db.functions, lambda f: f.shape == "label" and len(f.arguments) == 1)
    if function is None:
        return None
    other = Function(function.schema, function.name, [("p_value", "text", None), ("p_suffix", "text", None)], "text", "pair")
    function_key = (other.schema + "()", other.name + " of two")
    if function_key in db.used or function.arguments[0][2]:
        return None
    db.used.add(function_key)
    other.shape = "label"
    other.round = 1
    db.functions.append(other)
    return Migration(f"overload {function.name}",
                     [function_text(db, other, "BEGIN\n    RETURN trim(p_value) || p_suffix;\nEND", "plpgsql", " IMMUTABLE")])


def drop_function(db):
    function = db.some(db.functions, lambda f: not f.is_trigger)
    if function is None:
        return None
    db.functions.remove(function)
    if_exists = "IF EXISTS " if db.rng.random() < 0.2 else ""
    return Migration(f"drop function {function.name}", [f"DROP FUNCTION {if_exists}{function.signature()}"])


# --- triggers

def trigger_function(db, name, body, shape):
    """The function of that shape in public, and the statement that makes it where it is not there yet."""
    found = next((f for f in db.functions if f.shape == shape), None)
    if found:
        return found, []
    function = Function("public", db.take("public()", name), [], "trigger", shape)
    db.functions.append(function)
    return function, [function_text(db, function, body, "plpgsql")]


def create_trigger(db):
    form = db.rng.random()
    if form < 0.5:
        return create_touch_trigger(db)
    if form < 0.8:
        return create_guard_trigger(db)
    return create_audit_trigger(db)


def create_touch_trigger(db):
    """updated_at, kept by a BEFORE UPDATE trigger that all tables share."""
    table = altered(db, lambda t: t.column("updated_at") is None and t.key is not None and len(t.columns) < 19)
    if table is None:
        return None
    function, statements = trigger_function(
        db, "touch_updated_at", "BEGIN\n    NEW.updated_at := now();\n    RETURN NEW;\nEND", "touch")
    column = Column("updated_at", "at", "timestamptz")
    column.pinned = True
    column.filled = False
    add_column(table, column)
    name = f"{table.name}_touch"[:60]
    table.triggers[name] = function
    statements.append(f"ALTER TABLE {table.ref()} ADD COLUMN {column.definition()}")
    statements.append(f"CREATE TRIGGER {name}\n    BEFORE UPDATE ON {table.ref()}\n    FOR EACH ROW EXECUTE FUNCTION {function.ref()}()")
    return Migration(f"updated_at of {table.name}", statements)


def create_guard_trigger(db):
    """A trigger that looks and lets pass: for each row with WHEN, for each statement, or deferred to the commit."""
    table = altered(db, lambda t: t.key is not None and t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    form = db.rng.choice(["row", "row", "statement", "constraint"])
    name = f"{table.name}_guard_{form}"[:60]
    if name in table.triggers or (form == "row" and (column.kind in ("doc", "tags") or column.extra)):
        return None
    function, statements = trigger_function(
        db, "guard_change", "BEGIN\n    IF TG_OP = 'TRUNCATE' THEN\n        RAISE EXCEPTION 'not here';\n    END IF;\n    RETURN NULL;\nEND", "guard")
    table.triggers[name] = function
    if form == "row":
        column.pinned = True
        text = (f"CREATE TRIGGER {name}\n    AFTER UPDATE OF {column.name} ON {table.ref()}\n    FOR EACH ROW\n"
                f"    WHEN (OLD.{column.name} IS DISTINCT FROM NEW.{column.name})\n    EXECUTE FUNCTION {function.ref()}()")
    elif form == "statement":
        text = f"CREATE TRIGGER {name}\n    AFTER INSERT OR DELETE ON {table.ref()}\n    FOR EACH STATEMENT EXECUTE FUNCTION {function.ref()}()"
    else:
        text = (f"CREATE CONSTRAINT TRIGGER {name}\n    AFTER INSERT ON {table.ref()}\n    DEFERRABLE INITIALLY DEFERRED\n"
                f"    FOR EACH ROW EXECUTE FUNCTION {function.ref()}()")
    return Migration(f"guard {table.name}", statements + [text])


def create_audit_trigger(db):
    """Writes what happens to a table into the one log table, made with the first of these triggers."""
    table = altered(db, lambda t: t.key is not None and f"{t.name}_log" not in t.triggers)
    if table is None:
        return None
    statements = []
    log = next((t for t in db.tables if t.has_log), None)
    if log is None:
        log = Table("public", db.take("public", "change_log"))
        log.has_log = True
        for name, type_ in (("id", "bigint"), ("table_name", "text"), ("action", "text"), ("at", "timestamptz")):
            column = Column(name, "log", type_)
            column.pinned = True
            log.columns.append(column)
        db.tables.insert(0, log)
        db.reserve("public", "change_log_pkey", "change_log_id_seq")
        statements.append(f"CREATE TABLE {log.ref()} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    table_name text NOT NULL,\n"
                          "    action text NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),\n    at timestamptz NOT NULL DEFAULT now()\n)")
    function, made = trigger_function(
        db, "log_change",
        "BEGIN\n    INSERT INTO public.change_log (table_name, action) VALUES (TG_TABLE_NAME, TG_OP);\n    RETURN NULL;\nEND", "log")
    name = f"{table.name}_log"[:60]
    table.triggers[name] = function
    statements += made
    statements.append(f"CREATE TRIGGER {name}\n    AFTER INSERT OR UPDATE OR DELETE ON {table.ref()}\n    FOR EACH ROW EXECUTE FUNCTION {function.ref()}()")
    return Migration(f"log changes of {table.name}", statements)


def drop_trigger(db):
    table = altered(db, lambda t: t.triggers)
    if table is None:
        return None
    name = db.rng.choice(list(table.triggers))
    del table.triggers[name]
    return Migration(f"drop trigger {name}", [f"DROP TRIGGER {name} ON {table.ref()}"])
