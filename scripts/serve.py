"""Behind `make run`: brings the database and static files up to date, then runs web server and worker until Ctrl-C.

Production settings but for HTTPS, on 127.0.0.1 only. The demo community is loaded once, and only into the embedded database.
"""

import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangyuanze.settings")

import django  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402


def say(*lines):
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def load_demo_once():
    """Noted in the database itself, so that a community cleared on purpose stays cleared."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils import timezone

    from portal.models import Beat

    if Beat.objects.filter(name="demo").exists():
        return
    if not get_user_model().objects.exists():
        say("正在载入演示社区 … loading the demo community")
        call_command("demo")
    Beat.objects.create(name="demo", at=timezone.now())


def collect_static(settings):
    """Compressing takes half a minute, so only when a file or a package changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    files = sorted((name, storage.path(name)) for finder in get_finders() for name, storage in finder.list(None))
    content = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for name, path in files:
        content.update(name.encode() + Path(path).read_bytes())
    stamp, value = settings.STATIC_ROOT.with_name("static.stamp"), content.hexdigest()
    settings.STATIC_ROOT.parent.mkdir(parents=True, exist_ok=True)
    # Portals that start together, as the journeys' do, take turns: the second finds the work done.
    with settings.STATIC_ROOT.with_name("static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = stamp.is_file() and stamp.read_text() == value and (settings.STATIC_ROOT / "staticfiles.json").is_file()
        if not done:
            say("正在压缩静态文件 … compressing static files")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(value)


def prepare():
    """Everything before the first request; answers the settings."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    if not port_is_free(settings.PORT):
        sys.exit(
            f"端口 {settings.PORT} 已被占用，请换一个，例如 PORT={settings.PORT + 1} make run。\n"
            f"Port {settings.PORT} is taken; choose another, for example PORT={settings.PORT + 1} make run."
        )
    call_command("migrate", interactive=False, verbosity=0)
    if settings.EMBEDDED_DATABASE:
        load_demo_once()
        if demo_accounts():
            os.environ.setdefault("DEMO_SITE", "on")
    collect_static(settings)
    connections.close_all()
    return settings


def start(*command):
    """In a session of its own, so that Ctrl-C reaches only this process, which then stops both in order."""
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, start_new_session=True)


def wait_until_up(port, server):
    for _ in range(150):
        if server.poll() is not None:
            return False
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def welcome(settings):
    lines = ["", f"  打开 http://127.0.0.1:{settings.PORT}/   （Ctrl-C 停止）", ""]
    if names := demo_accounts():
        password = "DEMO_PASSWORD 所设" if settings.DEMO_PASSWORD else "首次载入时在屏幕上显示过一次"
        listed = textwrap.indent(textwrap.fill(" ".join(names), 90), "    ")
        lines += [f"  演示账号（密码：{password}）", listed, ""]
    say(*lines)


def demo_accounts():
    """User names of the made-up people, who are marked as such."""
    from django.contrib.auth import get_user_model

    made_up = get_user_model().objects.filter(name__contains="（演示）").order_by("pk")
    return list(made_up.values_list("username", flat=True))


def main():
    try:
        settings = prepare()
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    temporary = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running = []
    try:
        running = [
            start(
                "-m", "gunicorn", "yangyuanze.wsgi", "--bind", f"127.0.0.1:{settings.PORT}", "--workers", "2",
                "--timeout", "120", "--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning",
                *temporary,
            ),
            start("manage.py", "work"),
        ]  # fmt: skip
        if wait_until_up(settings.PORT, running[0]):
            welcome(settings)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        sys.exit(max(process.poll() or 0 for process in running) or 1)
    except KeyboardInterrupt:
        say("", "已停止 stopped")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
