"""Behind `make shots`: pictures of the main pages for README and manual, from a scratch portal with the demonstration.

    python scripts/shots.py [word]      only the shots whose name holds the word
Written to docs/shots, at most 150 KB each.
"""

import io
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.scratch import CHROMIUM, PASSWORD, ROOT, portal

FOLDER = ROOT / "docs" / "shots"
LIMIT = 150 * 1024
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what, on what; ``open`` is a selector of the link to follow first."""

    name: str
    user: str
    path: str
    size: dict
    open: str = ""
    dark: bool = False


LAST_MONTH = datetime.now(ZoneInfo("Asia/Shanghai")).replace(day=1) - timedelta(days=1)
HANDLING = "/issues/?state=handling&sort=-created_at"
SHOTS = [
    Shot("signin", "", "/accounts/login/", DESK),
    Shot("signin-phone", "", "/accounts/login/", PHONE),
    Shot("home", "secretary", "/", DESK),
    Shot("home-dark", "secretary", "/", DESK, dark=True),
    Shot("home-phone", "member7", "/", PHONE),
    Shot("issues", "clerk", "/issues/?sort=-created_at", DESK),
    Shot("issues-phone", "head3", "/issues/", PHONE),
    Shot("board", "clerk", "/issues/board/", DESK),
    Shot("issue", "head3", HANDLING, DESK, open="#table tbody a.t"),
    Shot("issue-phone", "head3", HANDLING, PHONE, open="#table tbody a.t"),
    Shot("report", "clerk", "/issues/add/", DESK),
    Shot("report-phone", "member7", "/issues/add/", PHONE),
    Shot("submit-phone", "head3", HANDLING, PHONE, open="#table tbody a.t, .m-act .main"),
    Shot("verify", "clerk", "/issues/?state=checking", DESK, open="#table tbody a.t, .acts-c .main"),
    Shot(
        "dispatch",
        "clerk",
        "/issues/?level=community&tab=open",
        DESK,
        open="#table tbody a.t, a[href$='/dispatch/']",
    ),
    Shot("paper", "clerk", "/orders/?tab=sent", DESK, open="#table tbody a.t, a[href$='/paper/']"),
    Shot("bulk", "clerk", "/issues/bulk/accept/?all=1&tab=mine&state=reported", DESK),
    Shot("news", "clerk", "/news/", DESK),
    Shot("grid", "secretary", "/grids/", DESK, open="tbody tr:nth-child(4) a.t"),
    Shot("line", "secretary", "/lines/", DESK, open="#table tbody a.t"),
    Shot("limits", "secretary", "/limits/", DESK),
    Shot("calendar", "secretary", "/calendar/", DESK),
    Shot("import", "clerk", "/issues/import/", DESK),
    Shot("overview", "secretary", "/people/overview/", DESK),
    Shot("people", "clerk", "/people/?tab=cared", DESK),
    Shot("person", "clerk", "/people/?tab=cared", DESK, open="#table tbody a.t"),
    Shot("household-phone", "member7", "/households/?tab=cared", PHONE, open="#table tbody a.t"),
    Shot("due-phone", "member7", "/visits/due/", PHONE),
    Shot("walk", "head3", "/visits/walks/", DESK, open="#table tbody a.t"),
    Shot("merge", "clerk", "/people/duplicates/", DESK, open="a[href*='/merge/']"),
    Shot("member", "secretary", "/members/?tab=serving&sort=-score", DESK, open="#table tbody a.t"),
    Shot("wall", "", "/wall/", DESK),
    Shot("door-phone", "", "/r/DEMO-3/", PHONE),
    Shot("help-phone", "head3", "/help/?tab=thanked", PHONE),
    Shot("wish-board", "secretary", "/wishes/board/", DESK),
    Shot("pledges", "secretary", "/pledges/?tab=keeping", DESK),
    Shot("pledge-phone", "party1", "/pledges/add/", PHONE),
    Shot("desk", "secretary", "/pledges/desk/", DESK),
    Shot("pledge-overview", "secretary", "/pledges/overview/", DESK),
    Shot("trial", "secretary", "/evaluations/?state=trial", DESK, open="#table tbody a.t, a[href$='/trial/']"),
    Shot("monthly", "secretary", f"/reports/monthly/?month={LAST_MONTH:%Y-%m}", DESK),
    Shot("accounts", "admin", "/accounts/users/", DESK),
    Shot("posts", "admin", "/accounts/posts/", DESK),
]


def sign_in(page, url, user):
    """Through the front door, as everybody."""
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("form [type=submit]")
    page.wait_for_load_state()


def take(browser, url, shot):
    """The picture as it appears, charts drawn and fonts there."""
    context = browser.new_context(
        viewport=shot.size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce",
        color_scheme="dark" if shot.dark else "light", is_mobile=shot.size is PHONE, has_touch=shot.size is PHONE,
    )  # fmt: skip
    page = context.new_page()
    if shot.user:
        sign_in(page, url, shot.user)
    page.goto(url + shot.path)
    for link in filter(None, shot.open.split(", ")):
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    context.close()
    return picture


def small(picture):
    """PNG bytes with a palette, with fewer colours until they fit."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        if out.tell() <= LIMIT:
            break
    return out.getvalue()


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if not CHROMIUM.exists():
        sys.exit(
            "没有 Chromium，截图没有做。Debian/Ubuntu：apt-get install chromium fonts-noto-cjk\nNo Chromium, no screenshots."
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, portal(folder) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in SHOTS:
            if word in shot.name:
                picture = small(take(browser, url, shot))
                (FOLDER / f"{shot.name}.png").write_bytes(picture)
                print(f"{shot.name}.png {len(picture) // 1024} KB")
        browser.close()


if __name__ == "__main__":
    main()
