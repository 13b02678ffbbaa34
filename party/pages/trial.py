"""The year reckoned with the weights as they are, and beside it with others: who would have which stars, and why."""

from collections import Counter

from django.shortcuts import render

from party.choices import Category, Side
from party.evaluating import in_words, reckon, untold
from portal.keys import key_of
from portal.pages.views.base import PageView

NOT_WHOLE = "试算的四项占比加起来要是 100，现在是 {whole}；下面先按现行占比列出。"
STARS = (5, 4, 3, 2, 1, 0)


class Trial(PageView):
    """Nothing is written: the other weights stand in the address."""

    verb = "edit"

    def get(self, request, pk):
        evaluation = self.record()
        asked = self._asked(evaluation)
        whole = sum(asked.values())
        compared = asked if whole == 100 and asked != evaluation.weights else None
        now, *other = reckon(evaluation.community_id, evaluation.year, evaluation.weights, *filter(None, [compared]))
        then = other[0] if other else [None] * len(now)
        silent = untold(now)
        rows = [_row(one, two) for one, two in zip(now, then, strict=True)]
        context = {
            "object": evaluation,
            "page": self.told,
            "crumbs": self.crumbs(
                {"label": evaluation.code, "url": self.page.url("detail", pk)}, {"label": "试算", "url": ""}
            ),
            "back_url": self.page.url("detail", pk),
            "sides": [
                {
                    "name": side.value,
                    "label": side.label,
                    "now": evaluation.weights[side],
                    "asked": asked[side],
                    "untold": silent.get(side, 0),
                }
                for side in Side
            ],
            "compared": compared is not None,
            "wrong": "" if whole == 100 else NOT_WHOLE.format(whole=whole),
            "groups": _groups(rows),
            "stars": _distribution(rows, compared is not None),
            "moved": sum(row["moved"] for row in rows),
            "many": len(rows),
        }
        return render(request, "party/trial.html", context)

    def _asked(self, evaluation):
        """{side: share} of the address, those in force where it says nothing."""
        found = {}
        for side, share in evaluation.weights.items():
            asked = key_of(self.request.GET.get(side, ""))
            found[side] = share if asked is None else min(asked, 100)
        return found


def _row(now, then):
    name = now.member.person.name
    return {
        "key": now.member.pk,
        "category": now.member.category,
        "who": name.removesuffix("（演示）"),
        "demo": name.endswith("（演示）"),
        "organisation": now.member.organisation.name,
        "parts": ["—" if part is None else part for part in now.parts.values()],
        "total": now.total,
        "stars": now.words,
        "star": now.stars,
        "lines": now.lines,
        "then_total": then.total if then else None,
        "then_stars": then.words if then else "",
        "then_star": then.stars if then else None,
        "moved": bool(then) and then.stars != now.stars,
    }


def _groups(rows):
    """The three kinds of members are evaluated apart, the best of each first."""
    return [
        {"label": category.label, "rows": sorted((r for r in rows if r["category"] == category), key=_best)}
        for category in Category
    ]


def _best(row):
    return -row["total"], row["key"]


def _distribution(rows, compared):
    """How many have how many stars, by kind, now and with the other weights."""
    now = Counter((row["star"], row["category"]) for row in rows)
    then = Counter(row["then_star"] for row in rows)
    lines = [
        {
            "label": in_words(stars),
            "cells": [now[stars, category] for category in Category],
            "whole": sum(now[stars, category] for category in Category),
            "then": then[stars] if compared else None,
        }
        for stars in STARS
    ]
    series = [{"name": "现行占比", "type": "bar", "color": 1, "data": [line["whole"] for line in lines]}]
    if compared:
        series.append({"name": "试算占比", "type": "bar", "color": 2, "data": [line["then"] for line in lines]})
    spec = {"categories": [line["label"] for line in lines], "series": series, "says": "各星级人数"}
    return {"lines": lines, "categories": Category.labels, "spec": spec}
