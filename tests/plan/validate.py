#!/usr/bin/env python3
"""usage: validate.py PLAN.json: checks a migration plan against docs/plan.schema.json, and that its account adds up."""
import json
import pathlib
import sys

import jsonschema

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs" / "plan.schema.json"


def faults(plan, schema):
    for error in jsonschema.Draft202012Validator(schema).iter_errors(plan):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
    account = plan.get("account", {})
    parts = [account.get(name, 0) for name in ("converted", "no_effect", "set_aside")]
    if not sum(parts) == account.get("statements") == len(account.get("entries", [])):
        yield "account: the counts do not add up"


def main():
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    plan = json.loads(pathlib.Path(sys.argv[1]).read_text())
    found = list(faults(plan, schema))
    print("\n".join(found) or "valid")
    return 1 if found else 0


sys.exit(main())
