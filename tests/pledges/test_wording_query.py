"""The wording check against the register: whom a sentence is compared with, what a process remembers, which phrases hold."""

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grids.actions import setup
from pledges.actions import phrase as phrases
from pledges.actions import pledge as actions
from pledges.choices import Finding, PledgeState
from pledges.models import Pledge, StockPhrase
from pledges.queries import wording
from pledges.queries.wording import SHOWN, compared, examine
from pledges.wording import ALIKE, STOCK, nearest
from tests.factories import party
from tests.factories.pledges import phrase
from tests.pledges.conftest import NOTE, SENTENCE, look

TURNED = "擦到五月底：我每月替独居的王奶奶擦一次窗，二号楼的"
OTHER = "每周六带三单元的孩子们下两盘象棋，下到放寒假"
READ = Path(__file__).parent / "wording" / "tuning.tsv"


def found(branch, sentence=TURNED, year=2026, exclude=None):
    """Keys of the likest pledges of the branch's community."""
    return [near.key for near in examine(sentence, branch.house.community.pk, year, exclude).nearest]


class TestCompared:
    def test_a_turned_sentence_is_found_with_its_likeness(self, branch):
        pledge = branch.pledge()
        branch.pledge(sentence=OTHER)
        told = examine(TURNED, branch.house.community.pk, 2026)
        assert [(near.key, near.likeness) for near in told.nearest] == [(pledge.pk, Decimal("1.00"))]
        assert Finding.TWIN in told.flags

    def test_with_this_year_and_the_last(self, branch):
        made = {}
        for year in (2024, 2025, 2026, 2027):
            ends = date(year, 12, 31)
            pledge = branch.pledge(sentence=f"{SENTENCE}。{year}")
            Pledge._base_manager.filter(pk=pledge.pk).update(year=year, starts_on=date(year, 1, 1), ends_on=ends)
            made[year] = pledge.pk
        for year in (2025, 2026, 2027):
            assert sorted(found(branch, year=year)) == sorted([made[year], made[year - 1]])

    @pytest.mark.parametrize("state", PledgeState)
    def test_whatever_became_of_it_unless_it_is_void(self, branch, state):
        pledge = branch.pledge()
        Pledge._base_manager.filter(pk=pledge.pk).update(state=state)
        assert found(branch) == ([] if state == PledgeState.VOID else [pledge.pk])

    def test_not_with_itself_and_not_with_the_neighbours(self, branch):
        pledge = branch.pledge()
        branch.pledge(member=party.member(branch.house.away), sentence=f"{SENTENCE}。", by=None)
        assert found(branch, exclude=pledge.pk) == []
        assert found(branch) == [pledge.pk]

    def test_the_likest_three_are_shown_and_itself_takes_no_place(self, branch):
        exact = [branch.pledge(sentence=SENTENCE + "。" * n).pk for n in range(SHOWN + 1)]
        less = branch.pledge(sentence=SENTENCE.replace("擦一次窗", "洗一次窗帘")).pk
        assert sorted(found(branch, exclude=exact[0])) == exact[1:]
        for key in exact[1:3]:
            branch.act("void", Pledge.objects.get(pk=key), **NOTE)
        assert found(branch, exclude=exact[0]) == [exact[3], less]

    @pytest.mark.parametrize("sentence", ["", "。。。", "每月", "\x00", "第 3 次"])
    def test_what_says_nothing_is_like_nothing(self, branch, sentence):
        branch.pledge(sentence="每月！")
        told = examine(sentence, branch.house.community.pk, 2026)
        assert told.nearest == ()
        assert {Finding.WHOM, Finding.WHAT, Finding.SHORT} <= set(told.flags)

    def test_a_whole_page_is_read_to_its_limit(self, branch):
        told = examine(SENTENCE * 500, branch.house.community.pk, 2026)
        assert (len(told.reading.sentence), Finding.LONG in told.flags) == (wording.LONGEST, True)


