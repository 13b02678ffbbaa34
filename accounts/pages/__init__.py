"""Pages of accounts: the registers of accounts and posts, the door, one's own page, the sign-in log, handing over."""

from accounts.pages.handover import HandOver, Leaver
from accounts.pages.lines import Lines
from accounts.pages.log import SignInLog
from accounts.pages.me import Me, SignOutEverywhere
from accounts.pages.registers import Accounts, Posts
from accounts.pages.signin import ChangePassword, SignIn, SignOut

__all__ = [
    "Accounts",
    "ChangePassword",
    "HandOver",
    "Leaver",
    "Lines",
    "Me",
    "Posts",
    "SignIn",
    "SignInLog",
    "SignOut",
    "SignOutEverywhere",
]
