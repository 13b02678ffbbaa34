"""What the check says while a pledge is being typed."""

from datetime import date

from django.shortcuts import render

from party.models import Member
from party.queries.member import own_member
from pledges.choices import Frequency
from pledges.models import Pledge
from pledges.pages.examined import told
from portal.clock import today
from portal.keys import key_of
from portal.pages.views.base import PageView

MOST = 120


class Wording(PageView):
    """A piece of the form. What somebody types may name people, so it is posted: addresses end up in logs."""

    verb = "add"
    http_method_names = ["post", "options"]

    def post(self, request):
        sentence = self._typed("sentence") or self._typed("suggestion")
        community = self._community()
        found = None
        if sentence and community:
            found = told(sentence, community, today().year, request.user, self._own(), rule=self._rule())
        return render(request, "pledges/_check.html", {"check": found, "alone": True})

    def _typed(self, name):
        return self.request.POST.get(name, "").replace("\x00", "").strip()[:MOST]

    def _rule(self):
        """How often and until when, as far as the form beside says so already."""
        frequency = self._typed("frequency")
        try:
            ends_on = date.fromisoformat(self._typed("ends_on"))
        except ValueError:
            ends_on = None
        return (frequency if frequency in Frequency else None, ends_on)

    def _community(self):
        """That of the member it is for, among those within reach; else the reader's own."""
        user, key = self.request.user, key_of(self.request.POST.get("member", ""))
        rows = Member.objects.within_reach(user, "refer").filter(pk=key) if key is not None else Member.objects.none()
        member = rows.first() or own_member(user)
        if member is not None:
            return member.community_id
        return next((post.grid.community_id for post in user.posts_now if post.grid.community_id), None)

    def _own(self):
        """The pledge that is being changed, which is not like itself."""
        key = key_of(self.request.POST.get("pledge", ""))
        rows = Pledge.objects.within_reach(self.request.user, "view").filter(pk=key) if key is not None else ()
        return next((row.pk for row in rows), None)