class TestKept:
    """What was found is written on the pledge, anew with each draft."""

    def test_flags_of_the_last_draft(self, branch):
        assert branch.pledge().flags == []
        second = branch.pledge(sentence=TURNED, member=party.member(branch.house.aside))
        assert second.flags == [Finding.TWIN]
        second.sentence = OTHER
        actions.revise(second, by=branch.party)
        second = look(second)
        assert (second.flags, second.draft) == ([], 2)

    def test_handed_in_again_it_is_compared_with_what_came_meanwhile(self, branch):
        first = branch.act("send_back", branch.pledge(), **NOTE)
        other = branch.pledge(sentence=TURNED, member=party.member(branch.house.aside))
        branch.act("void", other, **NOTE)
        branch.pledge(sentence=f"{TURNED}。", member=party.member(branch.house.aside))
        assert first.flags == []
        assert branch.act("resubmit", first, "party").flags == [Finding.TWIN]

    def test_flags_come_in_the_order_of_their_declaration(self, branch):
        branch.pledge(sentence="为人民服务")
        told = examine("为人民服务", branch.house.community.pk, 2026).flags
        assert told == [flag for flag in Finding if flag in told]
        assert told[:2] == [Finding.TWIN, Finding.HOLLOW]


class TestRemembered:
    """SQLite's processes keep the sentences of a community; what they keep is what the register holds."""

    def remembered(self, branch, year=2026):
        keys, texts = wording._kept(branch.house.community.pk, year)
        rows = compared(branch.house.community.pk, year).order_by("pk")
        assert sorted(zip(keys, texts, strict=True)) == list(rows.values_list("pk", "essence"))
        return sorted(keys)

    def test_new_changed_and_void_pledges_in_sequence(self, branch):
        assert self.remembered(branch) == []
        first = branch.pledge()
        assert self.remembered(branch) == [first.pk]
        second = branch.pledge(sentence=OTHER)
        assert self.remembered(branch) == [first.pk, second.pk]
        first.sentence = "入冬以前把沟口的路灯检修一遍"
        actions.revise(first, by=branch.party)
        self.remembered(branch)
        branch.act("void", second, **NOTE)
        assert self.remembered(branch) == [first.pk]
        third = branch.pledge(sentence=f"{OTHER}。")
        assert self.remembered(branch) == [first.pk, third.pk]

    def test_one_gone_and_one_come_between_two_looks(self, branch):
        first, second = branch.pledge(), branch.pledge(sentence=OTHER)
        self.remembered(branch)
        branch.act("void", second, **NOTE)
        third = branch.pledge(sentence=f"{OTHER}。")
        assert self.remembered(branch) == [first.pk, third.pk]
        branch.act("void", third, **NOTE)
        assert self.remembered(branch) == [first.pk]

    @pytest.mark.parametrize("seed", range(3))
    def test_whatever_the_order(self, branch, seed):
        dice, rows = random.Random(seed), []
        for n in range(14):
            act = dice.choice(["add", "revise", "void", "add", "look"]) if rows else "add"
            if act == "add":
                rows.append(branch.pledge(sentence=f"{dice.choice([SENTENCE, OTHER])}{'，' * n}"))
            elif act == "revise":
                row = look(dice.choice(rows))
                row.sentence = f"{dice.choice([SENTENCE, OTHER])}{'、' * n}"
                actions.revise(row, by=None)
            elif act == "void":
                branch.act("void", rows.pop(dice.randrange(len(rows))), **NOTE)
            if act == "look" or dice.random() < 0.5:
                self.remembered(branch)
        self.remembered(branch)

    def test_each_year_and_community_is_remembered_apart(self, branch):
        pledge = branch.pledge()
        assert (self.remembered(branch, 2026), self.remembered(branch, 2027)) == ([pledge.pk],) * 2
        assert self.remembered(branch, 2028) == self.remembered(branch, 2025) == []
        assert wording._kept(branch.house.away.community_id, 2026) == ([], [])

    def test_nothing_new_nothing_is_read_again(self, branch):
        branch.pledge()
        self.remembered(branch)
        with CaptureQueriesContext(connection) as queries:
            wording._kept(branch.house.community.pk, 2026)
        assert queries.captured_queries
        assert not [one for one in queries.captured_queries if "essence" in one["sql"]]


