"""What rows about somebody say in words of their own, or that lead to the person: taken out with the person, the rows stay."""

GONE = "（已删除）"

# Path from the person to the rows → {field: what stands there afterwards}. A room above adds its own.
WORDS = {
    "visits": {"findings": ""},
    "relocations": {"place": "", "left": None, "entered": None},
    "consents": {"note": "", "guardian": ""},
    "data_requests": {"words": "", "answer": ""},
    "managed": {"measures": "", "look_on": None},
}
