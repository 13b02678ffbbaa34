"""Reads the settings from the environment; what is missing or malformed is said in one sentence, not in a traceback.

Every name read is noted in `Environment.names`, so a test can hold `.env.example` to it.
"""

import json
import os
import secrets
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def wrong(name, chinese, english):
    return ImproperlyConfigured(f"设置项 {name}：{chinese}。\nSetting {name}: {english}.")


class Environment:
    """The environment variables of one process, with `.env` beneath them; `names` maps each name read to its default."""

    def __init__(self, base, env_file=".env"):
        self.base = base
        self.names = {}
        self._env = environ.Env()
        if env_file and (base / env_file).is_file():
            self._env.read_env(base / env_file)

    def given(self, name, default=""):
        """The text set for `name`, trimmed; `default` where it is unset or empty."""
        self.names[name] = default
        return os.environ.get(name, "").strip() or default

    def flag(self, name, default):
        value = self.given(name, "on" if default else "off").lower()
        if value not in {"on", "off"}:
            raise wrong(name, f"写的是“{value}”，请写 on 或 off", f"it says “{value}”; write on or off")
        return value == "on"

    def choice(self, name, default, choices):
        value = self.given(name, default)
        if value not in choices:
            raise wrong(
                name,
                f"写的是“{value}”，请写 {'、'.join(choices)} 之一",
                f"it says “{value}”; write one of {', '.join(choices)}",
            )
        return value

    def number(self, name, default, low, high):
        value = self.given(name, str(default))
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise wrong(
                name,
                f"写的是“{value}”，请写 {low} 到 {high} 之间的整数",
                f"it says “{value}”; write a whole number from {low} to {high}",
            )
        return int(value)

    def words(self, name, default=""):
        """A comma-separated list without the empty places."""
        return [word.strip() for word in self.given(name, default).split(",") if word.strip()]

    def path(self, name, default):
        """A folder or file; a relative one starts at the project."""
        return self.base / self.given(name, default)

    def database(self, name, default):
        """Django's database dictionary from sqlite:///relative, sqlite:////absolute or postgres://user:pass@host/name."""
        url = self.given(name, default)
        try:
            config = (
                self._env.db_url_config(url) if url.startswith(("sqlite:///", "postgres://", "postgresql://")) else {}
            )
        except ValueError:
            config = {}
        if not config.get("NAME"):
            raise wrong(
                name,
                "请写成 sqlite:///var/db.sqlite3 或 postgres://用户:密码@主机:5432/库名",
                "write sqlite:///var/db.sqlite3 or postgres://user:password@host:5432/name",
            )
        if url.startswith("sqlite"):
            config["NAME"] = str(self.base / config["NAME"])
        return config

    def secret(self, name, kept, check=None):
        """A key from the environment, else from `kept` (the generated keys, None where none may be generated)."""
        value = self.given(name) or (kept or {}).get(name, "")
        if not value:
            raise wrong(
                name,
                "没有设置。用自备数据库时必须设置，写法见 .env.example",
                "it is not set; with a database of your own it must be, see .env.example",
            )
        if problem := (check or long_enough)(value):
            raise wrong(name, *problem)
        return value


def long_enough(value):
    if len(value) < 50:
        return (
            "太短，至少 50 个字符，且不要用容易猜到的内容",
            "it is too short: at least 50 characters nobody can guess",
        )
    return None


def fernet_keys(value):
    try:
        for key in value.split(","):
            Fernet(key.strip())
    except ValueError:
        return (
            "不是有效的密钥，每个密钥是 32 字节的 URL-safe base64，多个用英文逗号分开，第一个用来加密",
            "not valid: each key is 32 bytes in URL-safe base64, separated by commas, the first encrypts",
        )
    return None


def kept_keys(folder, database):
    """The keys of the embedded database, made on first use and kept in `folder`/keys.json, for the owner's eyes only.

    With the database there and the keys gone nothing encrypted could be read again, so new ones are refused.
    """
    file = folder / "keys.json"
    if not file.exists():
        if Path(database).exists():
            raise ImproperlyConfigured(
                f"数据库 {database} 还在，但密钥文件 {file} 不见了：请从备份放回，否则加密的内容无法读出。\n"
                f"The database {database} is there but its keys {file} are gone: put them back from the backup."
            )
        write_keys(file)
    try:
        return json.loads(file.read_text())
    except ValueError as error:
        raise ImproperlyConfigured(
            f"密钥文件 {file} 已损坏，请从备份放回。\nThe keys in {file} are damaged: put them back from the backup."
        ) from error


def write_keys(file):
    """Written aside and linked into place, so that of two processes starting together the first one's keys hold."""
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "HASH_KEY": secrets.token_urlsafe(48),
    }
    draft = file.with_name(f".keys-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys, indent=1))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
