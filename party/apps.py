"""Party organisations, their members, points and the year's stars."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    name = "party"
    verbose_name = "党组织与党员"
    default_auto_field = "django.db.models.BigAutoField"
