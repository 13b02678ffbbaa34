"""The settings come from the environment alone, and say in a sentence what is wrong with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from yangyuanze.environment import Environment, fernet_keys, kept_keys

ROOT = Path(__file__).resolve().parent.parent
SQLITE = "sqlite:///var/db.sqlite3"


@pytest.fixture
def env(tmp_path):
    return Environment(tmp_path)


@pytest.mark.parametrize("value", ["yes", "True", "1", "开"])
def test_a_flag_is_on_or_off_and_nothing_else(env, monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)
    with pytest.raises(ImproperlyConfigured, match="请写 on 或 off"):
        env.flag("HTTPS", default=True)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "八千", "８０００", "80 00"])
def test_a_number_stays_in_its_range(env, monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="PORT.*1 到 65535"):
        env.number("PORT", 8000, 1, 65535)


@pytest.mark.parametrize("value", ["mysql://a@b/c", "postgres", "postgres://u:p@h:port/x", "postgres://u@h:5432/", "x"])
def test_a_malformed_database_address_is_refused(env, monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database("DATABASE_URL", SQLITE)


def test_a_database_address_is_read(env, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database("DATABASE_URL", SQLITE)["NAME"] == str(tmp_path / "var/db.sqlite3")
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@db:5433/portal")
    config = env.database("DATABASE_URL", SQLITE)
    assert (config["NAME"], config["USER"], config["HOST"], config["PORT"]) == ("portal", "me", "db", 5433)


def test_an_empty_value_means_the_default(env, monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert env.number("PORT", 8000, 1, 65535) == 8000


def test_the_env_file_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("PORT=1234\nIDLE_MINUTES=5\n")
    monkeypatch.setattr(os, "environ", {"PORT": "4321"})
    monkeypatch.setattr("environ.Env.ENVIRON", os.environ)
    env = Environment(tmp_path)
    assert (env.given("PORT"), env.given("IDLE_MINUTES")) == ("4321", "5")


def test_a_required_key_that_is_missing_or_short_is_named(env, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY：没有设置"):
        env.secret("SECRET_KEY", None)
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY：太短"):
        env.secret("SECRET_KEY", None)
    monkeypatch.setenv("FIELD_KEYS", "x" * 44)
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS：不是有效的密钥"):
        env.secret("FIELD_KEYS", None, fernet_keys)


def test_generated_keys_are_kept_and_for_the_owner_only(tmp_path):
    keys = kept_keys(tmp_path / "var", tmp_path / "var/db.sqlite3")
    assert kept_keys(tmp_path / "var", tmp_path / "var/db.sqlite3") == keys
    assert (tmp_path / "var/keys.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["keys.json"]
    assert fernet_keys(keys["FIELD_KEYS"]) is None


def test_keys_lost_beside_a_database_are_not_made_anew(tmp_path):
    (tmp_path / "db.sqlite3").touch()
    with pytest.raises(ImproperlyConfigured, match="请从备份放回"):
        kept_keys(tmp_path, tmp_path / "db.sqlite3")
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(ImproperlyConfigured, match="已损坏"):
        kept_keys(tmp_path, tmp_path / "db.sqlite3")


@pytest.mark.parametrize("command", [["manage.py", "check"], ["-c", "import yangyuanze.wsgi"]])
def test_a_wrong_setting_ends_the_start_with_a_sentence_and_no_traceback(command):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yangyuanze.settings", "PORT": "many"}
    run = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "设置项 PORT：写的是“many”" in run.stderr
    assert "Traceback" not in run.stderr


def test_production_settings_pass_the_deployment_checks():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yangyuanze.settings", "HTTPS": "on"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
