"""Somebody at a screen: signs in, looks, and notices whatever is wrong with a page."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from scripts.scratch import PASSWORD

GRAVE = {"serious", "critical"}
# Parts of a page that wait for the server: fetched by htmx, being sent, being searched.
AT_WORK = ".htmx-request, .busy, .ts-wrapper.loading"
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FOCUSED = """(selector) => {
  const [node, style] = [document.activeElement, getComputedStyle(document.activeElement)];
  return [node.matches(selector), (node.innerText ?? "").trim(), style.outlineStyle + style.boxShadow];
}"""


class Visitor:
    """One person's browser window; ``problems`` collects console errors, outside requests and server errors.

    ``expected`` holds what the console may say without being a problem: a status a page refuses with, words about a line that
    was meant to break.
    """

    def __init__(self, browser, url, size, kept=None):
        self.url, self.problems, self.expected = url, [], set()
        self.phone = size["width"] < 600
        self.context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", is_mobile=self.phone, has_touch=self.phone,
            accept_downloads=True, reduced_motion="reduce", storage_state=kept,
        )  # fmt: skip
        self.page = self.new_page()

    def new_page(self):
        """Another tab of the same browser, watched like the first."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)
        return page

    def sign_in(self, user, password=PASSWORD):
        """Through the front door."""
        self.page.goto(f"{self.url}/accounts/login/")
        self.enter(user, password)

    def enter(self, user, password=PASSWORD):
        """At the front door already."""
        self.page.fill("[name=username]", user)
        self.page.fill("[name=password]", password)
        self.page.click("form [type=submit]")
        self.settle()

    def go(self, path, status=200, look=True):
        """Open a page that answers ``status``; unless it was looked at before, it has nothing grave against it."""
        self.expected.add(status)
        answer = self.page.goto(path if path.startswith("http") else self.url + path)
        assert answer.status == status, f"{path}: {answer.status}"
        if look:
            self.look()

    def press(self, name, role="button", exact=True):
        """Press what bears this name where it can be seen, and look at the page that follows."""
        keys = self.page.get_by_role(role, name=name, exact=exact).filter(visible=True)
        keys.first.click()
        self.look()

    def tab_to(self, selector, words=None, key="Tab"):
        """Press Tab until the focus is on such an element and can be seen to be there."""
        for _ in range(80):
            self.page.keyboard.press(key)
            there, said, seen = self.page.evaluate(FOCUSED, selector)
            if there and words in (None, said):
                assert seen != "nonenone", f"no visible focus on {said}"
                return
        raise AssertionError(f"{selector} {words} cannot be reached by {key}")

    def settle(self):
        """Wait until the page has everything it asked for, and has drawn it."""
        self.page.wait_for_load_state()
        self.page.locator(AT_WORK).first.wait_for(state="detached")
        self.page.wait_for_load_state()
        self.page.evaluate(DRAWN)

    def look(self):
        """The page is accessible, loads nothing from elsewhere and fits its width."""
        self.settle()
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        grave = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in GRAVE]
        assert grave == [], f"{self.page.url}: {grave}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        assert not self.problems, self.problems

    @property
    def text(self):
        return self.page.locator("main").first.inner_text()

    def _heard(self, message):
        expected = [f"a status of {words}" if isinstance(words, int) else words for words in self.expected]
        if message.type == "error" and not any(words in message.text for words in expected):
            self.problems.append(f"console: {message.text}")

    def _asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != self.url:
            self.problems.append(f"outside: {request.url}")

    def _answered(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}")
