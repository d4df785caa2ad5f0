"""`make screenshots`: the README's pictures, one for each kind of person, from the demo.

It stands beside the journeys because it drives the same browser. A demo of its own is loaded into a
throw-away folder, so the pictures never show anybody's work.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 860}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Kind of person, as the demo names it; the page; the picture.
SHOTS = (
    ("board staff", "/", "board-staff"),
    ("agency lead", "/owed/", "agency-lead"),
    ("board member", "/", "board-member"),
    ("chair", "/annual-report/2017-18/", "annual-report"),
    ("chair", "/themes/2/", "theme"),
    ("administrator", "/back-office/", "administrator"),
)
NOT_OURS = ("ALLOWED_HOSTS", "DATABASE_URL", "DOCUMENT_DIR", "EMAIL_HOST", "MAIL_DIR", "PRODUCTION")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def sign_ins(said: str) -> dict[str, list[str]]:
    """E-mail and password by kind of person, from the lines that the demo prints."""
    wanted = {kind for kind, _, _ in SHOTS}
    pairs = (line.partition(": ") for line in said.splitlines())
    return {kind: rest.split() for kind, _, rest in pairs if kind in wanted}


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def take(browser, site: str, people: dict[str, list[str]]) -> None:
    for kind, path, name in SHOTS:
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        page = context.new_page()
        email, password = people[kind]
        page.goto(f"{site}/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.click("main button[type=submit]")
        answer = page.goto(site + path)
        if answer is None or not answer.ok:
            sys.exit(f"{path} did not open for the {kind}.")
        picture = PICTURES / f"{name}.png"
        page.screenshot(path=picture)
        print(f"{picture.relative_to(ROOT)} ({picture.stat().st_size // 1024} KB)")
        context.close()


def main() -> None:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        sys.exit("Chromium is needed to take the pictures: install it, then run this again.")
    PICTURES.mkdir(exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        env = {**kept, "VAR_DIR": scratch}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env=env, check=True)
        said = subprocess.run(
            [*manage, "demo"], env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        server = subprocess.Popen([*manage, "serve", str(port)], env=env, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            with sync_playwright() as playwright:
                flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
                browser = playwright.chromium.launch(executable_path=chromium, args=flags)
                take(browser, f"http://127.0.0.1:{port}", sign_ins(said))
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
