"""Who acts in the tests of the wishes."""

import pytest

from accounts.choices import Role
from tests.factories import station


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def own(house):
    """A party member with an account, on duty in the first grid today."""
    return station.duty(house.near, own=house.user(Role.PARTY)).member
