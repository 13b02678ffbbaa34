"""People who sign in, with one post each unless told otherwise."""

import factory

from accounts.models import Line, Post, User


def line_of(grid, word):
    """The key of a line of work of the grid's community by its word: line_of(near, "safety"); 0 for no such line."""
    return Line.objects.filter(community=grid.community_id, key=word).values_list("pk", flat=True).first() or 0


class UserFactory(factory.django.DjangoModelFactory):
    """An account with a post of ``role`` at ``grid``; no post when role is empty."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"演{n}（演示）")
    must_change_password = False
    role = ""

    @classmethod
    def _create(cls, model_class, *args, role="", lines=(), password="Secret-pass-1", **kwargs):
        user = model_class(**kwargs)
        user.set_password(password)
        user.save(by=None)
        if role:
            keys = [line_of(user.grid, line) if isinstance(line, str) else line for line in lines]
            Post(user=user, role=role, grid=user.grid, lines=keys).save(by=None)
        return user
