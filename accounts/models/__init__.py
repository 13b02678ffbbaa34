"""Who works here."""

from accounts.models.line import Line
from accounts.models.post import Post
from accounts.models.user import User

__all__ = ["Line", "Post", "User"]
