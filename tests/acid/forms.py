"""What a move asks for in the test-only room."""

from accounts.models import User
from portal.pages.forms import ManyField, MoveForm


class Assign(MoveForm):
    """Into whose hands; the layer narrows the choice to whom the user may choose."""

    mediators = ManyField(User.objects.none(), label="调解员")
