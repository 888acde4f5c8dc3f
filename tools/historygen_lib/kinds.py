"""What a column may hold. Every value that the generator writes lies in the kind's domain, and every CHECK it adds
follows from that domain: so a constraint can be added at any time, whatever rows there are.
"""

from . import words


def quote(text):
    return "'" + text.replace("'", "''") + "'"


# Types of a kind, narrow to wide: a type change goes one or more steps to the right.
TYPES = {
    "name": ["varchar(80)", "varchar(120)", "varchar(200)", "text"],
    "code": ["varchar(20)", "varchar(32)", "varchar(64)", "text"],
    "email": ["varchar(120)", "varchar(254)", "text"],
    "note": ["text"],
    "state": ["varchar(16)", "varchar(32)", "text"],
    "count": ["smallint", "integer", "bigint"],
    "amount": ["numeric(8,2)", "numeric(10,2)", "numeric(12,2)", "numeric(14,4)"],
    "rate": ["numeric(5,2)", "numeric(6,3)", "numeric"],
    "flag": ["boolean"],
    "day": ["date"],
    "at": ["timestamp", "timestamptz"],
    "doc": ["jsonb"],
    "tags": ["text[]"],
    "country": ["char(2)", "varchar(2)", "text"],
    "token": ["uuid"],
}

# How often a plain column is of a kind.
WEIGHTS = [("name", 12), ("note", 8), ("state", 8), ("count", 16), ("amount", 12), ("rate", 4), ("flag", 12), ("day", 9),
           ("at", 10), ("doc", 4), ("tags", 2), ("country", 3), ("token", 2), ("code", 6), ("email", 2)]
DISTINCT = ("code", "email")  # values are never written twice


def draw(rng):
    return rng.choices([kind for kind, _ in WEIGHTS], [weight for _, weight in WEIGHTS])[0]


def literal(rng, column, serial):
    """A value for the column, as SQL text; `serial` counts up and keeps distinct kinds distinct."""
    kind = column.kind
    if kind == "name":
        return quote(words.phrase(rng))
    if kind == "code":
        return quote(f"{column.prefix}-{serial:05}")
    if kind == "email":
        return quote(f"user{serial}@example.org")
    if kind == "note":
        return quote(words.sentence(rng))
    if kind == "state":
        return quote(rng.choice(column.values))
    if kind == "enum":
        return quote(rng.choice(column.enum.values))
    if kind == "count":
        return str(rng.randrange(0, 500))
    if kind == "amount":
        return f"{rng.randrange(0, 50000) / 100:.2f}"
    if kind == "rate":
        return f"{rng.randrange(0, 1000) / 10:.1f}"
    if kind == "flag":
        return rng.choice(["true", "false"])
    if kind == "day":
        return quote(f"{rng.randrange(2018, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}")
    if kind == "at":
        return quote(f"{rng.randrange(2018, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} "
                     f"{rng.randrange(24):02}:{rng.randrange(60):02}:00+00")
    if kind == "doc":
        return quote('{"source": "%s", "size": %d}' % (rng.choice(words.THINGS), rng.randrange(90)))
    if kind == "tags":
        return quote("{" + ",".join(rng.sample(words.ADJECTIVES, rng.randrange(0, 3))) + "}")
    if kind == "country":
        return quote(rng.choice(words.COUNTRIES))
    return quote(f"00000000-0000-4000-8000-{serial:012}")


def default(rng, column):
    """A default for the column, or None for a kind that has none."""
    kind = column.kind
    if kind == "state":
        return quote(column.values[0])
    if kind == "enum":
        return quote(rng.choice(column.enum.values))
    if kind == "count":
        return str(rng.choice([0, 0, 0, 1, 10]))
    if kind in ("amount", "rate"):
        return rng.choice(["0", "0", "0.00", "1.5"])
    if kind == "flag":
        return rng.choice(["true", "false"])
    if kind == "day":
        return rng.choice(["CURRENT_DATE", "'2020-01-01'"])
    if kind == "at":
        return rng.choice(["now()", "CURRENT_TIMESTAMP"])
    if kind == "doc":
        return "'{}'"
    if kind == "tags":
        return "'{}'"
    if kind == "country":
        return "'DE'"
    if kind == "token":
        return "gen_random_uuid()"
    if kind in ("name", "note"):
        return rng.choice(["''", "'unknown'"])
    return None


def check(rng, column):
    """A CHECK expression that all values of the column satisfy, or None."""
    name, kind = column.name, column.kind
    if kind == "state":
        return f"{name} IN ({', '.join(quote(value) for value in column.values)})"
    if kind in ("count", "amount"):
        return rng.choice([f"{name} >= 0", f"{name} > -1"])
    if kind == "rate":
        return rng.choice([f"{name} BETWEEN 0 AND 100", f"{name} >= 0 AND {name} <= 100"])
    if kind == "country":
        return rng.choice([f"length({name}) = 2", f"{name} ~ '^[A-Z]{{2}}$'"])
    if kind == "code":
        return rng.choice([f"{name} ~ '^[A-Z]+-[0-9]+$'", f"length({name}) >= 4", f"{name} <> ''"])
    if kind == "email":
        return f"position('@' in {name}) > 1"
    if kind == "name":
        return f"length({name}) <= 60"
    if kind == "day":
        return f"{name} >= '2000-01-01'"
    return None
