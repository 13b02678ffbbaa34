"""微心愿: what residents wish for, who takes it on, and what came of it; the help fund and the help station; the public wall."""

from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "wishes"
    verbose_name = "微心愿"
    default_auto_field = "django.db.models.BigAutoField"
