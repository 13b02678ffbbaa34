"""Line numbers as somebody types them after a walk: 1-5 8，10 and “7 下水道堵”, in whatever width and punctuation."""

import re
import unicodedata

SEPARATORS = re.compile(r"[\s,、;。.]+")
SPAN = re.compile(r"(\d{1,4})(?:[-~](\d{1,4}))?")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−至到～〜", "-"))
NOTED = re.compile(r"(\d{1,4})\s*(?:号|、|[.,:;)]|\s)\s*(.*\S)")
MOST = 500


def _plain(text):
    return unicodedata.normalize("NFKC", text).translate(DASHES)


def read_numbers(text):
    """([numbers in their order, each once], [sentences about what is no number])."""
    found, wrong = {}, []
    joined = re.sub(r"\s*([-~])\s*", r"\1", _plain(text))
    for piece in filter(None, SEPARATORS.split(joined)):
        span = SPAN.fullmatch(piece.removesuffix("号"))
        if span is None:
            wrong.append(f"“{piece[:12]}”不是序号，请写成 1-5 8，10 这样")
            continue
        first, last = int(span[1]), int(span[2] or span[1])
        if first > last:
            wrong.append(f"“{piece}”前大后小，请写成 {last}-{first}")
        elif last - first >= MOST:
            wrong.append(f"“{piece}”太长，一张表没有这么多行")
        else:
            found |= dict.fromkeys(range(first, last + 1))
    return list(found), wrong


def read_notes(text):
    """({number: what was noted}, [sentences about lines that cannot be read]); one line of text for each number."""
    found, wrong = {}, []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        noted = NOTED.fullmatch(unicodedata.normalize("NFKC", line[:5]) + line[5:])
        if noted is None:
            wrong.append(f"“{line[:12]}”前面要写序号，如 7 下水道堵")
        elif int(noted[1]) in found:
            wrong.append(f"{int(noted[1])} 号写了两行情况，请并成一行")
        else:
            found[int(noted[1])] = noted[2].strip()
    return found, wrong
