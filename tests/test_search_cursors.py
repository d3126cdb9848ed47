"""Cursors: whatever was between two hits, the next page begins after the last one seen."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from jobboard.search.cursors import Cursor, Key, Side, read_cursor, window
from jobboard.search.query import SearchQuery, Sort

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KEYS = st.lists(
    st.tuples(st.floats(allow_nan=False, allow_infinity=False, width=32), st.text("abc", min_size=1, max_size=3)),
    unique=True,
    max_size=30,
)


def same(key: Key) -> Key:
    return key


@given(KEYS, st.integers(1, 7))
def test_pages_join_forth_and_back(keys: list[Key], limit: int) -> None:
    order, cursor, seen = sorted(keys), "", []
    while True:
        page = window(order, SearchQuery(limit=limit, cursor=cursor, now=NOW), same)
        seen += order[page.start : page.end]
        if page.before:
            back = window(order, SearchQuery(limit=limit, cursor=page.before, now=NOW), same)
            assert back.end == page.start
        if not page.after:
            break
        cursor = page.after
    assert seen == order


@given(KEYS, KEYS, st.integers(1, 7))
def test_what_comes_and_goes_before_a_page_does_not_move_it(old: list[Key], new: list[Key], limit: int) -> None:
    order = sorted(old)
    page = window(order, SearchQuery(limit=limit, now=NOW), same)
    if page.after is None:
        return
    last = order[page.end - 1]
    changed = sorted({*new, *order[page.end :]})
    after = window(changed, SearchQuery(limit=limit, cursor=page.after, now=NOW), same)
    assert changed[after.start : after.end] == [key for key in changed if key > last][:limit]


@given(st.text(max_size=400))
def test_whatever_is_sent_back_reads_or_is_nothing(written: str) -> None:
    found = read_cursor(written, Sort.NEWEST, like=(1.0, "id"))
    assert found is None or len(found.key) == 2


def test_a_cursor_of_another_order_is_nothing() -> None:
    written = Cursor(Side.AFTER, Sort.NEWEST, (1.0, "id")).written()
    assert read_cursor(written, Sort.NEWEST, like=(2.0, "x")) is not None
    assert read_cursor(written, Sort.RELEVANCE, like=(2.0, "x")) is None
    assert read_cursor(written, Sort.NEWEST, like=(2.0, 1.0, "x")) is None
