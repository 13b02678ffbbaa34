"""What the clock clears away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portal import ticks
from portal.models import Contact, Submission
from tests.factories.accounts import UserFactory
from tests.factories.grids import plant

pytestmark = pytest.mark.django_db


def test_contacts_go_on_the_day_their_retention_ends():
    community, _ = plant()
    today = timezone.localdate()
    due = Contact.objects.create(community=community, name="王某演示", phone="19900000001", purge_on=today)
    kept = Contact.objects.create(community=community, name="李某演示", purge_on=today + timedelta(days=1))
    ticks.purge_contacts()
    ticks.purge_contacts()
    assert list(Contact.objects.all()) == [kept]
    assert due.pk != kept.pk


def test_a_contact_is_unreadable_at_rest_and_found_by_its_hash():
    from django.db import connection

    from portal.crypto import keyed_hash

    community, _ = plant()
    one = Contact.objects.create(
        community=community, name="王某演示", phone="19900000001", purge_on=timezone.localdate()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM portal_contact")
        assert not {"王某演示", "19900000001"} & set(cursor.fetchone())
    found = Contact.objects.get(phone_hash=keyed_hash("19900000001"))
    assert (found.pk, found.name, found.phone) == (one.pk, "王某演示", "19900000001")


def test_keys_of_old_forms_are_forgotten():
    community, _ = plant()
    user = UserFactory(grid=community)
    old = Submission.objects.create(user=user, key=uuid4(), url="/")
    Submission.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    new = Submission.objects.create(user=user, key=uuid4(), url="/")
    ticks.purge_submissions()
    assert list(Submission.objects.all()) == [new]
