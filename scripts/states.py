"""Draws the state graphs from the move tables: docs/states.md, a diagram and a table of who may do what for each register.

python scripts/states.py      writes docs/states.md
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "states.md"
HEAD = """# 状态与办理

由 `scripts/states.py` 从各台账的 `MOVES` 和 `accounts/roles.py` 生成，请勿手改。图里一个箭头是一种办法；“谁可以”只说岗位，
管到哪里（本网格、本社区、本人上报或承办）见 `accounts/roles.py`，另有条件的（如承办人不能核查自己办的）办理时会说明。
"""
STAYS = "不变"


def registers():
    """The pages of the house whose rows have states, in the order they were declared."""
    from portal.pages import registry

    kept = [page for page in registry if page.model.MOVES and page.model._meta.app_label != "acid"]
    return [page for page in kept if all(move.sources for move in page.model.MOVES.values())]


def labels(model):
    """State → Chinese label, in the order of the choices."""
    return dict(model._meta.get_field(model.STATE_FIELD).flatchoices)


def arrows(model):
    """(from, to, [labels]) of every arrow between two states, in the order of the table; several moves share an arrow."""
    found = {}
    for source in labels(model):
        for move in model.MOVES.values():
            for target in move.outcomes(source) if source in move.sources else ():
                if target != source:
                    found.setdefault((source, target), []).append(move.label)
    return [(source, target, words) for (source, target), words in found.items()]


def diagram(model):
    """The graph as Mermaid draws it; what leaves the state as it is stands in the table only."""
    field = model._meta.get_field(model.STATE_FIELD)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'  state "{label}" as {state}' for state, label in labels(model).items()]
    lines.append(f"  [*] --> {field.default}")
    lines += [f"  {source} --> {target}: {'、'.join(words)}" for source, target, words in arrows(model)]
    return [*lines, "```"]


def who(model, verb):
    """The roles that may make a move."""
    from accounts.choices import Role
    from accounts.roles import reaches

    return "、".join(role.label for role in Role if reaches(role, verb, model)) or "系统"


def table(model):
    """What may be done in each state, by whom, and what follows."""
    known = labels(model)
    lines = ["| 现在是 | 可以办 | 谁可以 | 之后是 |", "|---|---|---|---|"]
    for source, label in known.items():
        for name, move in model.MOVES.items():
            if source in move.sources:
                after = [STAYS if target == source else known[target] for target in move.outcomes(source)]
                lines.append(f"| {label} | {move.label} | {who(model, name)} | {' 或 '.join(after)} |")
        if not any(source in move.sources for move in model.MOVES.values()):
            lines.append(f"| {label} | — | — | — |")
    return lines


def document():
    """The whole text of docs/states.md."""
    parts = [HEAD]
    for page in registers():
        model = page.model
        parts += ["\n".join([f"## {model._meta.verbose_name}", "", *diagram(model), "", *table(model)]) + "\n"]
    return "\n".join(parts)


def main():
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangyuanze.settings")
    django.setup()
    __import__("yangyuanze.urls")
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)} {len(registers())}\n")


if __name__ == "__main__":
    main()
