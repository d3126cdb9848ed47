"""Sums and orders that speak about every row at once are those of each row alone."""

from hypothesis import given
from hypothesis import strategies as st

from jobboard.keep_on_file.matching.bitmaps import by_value, grouped, rows_in, slices_of, total

NUMBERS = st.lists(st.integers(0, 3000), max_size=70)
BITMAPS = st.integers(0, 2**70 - 1)


def number_of(row: int, slices: list[int]) -> int:
    return sum((bitmap >> row & 1) << place for place, bitmap in enumerate(slices))


@given(NUMBERS)
def test_slices_give_every_number_back(numbers: list[int]) -> None:
    slices = slices_of(numbers)
    assert [number_of(row, slices) for row in range(len(numbers))] == numbers


@given(st.lists(st.tuples(st.integers(0, 500), BITMAPS), max_size=40))
def test_a_total_is_the_sum_of_the_weights_of_each_row(weighted: list[tuple[int, int]]) -> None:
    slices = total(weighted)
    for row in range(70):
        added = sum(weight for weight, bitmap in weighted if bitmap >> row & 1)
        assert number_of(row, slices) == added


@given(NUMBERS, BITMAPS)
def test_rows_come_by_their_number_the_highest_first(numbers: list[int], among: int) -> None:
    asked = [row for row in range(len(numbers)) if among >> row & 1]
    found = [
        (value, row) for value, rows in by_value(slices_of(numbers), among % 2 ** len(numbers)) for row in rows_in(rows)
    ]
    assert found == sorted(((numbers[row], row) for row in asked), key=lambda each: (-each[0], each[1]))


@given(st.lists(st.integers(0, 9), max_size=70), st.lists(st.sampled_from([None, 1, 2]), min_size=10), BITMAPS)
def test_rows_are_grouped_by_what_their_number_is_worth(
    numbers: list[int], worths: list[int | None], among: int
) -> None:
    groups = grouped(slices_of(numbers), worths, among % 2 ** len(numbers))
    by_row = {row: worth for worth, rows in groups.items() for row in rows_in(rows)}
    assert by_row == {row: worths[number] for row, number in enumerate(numbers) if among >> row & 1}
