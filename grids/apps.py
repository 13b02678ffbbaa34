"""微服务: the grid tree and what happens in the grids."""

from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = "微服务"
    default_auto_field = "django.db.models.BigAutoField"
