"""Who works here."""

from accounts.models.post import Post
from accounts.models.user import User

__all__ = ["Post", "User"]
