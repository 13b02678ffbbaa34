"""Who works in the demonstration community: one account and one post each, all with the same password.

The given names are 演 and a number, so that they cannot be anybody's.
"""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.models import Post, User
from reports.demo.making import SUFFIX

NUMERALS = "一二三四五六七八九十"
HEADS = "贺艾刘高白薛康"
MEMBERS = "任曹郝马韩雷常霍申乔杜冯谢田孟秦万段"
# Members of grids one to seven: eighteen in all.
MEMBERS_IN = (3, 3, 3, 3, 2, 2, 2)
OTHERS = [
    ("secretary", "张演书", Role.SECRETARY),
    ("clerk", "马演工", Role.CLERK),
    ("mediator", "刘演调", Role.MEDIATOR),
    ("leader1", "苏演队", Role.LEADER),
    ("party1", "任演党", Role.PARTY),
    ("party2", "崔演员", Role.PARTY),
    ("admin", "吕演管", Role.ADMIN),
]


def _numeral(number):
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def everybody(demo):
    """(user name, name, role, node) of each person."""
    for username, name, role in OTHERS:
        yield username, name, role, demo.community
    for number, (surname, grid) in enumerate(zip(HEADS, demo.grids, strict=True), 1):
        yield f"head{number}", f"{surname}演{_numeral(number)}", Role.HEAD, grid
    where = [grid for grid, many in zip(demo.grids, MEMBERS_IN, strict=True) for _ in range(many)]
    for number, (surname, grid) in enumerate(zip(MEMBERS, where, strict=True), 1):
        yield f"member{number}", f"{surname}演{_numeral(number)}", Role.MEMBER, grid
    yield "observer", "石演察", Role.OBSERVER, demo.street


def load(demo):
    """Open the accounts and give each its post; nobody is asked to change the password."""
    people = list(everybody(demo))
    if taken := User.objects.filter(username__in=[p[0] for p in people]).values_list("username", flat=True):
        raise ValidationError(f"这些账号名已经有人用：{'、'.join(sorted(taken))}，演示账号建不起来。")
    # Hashed once: they share the password anyway, and thirty slow hashes are thirty times slower.
    password, since = make_password(demo.password), demo.day - timedelta(days=3 * 365)
    for username, name, role, node in people:
        user = User(username=username, name=f"{name}{SUFFIX}", grid=node, must_change_password=False)
        user.password = password
        user.save(by=None)
        post = Post(user=user, role=role, grid=node, since=since)
        post.save(by=None)
        demo.people[username] = user
        demo.mark(user, post)
