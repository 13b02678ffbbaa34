"""What a register is on a phone: its place on the bar below, and what is kept there of a form not yet sent."""


class OnPhone:
    """The part of a page's declaration that is for a thumb.

    A register with ``on_phone`` stands on the bar by ``phone_label`` and ``phone_icon``, those of a smaller ``phone_order``
    first, and leads to its ``phone_kind``; beside it a seal adds to it where ``phone_adds``. What is written into a new one is
    kept on the device until it is sent where ``keeps_draft``, apart for each row that the address names by a field of
    ``begins_at``.
    """

    on_phone, phone_label, phone_icon, phone_kind, phone_adds = False, "", "list-check", "list", True
    phone_order = 10
    keeps_draft, begins_at = False, ()
