"""A portal of its own for the journeys and the screenshots: a scratch database with the demonstration, served as `make run` does.

Nothing of the working data under var/ is touched; only the compressed static files are shared.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "Scratch-pass-2026"
# The first start of a fresh clone compresses the static files, which alone takes half a minute.
PATIENCE = 240


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder, port):
    """Settings of a portal that keeps everything in ``folder``."""
    return os.environ | {
        "ENV_FILE": "",
        "DJANGO_SETTINGS_MODULE": "yangyuanze.settings",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "HASH_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": urlsafe_b64encode(os.urandom(32)).decode(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
        "LOG_LEVEL": "ERROR",
    }


def _answers(url, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.3)
    return False


@contextmanager
def portal(folder, port=None):
    """The address of a running portal with the demonstration; it ends with the block."""
    port = port or free_port()
    settings, url = environment(folder, port), f"http://127.0.0.1:{port}"
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL
        )
    log = (Path(folder) / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        if not _answers(url, server):
            raise RuntimeError((Path(folder) / "server.log").read_text()[-2000:])
        yield url
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()
