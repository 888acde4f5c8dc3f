"""What exists at this point of the history: enough of a catalog to write only statements that apply."""

from . import words


class Column:
    def __init__(self, name, kind, type_, values=None, enum=None, prefix="X"):
        self.name = name
        self.kind = kind
        self.type = type_
        self.values = values      # of a state
        self.enum = enum          # the Enum of an enum column
        self.prefix = prefix      # of codes
        self.not_null = False
        self.default = None
        self.extra = ""           # identity, generated
        self.target = None        # the Table that a foreign key leads to
        self.pinned = False       # used where a rename or drop would break things: key, trigger, generated column
        self.filled = True        # no row has NULL here
        self.unique = False
        self.scale = 1.0          # how far updates may have multiplied its values

    def definition(self):
        parts = [self.name, self.enum.ref() if self.enum else self.type]
        if self.extra:
            parts.append(self.extra)
        if self.not_null:
            parts.append("NOT NULL")
        if self.default is not None:
            parts.append(f"DEFAULT {self.default}")
        return " ".join(parts)


class Named:
    """Anything with a schema and a name; objects in public are written without the schema."""

    def __init__(self, schema, name):
        self.schema = schema
        self.name = name
        self.comment = None
        self.gone = False

    def ref(self):
        return self.name if self.schema == "public" else f"{self.schema}.{self.name}"


class Table(Named):
    def __init__(self, schema, name):
        super().__init__(schema, name)
        self.columns = []
        self.key = None           # the primary key's column; None for a pair of references
        self.key_style = "serial"
        self.pair = None          # the two columns of a join table's key
        self.constraints = {}     # name -> (kind, [columns])
        self.indexes = {}         # name -> [columns], predicate's included
        self.referrers = []       # (Table, Column) whose foreign key leads here
        self.views = []           # views that read it
        self.triggers = {}        # name -> Function
        self.keys = []            # of the rows that are there
        self.next_key = 1
        self.sequence_at = 0
        self.serial = 0           # for distinct values
        self.has_log = False      # rows come from triggers: no DML of ours

    def plain(self):
        """Columns that steps may change freely."""
        return [c for c in self.columns if not c.pinned and c is not self.key]

    def column(self, name):
        return next((c for c in self.columns if c.name == name), None)

    def forget_column(self, column):
        self.columns.remove(column)
        self.constraints = {n: c for n, c in self.constraints.items() if column not in c[1]}
        self.indexes = {n: c for n, c in self.indexes.items() if column not in c}
        if column.target:
            column.target.referrers = [r for r in column.target.referrers if r[1] is not column]

    def sequence_column(self):
        """The key's own sequence belongs to serial and identity keys only."""
        return self.key if self.key is not None and self.key_style != "code" else None


class View(Named):
    """A SELECT kept as structure, so that it can be written again after renames."""

    def __init__(self, schema, name, base, number):
        super().__init__(schema, name)
        self.base = base          # Table or View
        self.number = number      # order of creation
        self.columns = []         # Column: output names and kinds
        self.sources = []         # beside each output column: (alias, Column) or a literal text
        self.join = None          # (Table, Column of base)
        self.condition = None     # (Column of base, text)
        self.grouped = False
        self.views = []

    def reads(self, column):
        used = [source[1] for source in self.sources if isinstance(source, tuple)]
        if self.join:
            used += [self.join[1], self.join[0].key]
        if self.condition:
            used.append(self.condition[0])
        return column in used

    def query(self):
        items, group = [], []
        for column, source in zip(self.columns, self.sources):
            text = f"{source[0]}.{source[1].name}" if isinstance(source, tuple) else source
            plain = isinstance(source, tuple) and source[1].name == column.name
            items.append(text if plain else f"{text} AS {column.name}")
            if isinstance(source, tuple):
                group.append(text)
        lines = ["SELECT " + ",\n       ".join(items), f"  FROM {self.base.ref()} b"]
        if self.join:
            lines.append(f"  {'LEFT ' if self.grouped is False else ''}JOIN {self.join[0].ref()} j "
                         f"ON j.{self.join[0].key.name} = b.{self.join[1].name}")
        if self.condition:
            lines.append(f" WHERE b.{self.condition[0].name} {self.condition[1]}")
        if self.grouped:
            lines.append(" GROUP BY " + ", ".join(group))
        return "\n".join(lines)


