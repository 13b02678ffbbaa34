"""Password rules, as a whole and one by one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import SENTENCE, ComplexityValidator, proposed


@pytest.mark.parametrize(
    "password", ["Garden-wall-x", "garden-wall-7", "GARDEN-WALL-7", "Gardenwall7", "春天Garden花园x"]
)
def test_three_kinds_of_characters_are_enough(password):
    ComplexityValidator().validate(password)


@pytest.mark.parametrize("password", ["gardenwallxx", "Gardenwallxx", "1234567890", "garden 花园 wall", ""])
def test_two_kinds_are_too_plain(password):
    with pytest.raises(ValidationError, match=SENTENCE):
        ComplexityValidator().validate(password)


@pytest.mark.parametrize("password", ["Short-1x", "Password123", "Member1-ab"])
def test_short_common_or_like_the_account_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(username="member1", name="演小梅"))


def test_a_proposed_password_passes_and_is_never_the_same():
    made = {proposed() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert not set(password) & set("0O1lI")


def test_the_rule_is_said_before_it_is_broken():
    assert "三种" in ComplexityValidator().get_help_text()
