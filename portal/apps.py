"""The shared layer: what every register of the house stands on."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import checks
        from portal.models.ledger import install_guards

        autodiscover_modules("pages", "figures", "ticks")
        checks.register_all()
        post_migrate.connect(install_guards, dispatch_uid="portal.ledger")
