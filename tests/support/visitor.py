"""What a visitor does in a browser and what they must see."""

from playwright.sync_api import Page, expect

from example_site import DEFAULTS
from example_site.seed.story import staff
from tests.support.browser import DESKTOP, PHONE


def log_in(page: Page, member: str = "judith", *, way: str = "/recruit/") -> None:
    """Log in at the live site as one of the demo's people, by their id, and end at the path ``way``."""
    page.goto(f"/login?next={way}")
    page.get_by_label("E-mail").fill(staff(member)["email"])
    page.get_by_label("Password").fill(DEFAULTS["DEMO_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{way}")


def press(page: Page, *keys: str) -> None:
    """Press keys that each lead to another page, once the one before is loaded."""
    for key in keys:
        with page.expect_navigation():
            page.keyboard.press(key)


def assert_said(page: Page, words: str) -> None:
    """The page says what was just done."""
    expect(page.locator(".jb-toast")).to_contain_text(words)


def assert_heading(page: Page, words: str) -> None:
    """The page's heading is exactly this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def read_at_twice_the_size(page: Page) -> None:
    """Whatever ``page`` loads from now on has its text at 200 %, as somebody sets it who sees little."""
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '32px'; })"
    )


def assert_never_scrolls_sideways(page: Page) -> None:
    """The page is never wider than the window, be that a desk's or a phone's."""
    before = page.viewport_size
    assert before is not None
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size["viewport"])
        assert_no_sideways_scroll(page)
    page.set_viewport_size(before)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page itself, once it is loaded, is never wider than the window."""
    page.wait_for_load_state()
    wide, window = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
    assert wide <= window, f"{page.url} is {wide} wide in a window of {window}"
