"""Refusals that a person reads: every one is a Chinese sentence that says what to do next."""


class Refused(Exception):
    """The move or write is not allowed now; ``str(error)`` is the sentence to show."""


class Stale(Refused):
    """Somebody else saved the row after it was opened; nothing of either side is lost."""

    def __init__(self, sentence="您打开之后，这条记录已被别人改过。请核对最新内容再办。"):
        super().__init__(sentence)
