"""A host that resets and restyles everything, loaded after our sheet, changes nothing inside the board but its face."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from jobboard.extension import JobBoard
from jobboard.flows.set_up import set_up_board
from jobboard.keep_on_file.queries import inbox
from jobboard.migrations import runner
from jobboard.testing import situations as given
from tests.support.browser import DESKTOP, PHONE
from tests.support.host import JUDITH, TestIdentity, close_host, header_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent / "support" / "hostile"
KEPT = (
    "textTransform",
    "cssFloat",
    "letterSpacing",
    "listStyleType",
    "fill",
    "color",
    "backgroundColor",
    "borderTopStyle",
)
LOOK = """([selector, names]) => {
    const found = document.querySelector('.jb ' + selector);
    if (!found) return null;
    const style = getComputedStyle(found);
    return names.map((name) => style[name]);
}"""
PIECES = {
    "search": ("h1", "h2", "label", "input", ".jb-button--primary", ".jb-job__title a", ".jb-job__facts li", "select"),
    "item": ("h2", "h3", ".jb-button", ".jb-why", ".jb-reason__points", ".jb-gap svg", ".jb-g-over", ".jb-gaps", "p"),
}


@pytest.fixture(scope="module", params=["plain", "hostile"])
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The same board in a plain host and in a hostile one: (which, its address, the path of an opened person)."""
    folder = tmp_path_factory.mktemp(request.param)
    app = Flask(
        "hostile",
        instance_path=str(folder),
        root_path=str(HERE),
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
        static_url_path="/static",
    )
    app.config.update(SECRET_KEY="for tests", JOBBOARD_LAYOUT=f"{request.param}.html", JOBBOARD_SEARCH_BACKEND="memory")
    board = JobBoard(identity=TestIdentity()).init_app(app)
    runner.upgrade(board.engine)
    set_up_board(board)
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    opened = inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    board.session.remove()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield request.param, f"http://127.0.0.1:{port}", f"/recruit/inbox/{opened}"
        server.shutdown()
        server.server_close()
    close_host(app)


_seen: dict[str, list[list[str] | None]] = {}


def looks(page: Page, pieces: tuple[str, ...]) -> list[list[str] | None]:
    """What the browser computes for each piece."""
    return [page.evaluate(LOOK, [selector, list(KEPT)]) for selector in pieces]


@pytest.mark.parametrize("name", list(PIECES))
def test_a_hostile_sheet_changes_nothing_inside(browser: Browser, host: tuple[str, str, str], name: str) -> None:
    which, url, opened = host
    context = browser.new_context(base_url=url, extra_http_headers=header_of(JUDITH), **DESKTOP)
    page = context.new_page()
    page.goto(opened if name == "item" else "/jobs/")
    found = looks(page, PIECES[name])
    context.close()
    if which == "plain":
        _seen[name] = found
        return
    assert [piece for piece in found if piece is not None]
    assert dict(zip(PIECES[name], found, strict=True)) == dict(zip(PIECES[name], _seen[name], strict=True))


def test_a_hostile_host_does_not_make_a_phone_scroll_sideways(browser: Browser, host: tuple[str, str, str]) -> None:
    _which, url, opened = host
    context = browser.new_context(base_url=url, extra_http_headers=header_of(JUDITH), **PHONE)
    page = context.new_page()
    page.goto(opened)
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('.jb-page')].map((e) => e.scrollWidth))")
    assert widest <= 390
    context.close()
