"""Street scenes drawn with a few shapes: what was wrong, and the same place put right."""

import hashlib
import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from portal.models.attachment import Kind
from portal.photos import THUMB_SIDE, CleanPhoto

SIZE = 960, 720
# Words are kept as a picture (演示图, 处置前, 处置后), because a machine may have no Chinese font.
LABELS = Path(__file__).with_name("labels.png")
LABEL_HEIGHT = 42
WALLS = ["#d8cbb5", "#c9c3b6", "#cdb49c", "#bfc6c3"]
SKIES = ["#cfdde6", "#e3ddd0", "#b9c9d6"]
GROUND, ROAD, DARK, LEAF, WATER, WOOD, STEEL = (
    "#a49d92",
    "#8f8a82",
    "#4a4843",
    "#7d9470",
    "#7b97a8",
    "#9a7650",
    "#8d9296",
)


class Scene:
    """A wall, a road and the sky over them; each ``photo`` is taken from a little further right."""

    def __init__(self, dice, trouble):
        self.dice, self.trouble = dice, trouble
        self.wall, self.sky = dice.choice(WALLS), dice.choice(SKIES)
        self.horizon, self.at = dice.randint(330, 420), dice.randint(360, 600)

    def photo(self, kind, shift):
        """The scene as a kept photo, with the trouble or after it, marked as drawn."""
        picture = Image.new("RGB", SIZE, self.sky)
        pen, x = ImageDraw.Draw(picture), self.at - 60 * shift
        self._street(pen, x)
        self.trouble(pen, x, self.horizon + 150, kind == Kind.AFTER, self.dice)
        stamps = [(0, DARK), (2, "#2a6d50") if kind == Kind.AFTER else (1, "#875500")]
        for n, (word, colour) in enumerate(stamps):
            label = _labels()[word]
            place = 24 + n * (label.width + 12), SIZE[1] - LABEL_HEIGHT - 24
            pen.rectangle((*place, place[0] + label.width, place[1] + LABEL_HEIGHT), fill=colour)
            picture.paste("white", place, label)
        content = _jpeg(picture)
        width, height = picture.size
        picture.thumbnail((THUMB_SIDE, THUMB_SIDE))
        return CleanPhoto(_jpeg(picture), width, height, hashlib.sha256(content).hexdigest(), content)

    def _street(self, pen, x):
        far = self.horizon
        pen.rectangle((0, far, *SIZE), fill=GROUND)
        pen.rectangle((x - 520, 90, x + 430, far), fill=self.wall)
        for column in range(x - 470, x + 380, 150):
            pen.rectangle((column, 150, column + 80, 260), fill="#6f7f8c", outline="#efeae0", width=6)
        pen.polygon([(0, SIZE[1]), (SIZE[0], SIZE[1]), (x + 160, far), (x - 60, far)], fill=ROAD)
        pen.ellipse((x + 330, far - 190, x + 520, far - 20), fill=LEAF)
        pen.rectangle((x + 415, far - 60, x + 435, far + 30), fill=WOOD)


@cache
def _labels():
    with Image.open(LABELS) as sheet:
        return [sheet.crop((0, n * LABEL_HEIGHT, sheet.width, (n + 1) * LABEL_HEIGHT)) for n in range(3)]


