"""Keys of rows, as addresses and forms name them."""

LARGEST = 2**63 - 1
LONGEST = len(str(LARGEST))


def key_of(text):
    """The key a text names; None where it is none: a key is written in plain digits and no larger than a database holds."""
    text = str(text)
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        return None
    key = int(text)
    return key if key <= LARGEST else None
