"""What a password must be, and the one proposed for a new account."""

import secrets
import string

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

SENTENCE = "密码要含大写字母、小写字母、数字、符号中的至少三种，请再加一种。"
# Letters and digits that are not mistaken for one another when read out or copied by hand.
CLEAR = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789")


class LengthValidator(MinimumLengthValidator):
    """Long enough; Django has no Chinese sentence for it."""

    def get_error_message(self):
        return f"密码太短，至少 {self.min_length} 位，请加长。"

    def get_help_text(self):
        """The rule before it is broken."""
        return f"至少 {self.min_length} 位。"


class ComplexityValidator:
    """At least three of: capital letters, small letters, digits, anything else. Source: domain.md, 等保 level 2."""

    def __init__(self, kinds=3):
        self.kinds = kinds

    def validate(self, password, user=None):
        """Raises ValidationError with the sentence to show."""
        known = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
        found = sum(any(c in kind for c in password) for kind in known)
        found += any(c not in "".join(known) for c in password)
        if found < self.kinds:
            raise ValidationError(SENTENCE, code="password_too_plain")

    def get_help_text(self):
        """The rule before it is broken."""
        return "大写字母、小写字母、数字、符号，至少含三种。"


def proposed():
    """A random password of three groups that passes every rule, easy to copy by hand: Kx7m-tQ4w-Rn9e."""
    groups = []
    for _ in range(3):
        letters = [secrets.choice(kind) for kind in CLEAR] + [secrets.choice("".join(CLEAR))]
        secrets.SystemRandom().shuffle(letters)
        groups.append("".join(letters))
    return "-".join(groups)
