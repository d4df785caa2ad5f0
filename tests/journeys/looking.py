"""What every page of a journey must be: accessible, narrow enough, and without a complaint."""

from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

WIDTHS = (1280, 320)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Looker:
    """Collects faults; a journey fails at its end with all of them."""

    def __init__(self, seen: set[str]):
        self.seen, self.faults, self.axe = seen, [], Axe()

    def listen_to(self, page):
        """Scripts that fail, and whatever the content security policy refuses."""
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.hear(page, said))

    def hear(self, page, said):
        # A form with errors is answered by 422, a link that is over by 404: Chromium says so.
        of_the_page = said.location["url"] == page.url and "with a status of 4" in said.text
        if said.type == "error" and not of_the_page:
            self.faults.append(f"{page.url}: the browser said: {said.text}")

    def look(self, page, state="", widths=WIDTHS):
        """At each width: nothing is wider than the page, and axe finds nothing.

        `state` names a page that is not as usual, such as one with errors showing.
        """
        page.wait_for_load_state()
        kind = f"{self.name_of(page)} {state}".strip()
        usual = page.viewport_size
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(OVERFLOW)) > 0:
                self.faults.append(f"{kind} is {over} px too wide at {width} px")
            if (at := f"{kind} at {width} px") not in self.seen:
                self.seen.add(at)
                self.faults += [f"{at}: {words}" for words in self.violations(page)]
        page.set_viewport_size(usual)

    def name_of(self, page):
        return resolve(urlparse(page.url).path).view_name

    def has_passed(self, name):
        """Whether a page of this address was read by axe in any state."""
        return any(at.split()[0] == name for at in self.seen)

    def violations(self, page):
        for found in self.axe.run(page, options=RULES).response["violations"]:
            yield f"{found['id']} ({found['help']}): {found['nodes'][0]['html'][:200]}"
