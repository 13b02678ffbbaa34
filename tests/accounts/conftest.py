"""A small community with an administrator, a secretary, two grid heads and a member."""

from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.grids import plant

PASSWORD = "Secret-pass-1"


@pytest.fixture
def people(db):
    """Users by name, and the nodes they work at."""
    community, (near, aside) = plant("A")
    return SimpleNamespace(
        community=community,
        near=near,
        aside=aside,
        admin=UserFactory(username="admin", name="演管安", grid=community, role=Role.ADMIN),
        secretary=UserFactory(username="secretary", name="演书真", grid=community, role=Role.SECRETARY),
        head=UserFactory(username="head1", name="演大山", grid=near, role=Role.HEAD),
        other=UserFactory(username="head2", name="演二河", grid=aside, role=Role.HEAD),
        member=UserFactory(username="member1", name="演小梅", grid=near, role=Role.MEMBER),
    )


@pytest.fixture
def at():
    """A browser in which the given user is signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def sign_in():
    """Type an account and a password into the sign-in page."""

    def typed(client, username, password=PASSWORD, **more):
        return client.post("/accounts/login/", {"username": username, "password": password, **more})

    return typed
