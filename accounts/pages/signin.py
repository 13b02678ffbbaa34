"""The door: signing in, signing out, changing the own password."""

import time

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from accounts import actions
from accounts.forms import PasswordForm, SignInForm
from accounts.lockout import minutes, note
from accounts.middleware import SEEN
from portal.errors import Stale

WHY = {
    "idle": "太久没有操作，已自动退出。请重新登录，会回到刚才那一页。",
    "out": "已退出登录。",
    "everywhere": "已在所有手机和电脑上退出。",
}


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Account and password; afterwards back to where one was, within this site only."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request, *args, **kwargs):
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        return super().dispatch(request, *args, **kwargs)

    def get_redirect_url(self):
        url = super().get_redirect_url()
        return "" if url.startswith((reverse("login"), reverse("logout"))) else url

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            why=WHY.get(self.request.GET.get("why", ""), ""),
            limit=settings.AXES_FAILURE_LIMIT,
            locked_minutes=minutes(settings.AXES_COOLOFF_TIME),
            idle_minutes=minutes(settings.IDLE_TIMEOUT),
            **kwargs,
        )

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session[SEEN] = int(time.time())
        note(form.get_user(), "sign_in")
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(login_not_required, name="dispatch")
class SignOut(View):
    """Ends the session; the page asks about unsent drafts before it posts here."""

    http_method_names = ["post", "options"]

    def post(self, request):
        if request.user.is_authenticated:
            note(request.user, "sign_out")
        logout(request)
        return HttpResponseRedirect(f"{reverse('login')}?why=out")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePassword(View):
    """The own password; the change of an initial one is where a new account begins."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request):
        return self._show(PasswordForm(request=request))

    def post(self, request):
        form = PasswordForm(request.POST, request=request)
        if not form.is_valid():
            return self._show(form, status=422)
        first = request.user.must_change_password
        try:
            actions.change_password(request.user, password=form.cleaned_data["new"])
        except Stale as stale:
            form.add_error(None, str(stale))
            return self._show(form, status=409)
        update_session_auth_hash(request, request.user)
        return redirect("/" if first else "me")

    def _show(self, form, status=200):
        context = {"form": form, "first": self.request.user.must_change_password}
        return render(self.request, "accounts/password.html", context, status=status)
