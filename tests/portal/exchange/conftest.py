import pytest

from accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.grids import plant


@pytest.fixture
def place(db):
    """A community with two grids, and a neighbour."""
    community, grids = plant("甲")
    other, others = plant("乙")
    return {"community": community, "grids": grids, "other": other, "others": others}


@pytest.fixture
def secretary(place):
    return UserFactory(grid=place["community"], role=Role.SECRETARY)


@pytest.fixture
def desk(client, secretary):
    """The secretary's browser."""
    client.force_login(secretary)
    return client
