"""A host that resets and restyles everything, loaded after our sheet, changes nothing inside the board but its face."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from jobboard.extension import JobBoard
from jobboard.flows.set_up import set_up_board
from jobboard.keep_on_file.queries import inbox
from jobboard.migrations import runner
from jobboard.testing import situations as given
from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE, serving
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


@contextmanager
def host(folder: Path, layout: str) -> Iterator[tuple[str, str]]:
    """The board in a host with this layout: (its address, the path of an opened person)."""
    app = Flask(
        "hostile",
        instance_path=str(folder / layout),
        root_path=str(HERE),
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
        static_url_path="/static",
    )
    app.config.update(SECRET_KEY="for tests", JOBBOARD_LAYOUT=f"{layout}.html", JOBBOARD_SEARCH_BACKEND="memory")
    board = JobBoard(identity=TestIdentity()).init_app(app)
    runner.upgrade(board.engine)
    set_up_board(board)
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    opened = inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    board.session.remove()
    with serving(app) as site:
        yield site.url, f"/recruit/inbox/{opened}"
    close_host(app)


@contextmanager
def visit(browser: Browser, url: str, size: dict[str, Any]) -> Iterator[Page]:
    """A page of the host, as Judith."""
    context = browser.new_context(base_url=url, extra_http_headers=header_of(JUDITH), **size)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def looks(page: Page, pieces: tuple[str, ...]) -> dict[str, list[str] | None]:
    """What the browser computes for each piece."""
    return {selector: page.evaluate(LOOK, [selector, list(KEPT)]) for selector in pieces}


def seen_in(browser: Browser, folder: Path, layout: str) -> dict[str, dict[str, list[str] | None]]:
    """How each page's pieces look in a host with this layout."""
    with host(folder, layout) as (url, opened), visit(browser, url, DESKTOP) as page:
        page.goto("/jobs/")
        search = looks(page, PIECES["search"])
        page.goto(opened)
        return {"search": search, "item": looks(page, PIECES["item"])}


def test_a_hostile_sheet_changes_nothing_inside(browser: Browser, tmp_path: Path) -> None:
    plain, hostile = seen_in(browser, tmp_path, "plain"), seen_in(browser, tmp_path, "hostile")
    assert all(any(found.values()) for found in plain.values())
    assert hostile == plain


def test_a_hostile_host_does_not_make_a_phone_scroll_sideways(browser: Browser, tmp_path: Path) -> None:
    with host(tmp_path, "hostile") as (url, opened), visit(browser, url, PHONE) as page:
        page.goto(opened)
        widest = page.evaluate("Math.max(...[...document.querySelectorAll('.jb-page')].map((e) => e.scrollWidth))")
        assert widest <= 390
