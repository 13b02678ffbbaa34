"""The promise of the layer in numbers: what the decision record says is what is counted."""

from pathlib import Path

from scripts import cost

ROOT = Path(__file__).resolve().parent.parent


def test_the_decision_record_has_the_numbers():
    assert cost.table() in (ROOT / "docs" / "adr" / "0007-cost.md").read_text(encoding="utf-8")


def test_a_register_is_a_model_and_a_page_of_sixty_lines():
    pages = {register: page for register, _, page in cost.counted() if register.startswith("acid.")}
    assert max(pages.values()) <= 60


def test_a_field_is_named_where_it_must_be_and_nowhere_else():
    assert sum(cost.field_cost().values()) <= 5
