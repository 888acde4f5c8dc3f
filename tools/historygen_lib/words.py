"""The vocabulary of a made-up company: what its tables, columns and tickets are called."""

ENTITIES = """customer order invoice payment product supplier shipment warehouse employee contract vehicle booking
ticket project device sensor campaign article course student patient room route parcel account meter station tenant
claim policy asset recipe batch member event voucher subscription refund branch document license machine tariff
vendor quote lead partner outlet crew garment printer""".split()

PARTS = """ note event tag item price limit address contact setting history template type group file check
version plan budget rule link alert share owner report label period status_change import export score""".split()
PARTS = [""] + PARTS

SCHEMAS = "sales billing logistics hr ops crm stock audit reporting portal ledger fleet care archive".split()

NAMES = {
    "name": "name title label display_name first_name last_name short_name caption".split(),
    "code": "code reference external_id number sku serial_no".split(),
    "email": "email contact_email reply_to".split(),
    "note": "description remark comment_text body hint summary".split(),
    "state": "state status phase stage".split(),
    "enum": "kind category level channel".split(),
    "count": "quantity position attempts priority weight_g stock_level version_no visits seats".split(),
    "amount": "price total amount net_amount fee deposit balance discount".split(),
    "rate": "tax_rate share_percent rating utilisation".split(),
    "flag": "active archived is_default visible confirmed internal locked".split(),
    "day": "due_on valid_from valid_until started_on ended_on birthday".split(),
    "at": "created_at sent_at closed_at seen_at imported_at approved_at".split(),
    "doc": "settings payload extra attributes".split(),
    "tags": "tags labels keywords".split(),
    "country": "country nationality origin_country".split(),
    "token": "token public_id trace_id".split(),
}

STATES = [["new", "open", "closed"], ["draft", "active", "archived"], ["pending", "approved", "rejected"],
          ["queued", "running", "done", "failed"], ["planned", "started", "finished", "cancelled"]]
ENUM_VALUES = """small medium large basic premium gold silver internal external manual automatic phone web store
partner weekly monthly yearly north south east west low normal high urgent""".split()

ADJECTIVES = """red quick silent northern late old plain green heavy bright early spare common rapid round broad
narrow calm steady golden""".split()
THINGS = """kettle bridge lantern anchor garden basket engine window harbour ladder mirror pencil saddle tunnel
pillow hammer ribbon bottle carpet trumpet""".split()
COUNTRIES = "DE AT CH FR NL PL IT ES SE DK".split()

AUTHORS = "Ana Bo Chidi Dora Emil Farah".split()
PREFIXES = "OPS APP DATA CORE".split()
REASONS = """requested by support|needed for the new export|finding of the last audit|cleanup after the release|
performance of the overview page|preparation for the next step|asked for by accounting|follow-up of the incident|
the import needs it|agreed in the weekly""".replace("\n", "").split("|")


def plural(word):
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word + "s"


def singular(word):
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def phrase(rng):
    return f"{rng.choice(ADJECTIVES)} {rng.choice(THINGS)}"


def sentence(rng):
    return f"The {phrase(rng)} near the {rng.choice(THINGS)}, {rng.choice(REASONS)}."
