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
    return any(_from(ways, start, typed) for start in range(len(ways)))


def _from(ways, at, typed):
    if not typed:
        return True
    if at == len(ways):
        return False
    for sound in ways[at]:
        if sound.startswith(typed) or (typed.startswith(sound) and _from(ways, at + 1, typed[len(sound) :])):
            return True
        if sound and typed[0] == sound[0] and _from(ways, at + 1, typed[1:]):
            return True
    return False
