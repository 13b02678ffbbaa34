"""Addresses of sign-in, accounts and posts."""

from django.urls import path

from accounts import pages

urlpatterns = [
    path("accounts/login/", pages.SignIn.as_view(), name="login"),
    path("accounts/logout/", pages.SignOut.as_view(), name="logout"),
    path("accounts/password/", pages.ChangePassword.as_view(), name="password_change"),
    path("accounts/me/", pages.Me.as_view(), name="me"),
    path("accounts/me/sign-out/", pages.SignOutEverywhere.as_view(), name="sign-out-everywhere"),
    path("accounts/log/", pages.SignInLog.as_view(page=pages.Accounts), name="sign-in-log"),
    path("accounts/handover/", pages.Leaver.as_view(page=pages.Accounts), name="handover"),
    path("accounts/users/<int:pk>/handover/", pages.HandOver.as_view(page=pages.Accounts), name="user-handover"),
    *pages.Accounts.urls(),
    *pages.Posts.urls(),
    *pages.Lines.urls(),
]
