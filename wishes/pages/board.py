"""点亮微心愿, the secretary's page: what came of the wishes, ranked by what came true, each number the way to its rows."""

from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode

from grids.choices import NodeLevel
from grids.pages.stated import beside, told
from grids.queries.node import nodes_of
from grids.queries.population import stated_of
from party.models import Member
from portal.keys import key_of
from portal.masks import mask_free_text, mask_name
from portal.pages import Link, links, registry
from portal.pages.views.base import PageView
from wishes.choices import Category, Claimant, Group
from wishes.models import Campaign, Claim, Wish
from wishes.queries.board import Counted, Doer, Done, days, ranked
from wishes.queries.wall import running

SINCE = "2016 年以来"
# Of many who claimed, so many are shown.
PLACES = 20
FIGURES = {
    "collected": ("征集", "登记的心愿，撤回和不予受理的除外"),
    "published": ("公示", "其中公示过的"),
    "claimed": ("认领", "其中现在有人认领的和已实现的，取消认领的不算；含社区兜底"),
    "done": ("实现", "其中已实现的，回访说没有实现的不算"),
}
# What the source states, by the step that counts the same, and whether it is said of the round that runs.
STATED = {
    "wishes-collected": ("collected", False),
    "wishes-claimed": ("claimed", False),
    "wishes-open": ("collected", True),
}


