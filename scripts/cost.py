"""Counts what a register and a field cost in lines; docs/adr/0007 shows the table, a test keeps it true.

A line is one that holds code: no blank lines, no comments, no docstrings.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# register → (model, where it is, page, where it is, its actions and forms)
REGISTERS = {
    "acid.Venue": ("Venue", "Venues"),
    "acid.Member": ("Member", "Members"),
    "acid.Care": ("Care", "Cares"),
    "acid.Referral": ("Referral", "Referrals"),
    "acid.Activity": ("Activity", "Activities"),
    "acid.Notice": ("Notice", "Notices"),
    "acid.Stamp": ("Stamp", "Stamps"),
    "acid.Diary": ("Diary", "Diaries"),
    "acid.Case": ("Case", "Cases"),
    "grids.Issue": ("Issue", "Issues"),
}
HOMES = {"acid": "tests/acid", "grids": "grids"}


def code_lines(node, source):
    """How many lines of a piece of the syntax tree hold code."""
    quiet = set()
    for part in ast.walk(node):
        if isinstance(part, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(part):
            text = part.body[0]
            quiet |= set(range(text.lineno, text.end_lineno + 1))
    lines = source.splitlines()
    return sum(
        1
        for number in range(node.lineno, node.end_lineno + 1)
        if number not in quiet and lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#")
    )


def found(home, kind, name):
    """The class ``name`` in the file or package ``kind`` of a room, with its source."""
    place = ROOT / home
    files = sorted([place / f"{kind}.py"] if (place / f"{kind}.py").exists() else (place / kind).glob("*.py"))
    for file in files:
        source = file.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                return node, source
    raise LookupError(f"{home}/{kind}: no {name}")


def counted():
    """[(register, lines of the model, lines of the page)], smallest first."""
    rows = []
    for register, (model, page) in REGISTERS.items():
        home = HOMES[register.split(".")[0]]
        lines = [code_lines(*found(home, kind, name)) for kind, name in (("models", model), ("pages", page))]
        rows.append((register, *lines))
    return sorted(rows, key=lambda row: (row[1] + row[2], row[0]))


def field_cost(name="seats", model="Venue"):
    """In how many lines of the test-only room a field is named: {file: lines}."""
    files = ("models.py", "pages.py", "migrations/0001_initial.py")
    places = {ROOT / "tests/acid" / file: file for file in files} | {ROOT / "tests/factories/acid.py": "factory"}
    return {
        told: sum(
            f"'{name}'" in line or f'"{name}"' in line or f"    {name} = " in line
            for line in file.read_text().splitlines()
        )
        for file, told in places.items()
    }


def table():
    """The tables of the decision record."""
    lines = ["| Register | Model | Page |", "|---|---:|---:|"]
    lines += [f"| {register} | {model} | {page} |" for register, model, page in counted()]
    lines += ["", "| Where a field is named | Lines |", "|---|---:|"]
    lines += [f"| {place} | {count} |" for place, count in field_cost().items()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
