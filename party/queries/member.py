"""Finding members: by their own number, by the words people are found by, or as whoever signed in."""

from django.db.models import Q

from grids.models import Person
from grids.queries.person import number, seek, with_number
from party.choices import MemberState
from party.models import Member


def own_member(user):
    """The membership of whoever signed in; None for those who are no members."""
    return Member.objects.filter(person__user=user.pk, state=MemberState.ACTIVE).first()


def sought(path=""):
    """(seek, with_number) for a register whose rows lead to a member by ``path``, "" for that of members itself."""
    whose = f"{path}__person__in" if path else "person__in"

    number_of_member = f"{path}__code__iexact" if path else "code__iexact"

    def by_words(words):
        said = words.strip()
        return (
            Q(code__icontains=said) | Q(**{number_of_member: said}) | Q(**{whose: Person.objects.filter(seek(words))})
        )

    def by_number(token):
        return Q(**{whose: Person.objects.filter(with_number(token))})

    return staticmethod(by_words), staticmethod(by_number)


class FoundByName:
    """Mixed in before Page: a register of what belongs to members, found by their names; ``member_path`` leads to them."""

    number, search_hint = staticmethod(number), "姓名、拼音、编号"

    def __init_subclass__(cls, member_path="member", **kwargs):
        cls.seek, cls.with_number = sought(member_path)
        super().__init_subclass__(**kwargs)
