"""微承诺: what party members promise in one sentence, how they keep it, and what others say of it."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "pledges"
    verbose_name = "微承诺"
    default_auto_field = "django.db.models.BigAutoField"