class TestPhrases:
    """The list of a community: the built-in one less what it took off, and its own."""

    def held(self, branch):
        return wording.phrases(branch.house.community.pk)

    def test_the_built_in_ones_at_first(self, branch):
        assert self.held(branch) == STOCK

    def test_its_own_are_added_and_are_the_neighbours_not(self, branch):
        made = phrase(branch.house.near, text="再创新高")
        assert self.held(branch) == (*STOCK, "再创新高")
        assert wording.phrases(branch.house.away.community_id) == STOCK
        told = examine("我们再创新高", branch.house.community.pk, 2026)
        assert [told.reading.sentence[s.start : s.end] for s in told.reading.stock] == ["再创新高"]
        assert Finding.HOLLOW in told.flags
        phrases.shut(made, by=branch.secretary)
        assert self.held(branch) == STOCK

    def test_one_put_out_of_use_is_found_no_more_until_it_is_used_again(self, branch):
        text = "全心全意为人民服务"
        off = phrase(branch.house.near, text=text)
        assert self.held(branch) == STOCK
        phrases.shut(off, by=branch.secretary)
        assert self.held(branch) == tuple(one for one in STOCK if one != text)
        phrases.reuse(StockPhrase.objects.get(), by=branch.secretary)
        assert self.held(branch) == STOCK

    def test_without_any_phrase_nothing_is_hollow(self, branch, monkeypatch):
        monkeypatch.setattr(wording, "STOCK", ())
        assert not examine("全心全意为人民服务", branch.house.community.pk, 2026).reading.hollow

    def test_phrases_are_shut_as_other_settings_are(self):
        assert (phrases.shut, phrases.reuse) == (setup.shut, setup.reuse)


def test_the_candidates_of_this_database_are_all_that_are_alike(branch):
    """Of sentences people have read, as they are and with a clause put in front or turned, whichever way this database picks."""
    with READ.open(encoding="utf-8", newline="") as file:
        sentences = [row["sentence"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    dice = random.Random(7)
    sentences += [f"{dice.choice(sentences).split('，')[0]}，{one}" for one in sentences]
    sentences += ["，".join(reversed(one.split("，"))) for one in sentences if "，" in one]
    days = {"year": 2026, "starts_on": date(2026, 3, 2), "ends_on": date(2026, 12, 31)}
    made = [Pledge(member=branch.one, sentence=sentence, **days) for sentence in sentences]
    rows = actions.propose_many(made, by=None)
    every = [row.pk for row in rows], [row.essence for row in rows]
    twins = 0
    for row in rows:
        near = examine(row.sentence, branch.house.community.pk, 2026, exclude=row.pk).nearest
        whole = [(key, score) for score, key in nearest(row.essence, every, most=len(rows)) if key != row.pk]
        assert {one.key for one in near} <= {key for key, _ in whole}
        assert [float(one.likeness) for one in near] == [pytest.approx(score, abs=0.005) for _, score in whole[:SHOWN]]
        assert all(one.likeness >= Decimal(str(ALIKE)) for one in near)
        twins += bool(near)
    assert twins > 200


def test_the_way_candidates_are_picked_is_the_databases_own(branch, monkeypatch):
    asked = []
    for name in ("_by_letters", "_kept"):
        way = getattr(wording, name)
        monkeypatch.setattr(wording, name, lambda *given, name=name, way=way: asked.append(name) or way(*given))
    found(branch)
    assert asked == [{"postgresql": "_by_letters", "sqlite": "_kept"}[connection.vendor]]
