"""Chinese names found by how they sound: 王小明 by wxm, wangxm or xiaoming."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def readings(text):
    """For each character of a text the ways it may be typed; a surname with two readings keeps both."""
    from pypinyin import Style, pinyin  # its dictionaries are large: loaded by the first search, not at start

    return [
        tuple({sound.lower() for sound in pinyin(char, style=Style.NORMAL, heteronym=True)[0]} | {char.lower()})
        for char in text
    ]


def sounds_like(text, typed):
    """Whether ``typed`` begins somewhere in the text, by initials, whole syllables or both mixed."""
    typed = "".join(typed.lower().split())
    ways = readings(text)
    return any(_from(ways[start:], typed) for start in range(len(ways)))


def _from(ways, typed):
    # How many letters may be used up after each character: a set, so that no way is walked twice.
    used = {0}
    for sounds in ways:
        after = set()
        for at in used:
            rest = typed[at:]
            for sound in sounds:
                if sound.startswith(rest):
                    return True
                if rest.startswith(sound):
                    after.add(at + len(sound))
                if rest[0] == sound[0]:
                    after.add(at + 1)
        if len(typed) in after:
            return True
        used = after
    return not typed
