"""Who may consent for whom: under 14 a guardian does. Source: PIPL §31."""

from grids.choices import Purpose
from grids.identity import age_on

YOUNG = 14
NO_GUARDIAN = "未满 14 岁由监护人同意：请写明监护人关系，如 母亲。"
GROWN = "这个人已满 14 岁，由本人同意，请改选同意什么。"


def guardian_refusal(*, purpose, birth, given_on, guardian):
    """(field, sentence) of what is wrong about who consents; None where all is right.

    ``birth`` None: only the purpose tells that it is about a child.
    """
    age = age_on(birth, given_on) if birth and given_on else None
    if purpose == Purpose.CHILD and age is not None and age >= YOUNG:
        return "purpose", GROWN
    young = purpose == Purpose.CHILD or (age is not None and age < YOUNG)
    return ("guardian", NO_GUARDIAN) if young and not (guardian or "").strip() else None
