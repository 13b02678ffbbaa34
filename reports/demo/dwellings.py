"""Where the households of the demonstration live: buildings, courtyards and rows of each grid, as its places are called."""

# By grid, one to seven: (address, buildings with (number, entrances, floors)), two flats a landing;
# (pattern of the address, numbers, rooms each, what a room is called).
BUILDINGS = [
    [("坡底", [(2, 2, 5), (3, 3, 6), (5, 2, 6)])],
    [("梁家湾", [(1, 2, 5)]), ("半坡", [(2, 2, 6)]), ("湾口", [(1, 2, 5)])],
    [("家属楼", [(1, 3, 6), (2, 3, 6), (3, 2, 6), (4, 2, 6)])],
    [("二街北侧", [(2, 3, 6), (4, 2, 6)]), ("二街南侧", [(3, 2, 6), (6, 4, 6)])],
    [("东段", [(3, 2, 6), (5, 3, 6), (7, 2, 6)])],
    [("北岸", [(4, 2, 5), (5, 2, 6)])],
    [("南片", [(1, 4, 6), (4, 2, 6)])],
]
YARDS = [
    [("张家洼{}号院", range(1, 9), 6, "室"), ("北坡{}号院", range(1, 6), 6, "室"), ("坡底{}排", range(4, 8), 9, "号")],
    [("梁家湾{}号院", range(2, 9), 6, "室"), ("湾里二巷{}号", range(1, 24, 2), 3, "室"), ("半坡{}号院", range(1, 6), 5, "室")],
    [("步行街{}号院", range(2, 34, 2), 6, "室"), ("后巷{}号", range(1, 16), 2, "室")],
    [("市场后巷{}号", range(1, 22), 4, "室"), ("二街中段{}号院", range(1, 12, 2), 8, "室")],
    [("东巷{}号", range(1, 32, 2), 5, "室"), ("二街东段{}号院", range(2, 12, 2), 6, "室")],
    [("沟沿{}排", range(1, 5), 12, "号"), ("北岸{}号院", range(1, 7), 5, "室")],
    [("南片三巷{}号", range(1, 24), 3, "室"), ("沟口{}号院", range(1, 7), 6, "室"), ("南片二巷{}号", range(1, 12), 2, "室")],
]  # fmt: skip


def flats(where):
    """The flats of the buildings of a grid, counted from 0, as fields of a dwelling."""
    for address, buildings in BUILDINGS[where]:
        for number, entrances, floors in buildings:
            for entrance in range(1, entrances + 1):
                for floor in range(1, floors + 1):
                    for door in (1, 2):
                        yield {
                            "address": address, "building": str(number), "entrance": str(entrance),
                            "room": f"{floor}0{door}",
                        }  # fmt: skip


def rooms(where):
    """The rooms of its courtyards and rows."""
    for pattern, numbers, many, word in YARDS[where]:
        for number in numbers:
            for room in range(1, many + 1):
                yield {"address": pattern.format(number), "room": f"{room}{word}"}
