"""Keys are changed while people work: nothing is lost, a killed run goes on, and no value is printed."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from grids.models import Person
from portal import rotation
from portal.crypto import EncryptedText
from portal.models import Contact, ImportRun
from tests.acid.models import Member
from tests.factories import acid, people
from tests.factories.accounts import UserFactory

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
PHONE, PLACE = "13911112222", "虚构路 77 号"


@pytest.fixture
def old(settings):
    settings.FIELD_KEYS = [OLD]


@pytest.fixture
def someone(old, house):
    return people.resident(house.near, phone=PHONE, id_number=people.id_number(n=9), registered=PLACE)


def run(**options):
    told = io.StringIO()
    call_command("rotate_keys", stdout=told, **options)
    return told.getvalue()


def test_everything_encrypted_is_found():
    found = {f"{model._meta.label}.{name}" for model, name in rotation.columns()}
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedText)
    }
    assert found == fields | {"portal.ImportRun.locked_content"}
    assert {"grids.Person.phone", "portal.Contact.name", "acid.Member.phone"} <= found


def test_old_key_only_before_new_key_only_after(someone, house, settings):
    acid.member(house.near)
    Contact.objects.create(community=house.community, name="王小明", phone=PHONE, purge_on=timezone.localdate())
    upload = ImportRun(user=UserFactory(grid=house.near), model="grids.person", file_name="a.xlsx", sha256="0")
    upload.content = bytes(range(256))
    upload.save()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ValueError, match="FIELD_KEYS"):
        Person.objects.get(pk=someone.pk)
    settings.FIELD_KEYS = [NEW, OLD]
    told = run()
    assert "grids.Person.phone：密文 1，改写 1" in told
    assert "旧密钥可以从 FIELD_KEYS 去掉" in told
    assert PHONE not in told
    settings.FIELD_KEYS = [NEW]
    person = Person.objects.get(pk=someone.pk)
    assert (person.phone, person.id_number, person.registered) == (PHONE, someone.id_number, PLACE)
    assert (Member.objects.get().name, Contact.objects.get().phone) == ("王小明", PHONE)
    assert ImportRun.objects.get().content == bytes(range(256))


def test_who_is_found_by_hash_is_found_after(someone, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    before = Person.objects.values_list("id_hash", "phone_hash", "version", "updated_at").get()
    run()
    assert Person.objects.values_list("id_hash", "phone_hash", "version", "updated_at").get() == before


def test_a_check_counts_and_changes_nothing(someone, settings, capsys):
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(SystemExit):
        run(check=True)
    assert rotation.check(Person, "phone") == rotation.Count(total=1, old=1)
    run()
    assert "全部" in run(check=True)
    assert rotation.check(Person, "phone") == rotation.Count(total=1)


def test_a_second_run_changes_nothing(someone, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    run()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM grids_person")
        first = cursor.fetchone()
        run()
        cursor.execute("SELECT phone FROM grids_person")
        assert cursor.fetchone() == first


def test_whoever_saves_in_between_wins(someone, settings, monkeypatch):
    settings.FIELD_KEYS = [NEW, OLD]
    keep = rotation._opens

    def saved_meanwhile(key, token):
        monkeypatch.setattr(rotation, "_opens", keep)
        person = Person.objects.get(pk=someone.pk)
        person.phone = "13999998888"
        person.save(by=None)
        return keep(key, token)

    monkeypatch.setattr(rotation, "_opens", saved_meanwhile)
    count = rotation.rotate(Person, "phone")
    assert (count.old, count.changed) == (1, 0)
    settings.FIELD_KEYS = [NEW]
    assert Person.objects.values_list("phone", flat=True).get() == "13999998888"


def test_what_no_key_opens_is_told_and_left(someone, settings):
    lost = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [lost]
    acid.member(someone.grid)
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=r"acid\.Member\.name"):
        run()
    settings.FIELD_KEYS = [lost]
    assert Member.objects.get().name == "王小明"


def test_many_rows_go_in_batches(old, house, settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    home = people.household(house.near)
    for n in range(8):
        people.resident(house.near, household=home, phone=f"1391111{n:04}")
    settings.FIELD_KEYS = [NEW, OLD]
    seen = []
    rotation.rotate(Person, "phone", lambda count: seen.append(count.changed))
    assert seen == [3, 6, 8]
    settings.FIELD_KEYS = [NEW]
    assert len(set(Person.objects.values_list("phone", flat=True))) == 8


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on(settings, transactional_db):
    """A real process is shot after its first batch; what it had done stays, the next run does the rest."""
    from tests.factories.house import build

    settings.FIELD_KEYS = [OLD]
    house = build()
    home = people.household(house.near)
    for n in range(6):
        people.resident(house.near, household=home, phone=f"1391111{n:04}")
    params = connection.settings_dict["NAME"]
    program = f"""
import os, signal, django
os.environ["FIELD_KEYS"] = "{NEW},{OLD}"
django.setup()
from django.conf import settings
from django.db import connections
settings.FIELD_KEYS = ["{NEW}", "{OLD}"]
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = {str(params)!r}
from grids.models import Person
from portal import rotation
rotation.BATCH = 2
def told(count):
    if count.total == 4:
        os.kill(os.getpid(), signal.SIGKILL)
rotation.rotate(Person, "phone", told)
"""
    connection.close()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    settings.FIELD_KEYS = [NEW, OLD]
    assert rotation.check(Person, "phone") == rotation.Count(total=6, old=2)
    assert rotation.rotate(Person, "phone").changed == 2
    settings.FIELD_KEYS = [NEW]
    assert len(set(Person.objects.values_list("phone", flat=True))) == 6


def test_a_ledger_bears_it_too(old, house, settings, monkeypatch):
    """No ledger keeps personal data today; were one to, its triggers must not stand in the way."""
    stamp = acid.stamp(house.near)
    settings.FIELD_KEYS = [NEW, OLD]
    # Its words are plain, so none of them opens; what matters is that the table was unlocked, walked and locked again.
    count = rotation.rotate(type(stamp), "code")
    assert count == rotation.Count(total=1, unreadable=1)
    from portal.models import Entry

    assert Entry.objects.filter(verb="unlock", reason__startswith="更换密钥").exists()
