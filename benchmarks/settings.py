"""The portal's settings with Django's admin beside it, to be measured against."""

import os
from pathlib import Path

os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,testserver")

from yangyuanze.settings import *  # noqa: F403
from yangyuanze.settings import INSTALLED_APPS, STATIC_ROOT, STORAGES, TEMPLATES

# Whitenoise says so, row after row, where nothing was collected yet.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E410", "axes.W006", "security.W021"]