class Board(PageView):
    """One node; of all wishes or of one round."""

    verb = "export"

    def get(self, request):
        nodes = nodes_of(request.user, "export", Wish)
        self.node = _chosen(nodes, request.GET.get("node") or None, nodes[0] if nodes else None)
        if self.node is None:
            raise Http404
        known = Campaign.objects.within_reach(request.user, "refer").filter(community=self.node.community_id)
        # A round is of one community: of a sub-district there is none that runs.
        rounds = list(known.order_by("-starts_on", "-pk")) if self.node.level != NodeLevel.STREET else []
        self.round = self._round(rounds)
        self.now = running(known) if rounds else None
        self.counted, self.done = Counted(self.node), Done(self.node, self.round)
        context = {
            "node": self.node,
            "nodes": nodes if len(nodes) > 1 else [],
            "rounds": rounds,
            "round": self.round,
            "span": self.round.card if self.round else SINCE,
            "says": FIGURES,
            "tops": self._tops(),
            "stated": self._stated(),
            "days": days(self.node, self.round),
            "unclaimed": self._told("unclaimed", self.counted.whole(self.round), self.round),
            "members": self._members(),
            "organisations": self._organisations(),
            "others": self._others(),
            "grids": self._by_grid(nodes),
            "splits": [self._split("category", "类别", Category), self._split("group", "人群", Group)],
            "crumbs": self.crumbs({"label": "点亮微心愿", "url": ""}),
        }
        return render(request, "wishes/board.html", context)

    def _round(self, rounds):
        """The round that was chosen; none where the other place that was chosen with it has no such round."""
        key = self.request.GET.get("campaign")
        if key and key not in [str(one.pk) for one in rounds]:
            if not Campaign.objects.within_reach(self.request.user, "refer").filter(pk=key_of(key)).exists():
                raise Http404
            return None
        return _chosen(rounds, key, None)

    # Where numbers lead -----------------------------------------------------------------

    def _url(self, model, tab, round_, **narrowed):
        by = {Wish: "campaign", Claim: "wish__campaign"}[model]
        asked = {"tab": tab, "node": self.node.pk, **({by: round_.pk} if round_ else {}), **narrowed}
        return f"{registry[model].url('list')}?{urlencode(asked)}"

    def _told(self, step, numbers, round_, **narrowed):
        return told(numbers[step], self._url(Wish, step, round_, **narrowed))

    def _claims(self, one, **narrowed):
        """What somebody claimed and made come true."""
        tabs = {"claimed": "kept", "realised": "done"}
        return {
            name: told(one[name], self._url(Claim, tab, self.round, **narrowed))["html"] for name, tab in tabs.items()
        }

    # The parts ---------------------------------------------------------------------------

    def _tops(self):
        """All, the round that runs, and the one that was chosen: each step, and the share of what was shown that came true."""
        rounds = {None: SINCE}
        for one, word in ((self.now, "正在进行"), (self.round, "所选的一轮")):
            if one is not None:
                rounds.setdefault(one, f"{one.card}（{word}）")
        return [self._top(label, one) for one, label in rounds.items()]

    def _top(self, label, round_):
        numbers = self.counted.whole(round_)
        cells = [
            {"label": word, "says": says, "html": self._told(step, numbers, round_)["html"]}
            for step, (word, says) in FIGURES.items()
        ]
        done, shown = numbers["done"], numbers["published"]
        share = f"{100 * done / shown:.1f}%" if shown else "—"
        return {"label": label, "cells": cells, "share": share, "fraction": f"{done:,} / {shown:,}"}

    def _stated(self):
        """What the source states of the community, beside what is counted; none for its grids."""
        known, lines = stated_of(self.node), []
        for key, (step, of_round) in STATED.items():
            round_ = self.now if of_round else None
            if key in known and (round_ or not of_round):
                number = self.counted.whole(round_)[step]
                lines.append(beside(known[key], number, url=self._url(Wish, step, round_), says=FIGURES[step][1]))
        return lines

    def _members(self):
        doers = self.done.members()
        open_to = Member.objects.within_reach(self.request.user, "view").filter(pk__in=[one.key for one in doers])
        seen = set(open_to.values_list("pk", flat=True))
        return self._ranking(doers, Claimant.MEMBER, "q", lambda one: one.code, seen)

    def _organisations(self):
        return self._ranking(self.done.organisations(), Claimant.ORGANISATION, "organisation", lambda one: one.key)

    def _ranking(self, doers, kind, by, key, seen=None):
        """The first lines, and who shares a place with the last; the name of a member whom the reader may not see stays masked."""
        shown = [one for n, one in enumerate(doers) if n < PLACES or (one.place and one.place <= PLACES)]
        rows = [
            {
                "place": one.place or "—",
                "name": _named(one, seen),
                "of": mask_free_text(one.of),
                **self._claims(vars(one), kind=kind, **{by: key(one)}),
            }
            for one in shown
        ]
        return {"rows": rows, "more": len(doers) - len(shown)}

    def _others(self):
        """Outsiders in one line, and what the community itself saw to in another."""
        rows = []
        for kind in (Claimant.OUTSIDER, Claimant.COMMUNITY):
            claimed, realised = self.done.others(kind)
            cells = self._claims({"claimed": claimed, "realised": realised}, kind=kind)
            rows.append({"name": kind.label, **cells})
        return rows

    def _by_grid(self, nodes):
        if self.node.level == NodeLevel.GRID:
            return None
        found = self.counted.by("grid", self.round)
        here = [one for one in nodes if one.path.startswith(self.node.path)]
        grids = [one for one in here if one.level == NodeLevel.GRID or one.pk in found]
        lines = ranked(
            Doer(one.pk, one.name, one.code, "", found[one.pk]["claimed"], found[one.pk]["done"]) for one in grids
        )
        return [
            {"place": one.place or "—", "label": one.name, **self._steps(found[one.key], grid=one.key)} for one in lines
        ]

    def _split(self, side, word, choices):
        found = self.counted.by(side, self.round)
        here = [one for one in choices if found.get(one)]
        series = [
            {"name": FIGURES[step][0], "type": "bar", "color": colour, "data": [found[one][step] for one in here]}
            for step, colour in (("published", 6), ("done", 3))
        ]
        says = f"各{word}公示、实现的心愿"
        return {
            "id": side,
            "head": word,
            "title": f"按{word}",
            "rows": [{"label": one.label, **self._steps(found[one], **{side: one})} for one in here],
            "spec": {"categories": [one.label for one in here], "across": True, "series": series, "says": says},
        }

    def _steps(self, numbers, **narrowed):
        return {step: self._told(step, numbers, self.round, **narrowed)["html"] for step in FIGURES}


def _named(one, seen):
    """An organisation, or a member: whole for whoever may see that page, ``seen`` being the keys of those; 某 otherwise."""
    if seen is None:
        return mask_free_text(one.name)
    return one.name.removesuffix("（演示）") if one.key in seen else mask_name(one.name)


def _chosen(rows, key, otherwise):
    """The row of that key, ``otherwise`` where none is asked for; 404 for one that is not there."""
    if not key:
        return otherwise
    row = next((one for one in rows if str(one.pk) == key), None)
    if row is None:
        raise Http404
    return row


links.append(Link("点亮微心愿", "wish-board", "bar-chart-line", "五微服务", Wish, "export"))