class Enum(Named):
    def __init__(self, schema, name, values):
        super().__init__(schema, name)
        self.values = values


class Sequence(Named):
    def __init__(self, schema, name):
        super().__init__(schema, name)
        self.used = False


class Function(Named):
    """`uses`: (object, its name when the body was written); the body is text, so a rename makes it stale."""

    def __init__(self, schema, name, arguments, returns, shape):
        super().__init__(schema, name)
        self.arguments = arguments  # [(name, type, default or None)]
        self.returns = returns
        self.shape = shape
        self.uses = []
        self.round = 0
        self.is_trigger = returns == "trigger"

    def signature(self):
        return f"{self.ref()}({', '.join(type_ for _, type_, _ in self.arguments)})"

    def works(self):
        return all(not getattr(thing, "gone", False) and thing.name == name for thing, name in self.uses)


class Database:
    def __init__(self, rng):
        self.rng = rng
        self.schemas = ["public"]
        self.tables = []
        self.views = []
        self.enums = []
        self.sequences = []
        self.functions = []
        self.used = set()         # names of relations, types and constraints ever taken, per schema
        self.counter = 0
        self.free_tables = [(entity, part) for entity in words.ENTITIES for part in words.PARTS]
        head = [pair for pair in self.free_tables if not pair[1]]
        tail = [pair for pair in self.free_tables if pair[1]]
        rng.shuffle(head)
        rng.shuffle(tail)
        self.free_tables = head[:20] + self.shuffled(head[20:] + tail)

    def shuffled(self, items):
        self.rng.shuffle(items)
        return items

    def number(self):
        self.counter += 1
        return self.counter

    def take(self, schema, name):
        """`name`, or one like it, that nothing in the schema has or had."""
        name = name[:55]
        candidate, n = name, 1
        while (schema, candidate) in self.used:
            n += 1
            candidate = f"{name}_v{n}"
        self.used.add((schema, candidate))
        return candidate

    def reserve(self, schema, *names):
        """Names that PostgreSQL makes up itself."""
        for name in names:
            self.used.add((schema, name))

    def table_name(self, schema):
        """Names go round: after the list is spent they are numbered."""
        entity, part = self.free_tables.pop(0)
        self.free_tables.append((entity, part))
        name = words.plural(f"{entity}_{part}" if part else entity)
        return self.take(schema, name)

    def some_schema(self):
        return self.rng.choice(self.schemas)

    def some(self, items, wanted=lambda item: True, tries=8):
        """One of the items that is wanted, the newer ones more often; None where a few draws find none."""
        if not items:
            return None
        for _ in range(tries):
            item = items[len(items) - 1 - int(len(items) * self.rng.random() ** 2)]
            if wanted(item):
                return item
        return None

    def views_over(self, relation, column=None):
        """Views that depend on the relation (or on its column), and views on those, in order of creation."""
        found = []
        queue = [view for view in relation.views if column is None or view.reads(column)]
        while queue:
            view = queue.pop()
            if view not in found:
                found.append(view)
                queue.extend(view.views)
        return sorted(found, key=lambda view: view.number)

    def forget_view(self, view):
        view.gone = True
        self.views.remove(view)
        view.base.views.remove(view)
        if view.join and view in view.join[0].views:
            view.join[0].views.remove(view)


class Migration:
    """One file: its statements in order, and a description in a few words."""

    def __init__(self, description, statements):
        self.description = description
        self.statements = statements
