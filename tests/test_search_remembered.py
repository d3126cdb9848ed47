"""What is remembered stays within its bounds, and what was asked for last stays longest."""

from hypothesis import given
from hypothesis import strategies as some

from jobboard.search.remembered import Remembered

MOST, ENTRIES = 10, 4
puts = some.lists(some.tuples(some.integers(0, 6), some.text("x", max_size=2 * MOST)), max_size=40)


@given(puts)
def test_it_holds_no_more_than_it_may_but_always_what_came_last(put: list[tuple[int, str]]) -> None:
    remembered = Remembered[int, str](len, most=MOST, entries=ENTRIES)
    latest: dict[int, str] = {}
    for key, value in put:
        remembered.put(key, value)
        latest[key] = value
        held = {known: found for known in latest if (found := remembered.get(known)) is not None}
        assert held.items() <= latest.items()
        assert held[key] == value
        assert len(held) <= ENTRIES
        assert len(held) == 1 or sum(map(len, held.values())) <= MOST


def test_what_was_not_asked_for_longest_goes_first() -> None:
    remembered = Remembered[str, str](len, most=MOST, entries=2)
    remembered.put("one", "x")
    remembered.put("two", "x")
    assert remembered.get("one") == "x"
    remembered.put("three", "x")
    assert (remembered.get("one"), remembered.get("two")) == ("x", None)
