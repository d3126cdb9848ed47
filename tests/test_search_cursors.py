"""Cursors: whatever was between two hits, the next page begins after the last one seen."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from jobboard.search.cursors import LONGEST, Cursor, Key, Side, Window, read_cursor, window
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
        seen += page.hits
        if page.before:
            back = window(order, SearchQuery(limit=limit, cursor=page.before, now=NOW), same)
            assert back.first + len(back.hits) == page.first
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
    last = page.hits[-1]
    changed = sorted({*new, *order[len(page.hits) :]})
    after = window(changed, SearchQuery(limit=limit, cursor=page.after, now=NOW), same)
    assert list(after.hits) == [key for key in changed if key > last][:limit]


def ranked(ids: list[str]) -> list[Key]:
    """Hits in this order, as words rank them."""
    return [(float(number), job_id) for number, job_id in enumerate(ids)]


def page_of(ids: list[str], cursor: str = "", limit: int = 4) -> Window[Key]:
    return window(ranked(ids), SearchQuery("nurse", limit=limit, cursor=cursor, now=NOW), same)


def ids_of(page: Window[Key]) -> list[str]:
    return [str(key[-1]) for key in page.hits]


@given(st.integers(1, 150), st.integers(1, 45))
def test_pages_of_ranked_hits_join_forth_and_back(count: int, limit: int) -> None:
    ids, cursor, seen = [f"job-{number}" for number in range(count)], "", []
    while True:
        page = page_of(ids, cursor, limit)
        assert page.first == len(seen)
        seen += ids_of(page)
        if page.before:
            assert ids_of(page_of(ids, page.before, limit)) == seen[max(page.first - limit, 0) : page.first]
        if not page.after:
            break
        cursor = page.after
        assert len(cursor) <= LONGEST
    assert seen == ids


@given(st.permutations(range(14, 26)))
def test_hits_that_change_places_around_the_end_of_a_page_are_seen_once_each(moved: list[int]) -> None:
    ids = [f"job-{number}" for number in range(60)]
    changed = [*ids[:14], *(ids[number] for number in moved), *ids[26:]]
    page = page_of(ids, limit=20)
    seen = ids_of(page)
    while page.after:
        page = page_of(changed, page.after, limit=20)
        seen += ids_of(page)
    assert sorted(seen) == sorted(ids)


def test_a_ranked_page_is_found_again_behind_many_new_hits() -> None:
    ids = [f"job-{number}" for number in range(12)]
    new = [f"new-{number}" for number in range(3000)]
    second = page_of([*new, *ids], page_of(ids).after or "")
    assert ids_of(second) == ids[4:8]


def test_a_cursor_without_marks_goes_by_its_key() -> None:
    ids = [f"job-{number}" for number in range(12)]
    old = Cursor(Side.AFTER, Sort.RELEVANCE, (3.0, "job-3")).written()
    assert ids_of(page_of(ids, old)) == ids[4:8]


@given(st.text(max_size=400))
def test_whatever_is_sent_back_reads_or_is_nothing(written: str) -> None:
    found = read_cursor(written, Sort.NEWEST, like=(1.0, "id"))
    assert found is None or len(found.key) == 2


def test_a_cursor_of_another_order_is_nothing() -> None:
    written = Cursor(Side.AFTER, Sort.NEWEST, (1.0, "id")).written()
    assert read_cursor(written, Sort.NEWEST, like=(2.0, "x")) is not None
    assert read_cursor(written, Sort.RELEVANCE, like=(2.0, "x")) is None
    assert read_cursor(written, Sort.NEWEST, like=(2.0, 1.0, "x")) is None
