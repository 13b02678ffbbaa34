"""The test-only room; what its roles may do is added to the house's matrix when it loads."""

from django.apps import AppConfig


class AcidConfig(AppConfig):
    name = "tests.acid"
    verbose_name = "试验"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts.roles import MATRIX, PUBLIC_MATRIX
        from tests.acid.roles import LINES, PUBLIC_LINES

        for role, lines in LINES.items():
            MATRIX[role].update(lines)
        PUBLIC_MATRIX.update(PUBLIC_LINES)
