"""Settings of the tests: the portal's own, with keys and folders that last as long as the run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_ENVIRONMENT = {
    "ENV_FILE": "",
    "SECRET_KEY": "only-for-the-tests-" * 3,
    "FIELD_KEYS": "dGVzdC1rZXl0ZXN0LWtleXRlc3Qta2V5dGVzdC1rZXk=",
    "HASH_KEY": "only-for-the-tests-" * 3,
    "HTTPS": "off",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "LOG_LEVEL": "ERROR",
    "DEMO_PASSWORD": "",
}
os.environ.update(TEST_ENVIRONMENT)
scratch = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/db.sqlite3")

from yangyuanze.settings import *  # noqa: E402, F403
from yangyuanze.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.acid"]
ROOT_URLCONF = "tests.urls"
MEDIA_ROOT = scratch / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: concurrency tests open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(scratch / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"TEMPLATE": "portal_test_template"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
