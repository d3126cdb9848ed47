"""The example site with all its people, and Debian's Chromium to visit it by phone and from a desk."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from jobboard.db.lease import Lease
from jobboard.db.outbox import OutboxEntry
from tests.support.requirements import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

    from jobboard.state import BoardState

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PATIENCE_MS = 20_000
"""How long whatever the browser waits for may take on a busy machine."""
MATCHING_PATIENCE = 120
"""Seconds that matching and the index may take after a page was sent."""

on_a_phone = pytest.mark.parametrize("size", [PHONE], ids=["phone"])
"""Runs a test that uses ``page`` on a phone alone, the narrower of the two."""
at_sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
"""Runs a test that uses ``page`` once as a phone with a touch screen and once as a desk's wide window."""


@dataclass(frozen=True)
class LiveSite:
    """A site on a port of its own."""

    app: Flask
    url: str


def a_door() -> socket.socket:
    """A free port of this machine, listened at."""
    return socket.create_server(("127.0.0.1", 0))


def address(door: socket.socket) -> str:
    """What a browser calls ``door``."""
    return f"http://127.0.0.1:{door.getsockname()[1]}"


@contextmanager
def serving(app: Flask, door: socket.socket | None = None) -> Iterator[LiveSite]:
    """Serve ``app`` by a thread at ``door``, or at one of its own, and close it afterwards."""
    with door or a_door() as listening:
        port = listening.getsockname()[1]
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield LiveSite(app, address(listening))
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The example site, seeded, served for the whole run: what one browser test changes, the next one sees."""
    from example_site import create_app  # the demo's parts are only needed here

    folder, door = tmp_path_factory.mktemp("example_site"), a_door()
    quick = {"JOBBOARD_APPLY_MIN_SECONDS": 0}  # Playwright types quicker than anybody
    app = create_app({"INSTANCE_PATH": str(folder), "JOBBOARD_BASE_URL": address(door), **quick})
    _furnish(app)
    with serving(app, door) as site:
        yield site


def _furnish(app: Flask) -> None:
    """What ``make demo`` does before it serves."""
    for command in (["jobboard", "db", "upgrade"], ["jobboard", "seed", "--if-empty"]):
        result = app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 0, f"flask {' '.join(command)}: {result.output}\n{result.exception!r}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import expect, sync_playwright  # slow to import and only used here

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Complaints:
    """What the browser complained about: page errors and console errors, where policy violations show."""

    heard: list[str] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        """Take down whatever ``page`` complains about from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda problem: self.heard.append(f"{page.url}: {problem}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.heard.append(f"{message.location.get('url', '')}: {message.text}")

    def forgive(self, *parts: str) -> None:
        """Forget complaints with one of ``parts``: a test that asks for a missing page expects a 404."""
        self.heard[:] = [said for said in self.heard if not any(part in said for part in parts)]


@pytest.fixture
def complaints() -> Complaints:
    """What the browser complains about during the test; anything left at its end fails it."""
    return Complaints()


@pytest.fixture
def size() -> dict[str, Any]:
    """The desk's window, unless ``at_sizes`` says otherwise."""
    return DESKTOP


@pytest.fixture
def page(browser: Browser, live_site: LiveSite, size: dict[str, Any], complaints: Complaints) -> Iterator[Page]:
    """A new visitor's page; paths are relative to the live site."""
    context = browser.new_context(base_url=live_site.url, locale="en-GB", **size)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints.listen_to(page)
    yield page
    context.close()
    if complaints.heard:
        pytest.fail("The browser complained:\n" + "\n".join(complaints.heard), pytrace=False)


def settle(site: LiveSite) -> None:
    """Wait until the site has done what the last page asked for: matching and the index come after the page."""
    deadline = time.monotonic() + MATCHING_PATIENCE
    for board in site.app.extensions["jobboard"].values():
        with Session(board.engine) as session:
            while _at_work(session, board):
                assert time.monotonic() < deadline, f"{board.name} still has {_work(session)} to do"
                session.rollback()
                time.sleep(0.05)


def _at_work(session: Session, board: BoardState) -> bool:
    """Whether something is due or being done: a drainer's claim takes it out of what is due, but it holds the lease."""
    due = select(OutboxEntry.id).where(OutboxEntry.board == board.name, OutboxEntry.available_at <= board.now())
    drained = select(Lease.name).where(Lease.name == f"outbox:{board.name}")
    return bool(session.scalar(select(due.exists() | drained.exists())))


def _work(session: Session) -> str:
    """What waits and who holds what, for whoever has to find out why it takes so long."""
    waiting = session.execute(select(OutboxEntry.topic, OutboxEntry.attempts, OutboxEntry.available_at))
    held = session.execute(select(Lease.name, Lease.expires_at))
    return f"{waiting.all()}, under {held.all()},"
