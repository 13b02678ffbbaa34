"""Journeys run in Debian's Chromium against a portal of their own, on a phone and at a desk."""

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.scratch import CHROMIUM, portal
from tests.conftest import journeys
from tests.journeys.visitor import Visitor

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1366, "height": 768}}


def pytest_collection_modifyitems(config, items):
    """Without a browser no journey begins; they are named at the end instead."""
    if not CHROMIUM.exists():
        left_out = [item for item in items if "journeys" in item.nodeid]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter):
    """The names come from the files: of several at work none but the reporter can tell them."""
    if not CHROMIUM.exists():
        terminalreporter.section(f"not run: browser journeys, there is no {CHROMIUM}")
        terminalreporter.write_line("\n".join(journeys()))


@pytest.fixture(scope="session")
def url(tmp_path_factory):
    with portal(tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=list(SIZES))
def size(request):
    """Both screens the house is made for."""
    return SIZES[request.param]


@pytest.fixture(scope="session")
def signed_in(browser, url):
    """What a browser keeps of somebody who has signed in; the door itself is passed once each."""
    kept = {}

    def signed_in(user):
        if user not in kept:
            visitor = Visitor(browser, url, SIZES["phone"])
            visitor.sign_in(user)
            kept[user] = visitor.context.storage_state()
            visitor.context.close()
        return kept[user]

    return signed_in


@pytest.fixture
def visit(browser, url, size, signed_in):
    """Sends somebody to a screen: ``visit("head1")``; "" is a stranger at the door."""
    came = []

    def visit(user):
        came.append(Visitor(browser, url, size, signed_in(user) if user else None))
        return came[-1]

    yield visit
    for visitor in came:
        visitor.context.close()


@pytest.fixture
def photo(tmp_path):
    """A picture as a phone takes it."""
    path = tmp_path / "现场.jpg"
    Image.effect_noise((900, 700), 60).convert("RGB").save(path, "JPEG")
    return path
