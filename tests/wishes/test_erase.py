"""Somebody is taken off the register: what was wished for, how it came true and why somebody was helped goes, the rows stay."""

import json
from pathlib import Path

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection

from grids.actions.erase import erase, erase_all
from grids.choices import PersonState
from grids.models.person_words import GONE
from portal.models import Attachment, Contact, Entry
from tests.factories import people, station, wishes
from tests.factories.wishes import fresh
from wishes.actions import aid as aids
from wishes.actions import claim as claims
from wishes.actions import errand as errands
from wishes.actions import wish as actions
from wishes.choices import Answer, Heard, LetterState
from wishes.models import Aid, Claim, Errand, Letter

WORD = "独门标记"
WHY = {"note": "本人要求"}


def everything():
    """All that stands in the tables of the house, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in ("portal", "grids", "accounts", "party", "wishes"):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                found += [json.dumps(row, default=str, ensure_ascii=False) for row in cursor.fetchall()]
    return "\n".join(found)


def told(house, clerk, person):
    """A wish of somebody that tells much, from the first word to the last; every move says why in words of its own."""
    why = {"by": clerk, "note": WORD}
    wish = wishes.verified(house.near, person=person, by=clerk, sentence=f"想要{WORD}", amount=900, over_reason=WORD)
    letter = wishes.letter(house.near, text=WORD, place=WORD, name=WORD, phone="13911112222")
    Letter._base_manager.filter(pk=letter.pk).update(wish=wish, state=LetterState.TAKEN)
    errand = station.done(house.near, person=person, sentence=WORD, place=WORD)
    errands.thank(errand, by=clerk, answer=Heard.HAPPY, thanks=WORD, note=WORD)
    actions.publish(fresh(wish), **why)
    claims.claim(fresh(wish), name="周演外", phone="13900002222", **why)
    actions.release(fresh(wish), **why)
    claims.claim(fresh(wish), name="周演外", phone="13900002222", **why)
    actions.realise(fresh(wish), how=WORD, **why)
    actions.follow_up(fresh(wish), answer=Answer.HAPPY, feedback=WORD, thanks=WORD, **why)
    return fresh(wish)


def helped(house, clerk, person):
    """Somebody who was helped, and is no more."""
    recipient = wishes.recipient(house.near, person=person, reason=WORD)
    paid = wishes.payment(house.near, recipient=recipient)
    aids.end(fresh(recipient), by=clerk, note=WORD)
    return fresh(recipient), paid


def test_no_word_of_anybody_is_left_and_every_row_is(house, clerk):
    person = people.resident(house.near)
    wish, (recipient, paid) = told(house, clerk, person), helped(house, clerk, person)
    contact = Letter.objects.get(wish=wish).contact_id
    assert everything().count(WORD) > 12
    erase(fresh(person), by=clerk, **WHY)
    assert WORD not in everything()
    wish, recipient = fresh(wish), fresh(recipient)
    assert (wish.sentence, wish.over_reason, wish.how, wish.feedback, wish.thanks) == (GONE, "", "", "", "")
    assert (wish.state, wish.realised_on is None, wish.amount, wish.answer) == ("closed", False, 900, "happy")
    assert (recipient.reason, recipient.state) == ("", "ended")
    letter, errand = Letter.objects.get(), Errand.objects.get()
    assert (letter.text, letter.place, letter.contact, Contact.objects.filter(pk=contact).exists()) == (
        GONE, "", None, False,
    )  # fmt: skip
    assert (errand.sentence, errand.place, errand.thanks, errand.state) == (GONE, "", "", "thanked")
    assert set(Claim.objects.values_list("state", flat=True)) == {"released", "done"}
    assert Contact.objects.count() == 2  # those who claimed are kept for as long as their own term runs
    assert Aid.objects.get(pk=paid.pk).amount == paid.amount


def test_history_keeps_who_did_what_and_when(house, clerk):
    person = people.resident(house.near)
    wish, (recipient, _) = told(house, clerk, person), helped(house, clerk, person)
    mine = Entry.objects.filter(root_model="wishes.wish", root_id=wish.pk)
    names = ("pk", "verb", "model", "at", "actor", "from_state", "to_state")
    before = set(mine.values_list(*names))
    assert {"publish", "claim", "release", "realise", "follow_up"} <= set(mine.values_list("verb", flat=True))
    erase(fresh(person), by=clerk, **WHY)
    assert before <= set(mine.values_list(*names))
    about = [*mine, *Entry.objects.filter(model="wishes.recipient", object_id=recipient.pk)]
    assert {(json.dumps(one.changes), one.reason) for one in about} == {("{}", "")}


def test_what_others_wish_for_stays(house, clerk):
    person = people.resident(house.near)
    told(house, clerk, person)
    other = told(house, clerk, people.resident(house.near))
    lines = Entry.objects.filter(root_model="wishes.wish", root_id=other.pk).exclude(reason="")
    many = lines.count()
    erase(fresh(person), by=clerk, **WHY)
    assert (fresh(other).sentence, fresh(other).how, lines.count()) == (f"想要{WORD}", WORD, many)


def test_so_do_those_of_rows_merged_into_the_person(house, clerk):
    person, twin = people.resident(house.near), people.resident(house.near)
    wish = told(house, clerk, twin)
    twin = fresh(twin)
    twin.merged_into, twin.state = person, PersonState.MERGED
    twin.save(by=None)
    erase_all([fresh(person)], by=clerk, **WHY)
    assert (fresh(wish).sentence, WORD in everything()) == (GONE, False)


def test_pictures_of_how_it_came_true_go(house, clerk, django_capture_on_commit_callbacks):
    wish = told(house, clerk, people.resident(house.near))
    photo = Attachment(model="wishes.wish", object_id=wish.pk, width=1, height=1, sha256="0")
    photo.file.save(".jpg", ContentFile(b"1"), save=False)
    photo.thumb.save("-s.jpg", ContentFile(b"1"), save=False)
    photo.save()
    kept = photo.file.path
    with django_capture_on_commit_callbacks(execute=True):
        erase(fresh(wish.person), by=clerk, **WHY)
    assert (Attachment.objects.exists(), Path(kept).exists()) == (False, False)


def test_the_ledger_says_before_it_is_written_that_nobody_is_named_there(house, clerk, enter):
    wishes.fund(house.near)
    assert "不写姓名、病名、电话" in enter(clerk).get("/aid/add/").content.decode()
