"""People who sign in, with one post each unless told otherwise."""

import factory

from accounts.models import Post, User


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
            Post(user=user, role=role, grid=user.grid, lines=list(lines)).save(by=None)
        return user
