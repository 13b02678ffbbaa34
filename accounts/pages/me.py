"""One's own page: who I am here, my password, where I am signed in. On a phone it is the tab 我的."""

from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts import actions
from accounts.models import User
from accounts.queries import sign_ins, told, with_lines
from portal.errors import Stale


class Me(View):
    """Name, posts, password, sign-out, light or dark, own sign-ins."""

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        context = {
            "posts": with_lines(request.user.posts_now),
            "entries": told(sign_ins().filter(actor=request.user.pk).select_related("actor")[:10]),
        }
        return render(request, "accounts/me.html", context)


class SignOutEverywhere(View):
    """Ends every session of the own account, this one included."""

    http_method_names = ["post", "options"]

    def post(self, request):
        me = request.user.pk
        try:
            actions.sign_out(User.objects.get(pk=me), by=request.user)
        except Stale:  # changed in this very moment, by a second tap or an administrator
            actions.sign_out(User.objects.get(pk=me), by=request.user)
        logout(request)
        return HttpResponseRedirect(f"{reverse('login')}?why=everywhere")