def _jpeg(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def rubbish(pen, x, y, done, dice):
    for left in (x - 150, x - 20):
        pen.rectangle((left, y - 110, left + 100, y + 30), fill="#4e6e5d", outline=DARK, width=4)
        pen.rectangle((left - 6, y - 126, left + 106, y - 108), fill="#3c5648")
    for _ in range(0 if done else 26):
        left, top = x - 220 + dice.randrange(400), y - 20 + dice.randrange(110)
        pen.ellipse((left, top, left + 46, top + 34), fill=dice.choice(["#e7e2d6", "#57534c", "#b98d5a", "#9db0b8"]))


def rail(pen, x, y, done, dice):
    gap = range(0) if done else range(3, 3 + dice.randint(2, 4))
    for n in range(10):
        if n not in gap:
            left = x - 330 + n * 70
            pen.rectangle((left, y - 90, left + 12, y + 50), fill=STEEL)
            pen.rectangle((left, y - 84, left + 70, y - 72), fill=STEEL)
            pen.rectangle((left, y - 20, left + 70, y - 10), fill=STEEL)
    pen.rectangle((x - 340, y + 50, x + 390, y + 66), fill="#6d675f")


def lamp(pen, x, y, done, dice):
    pen.rectangle((x, y - 420, x + 16, y + 20), fill=DARK)
    pen.line((x + 8, y - 415, x + 110, y - 430), fill=DARK, width=12)
    if done:
        pen.polygon([(x + 100, y - 420), (x - 40, y + 20), (x + 290, y + 20)], fill="#f0e2b0")
    pen.ellipse((x + 80, y - 446, x + 140, y - 412), fill="#f7d774" if done else "#55565a")


def hole(pen, x, y, done, dice):
    for _ in range(1 if done else dice.randint(2, 4)):
        left, top = x - 160 + dice.randrange(240), y + dice.randrange(70)
        pen.ellipse(
            (left, top, left + 150, top + 56), fill="#7f7a72" if done else "#3f3b36", outline="#6b665f", width=6
        )


def water(pen, x, y, done, dice):
    pen.rectangle((x - 40, y - 330, x - 16, y), fill=STEEL)
    pen.rectangle((x - 40, y - 24, x + 220, y), fill=STEEL)
    pen.rectangle((x - 48, y - 150, x - 8, y - 120), fill="#5f8f76" if done else "#a9322a")
    if not done:
        pen.ellipse((x - 220, y + 10, x + 260, y + 10 + dice.randint(70, 130)), fill=WATER)
        for n in range(9):
            pen.line((x - 20, y - 130, x - 120 + n * 24, y + 20), fill=WATER, width=5)


def stalls(pen, x, y, done, dice):
    pen.line((x - 420, y + 90, x + 420, y + 90), fill="#f1efe8", width=10)
    for n in range(0 if done else dice.randint(2, 4)):
        left = x - 320 + n * 190
        roof = [(left - 20, y - 120), (left + 160, y - 120), (left + 130, y - 170), (left + 10, y - 170)]
        pen.polygon(roof, fill="#b5533c")
        pen.rectangle((left, y - 20, left + 140, y + 60), fill=WOOD, outline=DARK, width=4)
        for post in (left + 6, left + 134):
            pen.line((post, y - 120, post, y - 20), fill=DARK, width=6)


def car(pen, x, y, done, dice):
    pen.rectangle((x - 260, y + 40, x + 240, y + 52), fill="#d9b44a")
    if not done:
        body = dice.choice(["#5d7286", "#8c8f92", "#7a4a45"])
        roof = [(x - 110, y - 60), (x - 60, y - 130), (x + 70, y - 130), (x + 120, y - 60)]
        pen.polygon(roof, fill=body)
        pen.rectangle((x - 190, y - 62, x + 190, y + 20), fill=body)
        for wheel in (x - 130, x + 90):
            pen.ellipse((wheel, y - 10, wheel + 60, y + 50), fill=DARK)


def patches(pen, x, y, done, dice):
    for _ in range(0 if done else 14):
        left, top = x - 420 + dice.randrange(760), y - 250 + dice.randrange(90)
        pen.rectangle((left, top, left + 44, top + 32), fill=dice.choice(["#f4f0e4", "#8a7a66", "#e9d8a6"]))
    pen.rectangle((x - 520, y - 156, x + 430, y - 148), fill=DARK)


def bench(pen, x, y, done, dice):
    broken = () if done else (dice.randrange(3),)
    for n in range(3):
        if n not in broken:
            pen.rectangle((x - 190, y - 70 + n * 26, x + 190, y - 54 + n * 26), fill=WOOD)
    for leg in (x - 160, x + 140):
        pen.rectangle((leg, y - 80, leg + 18, y + 70), fill=DARK)


# What can be seen of a matter, by its title.
TROUBLES = {
    "垃圾箱满溢": rubbish, "建筑垃圾随意堆放": rubbish, "绿化带杂物较多": rubbish, "渣土遗撒路面": rubbish, "护栏缺失": rail,
    "路灯不亮": lamp, "井盖松动": hole, "路面坑洼": hole, "台阶破损": hole, "下水道反味返水": water, "公厕地面积水": water,
    "水管爆裂": water, "沿街占道经营": stalls, "消防通道停车": car, "无主车辆长期停放": car, "小广告张贴成片": patches,
    "外墙皮松动脱落": patches, "座椅断裂": bench, "健身器材损坏": bench,
}  # fmt: skip
