"""What a plan says of each migration, and the figures over many of them."""

import re
from collections import Counter

# First words of statements that read or write rows, or run code.
NOT_DDL = {"insert", "update", "delete", "merge", "copy", "truncate", "select", "with", "do", "call", "execute", "values",
           "table", "\\copy"}
FINE = ("proven", "structure proven", "learnt")
NOISE = re.compile(r"^(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)+", re.S)


def first_word(sql):
    found = re.match(r"[\\\w]+", NOISE.sub("", sql))
    return found.group(0).lower() if found else ""


def kind_of(word):
    """`proven on empty tables` is a word of its own; what no proof reached is `not proven`."""
    return word if word in FINE + ("proven on empty tables", "failed") else "not proven"


def migrations(plan):
    """In the order in which an empty database gets them."""
    out = []
    for commit in plan["commits"] + plan["refused"]:
        proof = commit.get("proof", {"word": "failed", "reason": commit.get("reason", "")})
        statements = [one["sql"] for one in commit.get("up", [])]
        out.append({"id": commit["id"], "path": commit.get("path", ""),
                    "word": kind_of(proof["word"]), "reason": proof.get("reason", ""),
                    "class": commit.get("rollback", {}).get("class", "none"),
                    "ddl_only": bool(statements) and not any(first_word(sql) in NOT_DDL for sql in statements)})
    return in_order(out, plan) if plan["refused"] else out


def in_order(found, plan):
    """Refused migrations stand apart in the plan: they follow what stands before their statements in the account. A migration
    without statements stands in no account, but where it is among the others."""
    accounted = list(dict.fromkeys(entry["migration"] for entry in plan["account"]["entries"]))
    refused = {one["id"]: one for one in plan["refused"]}
    by_id = {one["id"]: one for one in found}
    out = [one for one in found if one["id"] not in refused]
    for at, name in enumerate(accounted):
        if name in refused:
            before = [one["id"] for one in out]
            place = max((before.index(other) + 1 for other in accounted[:at] if other in before), default=0)
            out.insert(place, by_id[name])
    return out + [by_id[name] for name in refused if name not in accounted]


# What psql's refusals take, by its words; the first that fits.
REMEDIES = [
    ("are no SQL", r"^is no SQL$"),
    ("need more rights than a migration's role has (--pre-script FILE, what they do with those)",
     r"permission denied|must be superuser|must be owner|system trigger"),
    ("are written for another PostgreSQL (its server installed, or --shadow URL)",
     r"syntax error|must have an alias|trailing junk|unrecognized|unsupported"),
    ("need what was there before or follow on one that failed (--pre-script FILE, --search-path PATH, --role NAME)",
     r"does not exist|is not available|no schema has been selected"),
]


def remedy(refusal):
    return next((text for text, words in REMEDIES if re.search(words, refusal)), "are refused by psql")


def left_out(found):
    """One line for each kind of what psql does not apply: how many, what they take, and the first of them."""
    kinds = {}
    for one in found:
        if not one.get("applies"):
            kinds.setdefault(remedy(one["psql"]), []).append(one)
    return [f"left out: {len(ones)} {text}: {ones[0]['id']}" + (f" ({ones[0]['psql']})" if "ERROR" in ones[0]["psql"] else "")
            for text, ones in kinds.items()]


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def figures(found):
    counted = [one for one in found if one.get("applies")]
    ddl = [one for one in counted if one["ddl_only"]]
    return {"listed": len(found), "counted": len(counted), "words": Counter(one["word"] for one in counted),
            "fine": sum(one["word"] in FINE for one in counted), "ddl": len(ddl),
            "ddl_proven": sum(one["word"] == "proven" for one in ddl), "classes": Counter(one["class"] for one in counted)}


def print_figures(of):
    print(f"  psql applies {of['counted']} of {of['listed']}; of these "
          + ", ".join(f"{count} {word}" for word, count in of["words"].most_common()))
    print(f"  proven, structure proven or learnt: {share(of['fine'], of['counted'])}; "
          f"DDL-only and proven: {of['ddl_proven']} of {of['ddl']} = {share(of['ddl_proven'], of['ddl'])}")
    print("  rollback: " + ", ".join(f"{count} {name}" for name, count in of["classes"].most_common()))


def show(result, first):
    print(f"{result['name']}: ", end="")
    if "trouble" in result:
        return print(result["trouble"], flush=True)
    print(f"{result['tool']}, {len({one['path'] for one in result['migrations']})} files, {result['statements']} statements, "
          f"{result['seconds']:.1f} s")
    print_figures(figures(result["migrations"]))
    for one in result.get("astray", [])[:first]:
        print(f"    the tool itself: {one}")
    wrong = [one for one in result["migrations"] if one.get("applies") and one["word"] not in FINE]
    for one in wrong[:first]:
        print(f"    {one['id']}: {one['word']}: {one['reason'][:200]}")
    for line in left_out(result["migrations"]):
        print(f"    {line}")
    print(end="", flush=True)


def show_total(results):
    found = [one for result in results for one in result.get("migrations", [])]
    print(f"all {len(results)} histories:")
    print_figures(figures(found))
