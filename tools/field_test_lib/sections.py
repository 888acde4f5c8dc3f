"""The part of a plain SQL file that a tool runs on its way up, and whether in one transaction: by the tool's documentation."""

import os
import re

UP = {
    "goose": (re.compile(r"^--\s*\+goose\s+Up\b", re.I | re.M), re.compile(r"^--\s*\+goose\s+Down\b", re.I | re.M)),
    "dbmate": (re.compile(r"^--\s*migrate:up\b", re.M), re.compile(r"^--\s*migrate:down\b", re.M)),
    "node-pg-migrate": (re.compile(r"^\s*--[\s-]*up\s+migration", re.I | re.M),
                        re.compile(r"^\s*--[\s-]*down\s+migration", re.I | re.M)),
    "mybatis": (None, re.compile(r"^\s*--\s*//\s*@UNDO", re.I | re.M)),
}
OUTSIDE = {
    "goose": re.compile(r"^--\s*\+goose\s+NO\s+TRANSACTION", re.I | re.M),
    "dbmate": re.compile(r"^--\s*migrate:up\b.*transaction\s*:\s*false", re.M),
    "sqlx": re.compile(r"\A--\s*no-transaction"),
}
ALONE = re.compile(r"\bCONCURRENTLY\b", re.I)


class Reader:
    def __init__(self, tool):
        self.tool = tool

    def context(self):
        return [], '"$user", public'

    def script(self, path):
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
        return self.up_part(text), not self.is_outside(text, path)

    def up_part(self, text):
        begins, ends = UP.get(self.tool, (None, None))
        start = begins.search(text) if begins else None
        start = start.end() if start else 0
        end = ends.search(text, start) if ends else None
        return text[start:end.start()] if end else text[start:]

    def is_outside(self, text, path):
        mark = OUTSIDE.get(self.tool)
        if mark:
            return bool(mark.search(text))
        if self.tool == "diesel":
            settings = os.path.join(os.path.dirname(path), "metadata.toml")
            return os.path.exists(settings) and "run_in_transaction = false" in open(settings, encoding="utf-8").read()
        return bool(ALONE.search(text))  # one statement sent alone has no transaction around it
