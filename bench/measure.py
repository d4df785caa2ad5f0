"""One database, one size of board: builds it, asks for each page, prints what came as JSON.

bench/run.py starts this with DATABASE_URL and VAR_DIR of a throw-away place.
"""

import json
import os
import re
import statistics
import sys
import time
from dataclasses import astuple, dataclass

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import board  # noqa: E402
from bench.pages import PAGES, STEPS, UNBOUND, Page, Step  # noqa: E402

WARM_UP = 3
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|receipt|version)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float


class Browser:
    """One signed-in person, asking the very handler that a web server would."""

    application = get_wsgi_application()

    def __init__(self, person):
        client = Client()
        client.force_login(person)
        self.requests = RequestFactory(SERVER_NAME="127.0.0.1")
        self.requests.cookies = client.cookies

    def get(self, path: str) -> Answer:
        return self.ask(self.requests.get(path))

    def send(self, path: str, fields: dict) -> Answer:
        """Fetches the form and sends it with its hidden fields; only the sending is timed."""
        form = self.get(path).body
        hidden = {name.decode(): value.decode() for name, value in HIDDEN.findall(form)}
        return self.ask(self.requests.post(path, {**hidden, **fields}))

    def ask(self, request) -> Answer:
        began = time.perf_counter()
        status, cookies = "", []

        def start(line, headers, exc_info=None):
            nonlocal status
            status = line
            cookies.extend(value for name, value in headers if name.lower() == "set-cookie")

        chunks = self.application(request.environ, start)
        body = b"".join(chunks)
        chunks.close()
        seconds = time.perf_counter() - began
        for cookie in cookies:
            self.requests.cookies.load(cookie)
        return Answer(int(status.split()[0]), body, seconds)


class Counter:
    """How many statements a request sends to the database."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def counted(ask) -> tuple[int, Answer]:
    counter = Counter()
    with connection.execute_wrapper(counter):
        answer = ask()
    return counter.number, answer


def timed(name: str, ask, floor, *, times: int, expected: int, budget=UNBOUND) -> dict:
    """Asks again and again, with the floor in between, so that both meet the same machine."""
    for _ in range(WARM_UP if times > WARM_UP else 1):
        ask()
    queries, first = counted(ask)
    if first.status != expected:
        return {"page": name, "failed": f"answered {first.status}, not {expected}"}
    taken, floors = [], []
    for _ in range(times):
        taken.append(ask().seconds * 1000)
        floors.append(floor().seconds * 1000)
    median = statistics.median(taken)
    return {
        "page": name,
        "queries": queries,
        "median_ms": round(median, 2),
        "p95_ms": round(sorted(taken)[max(0, -(-95 * times // 100) - 1)], 2),
        "bytes": len(first.body),
        "budget": astuple(budget),
        "ratio": round(median / statistics.median(floors), 2),
    }


def measure(actions: int) -> list[dict]:
    call_command("migrate", verbosity=0)
    scene = board.build(actions=actions)
    connection.cursor().execute("ANALYZE")  # as autovacuum would, and `manage.py daily` on SQLite
    people = {who: Browser(getattr(scene.people, who)) for who in vars(scene.people)}
    floor_path = reverse("floor")

    def floor():
        return people["staff"].get(floor_path)

    rows = [timed("floor", floor, floor, times=40, expected=200)]
    for page in PAGES:
        rows.append(of_page(page, scene, people[page.who], floor))
    for step in STEPS:
        rows.append(of_step(step, scene, people[step.who], floor))
    about = {"database": connection.vendor, "rows": actions}
    return [{**row, **about} for row in rows]


def of_page(page: Page, scene, browser: Browser, floor) -> dict:
    path = page.path(scene)

    def ask():
        return browser.get(path)

    return timed(page.name, ask, floor, times=page.times, expected=200, budget=page.budget)


def of_step(step: Step, scene, browser: Browser, floor) -> dict:
    path = step.path(scene)

    def ask():
        return browser.send(path, step.fields(scene))

    return timed(f"{step.name} ({step.who})", ask, floor, times=step.times, expected=302)


if __name__ == "__main__":
    if "bench" not in os.environ.get("DATABASE_URL", ""):
        sys.exit("DATABASE_URL must name a throw-away database with “bench” in its name.")
    print(json.dumps(measure(int(sys.argv[1]))))
