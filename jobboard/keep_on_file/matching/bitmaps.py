"""Arithmetic on bitmaps: whole numbers in which bit *n* says something of row *n*.

One operation speaks about every row at once, so that thousands are added up, compared and put in order without looking
at any of them. A number for each row is a list of *slices*: slice *k* has the bit worth 2^k of every row's number
(bit-sliced indexes, O'Neil and Quass 1997).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

Bitmap = int
_Worth = TypeVar("_Worth")


def slices_of(numbers: Sequence[int]) -> list[Bitmap]:
    """The slices of one number, zero or more, for each row."""
    width = max(numbers, default=0).bit_length()
    planes = (bytes(number >> shift & 255 for number in numbers) for shift in range(0, width, 8))
    return list(islice(chain.from_iterable(map(slices_of_bytes, planes)), width))


def slices_of_bytes(plane: bytes) -> Iterator[Bitmap]:
    """The eight slices of one byte for each row, the lowest bit first."""
    for digits in _DIGITS:
        yield int(plane[::-1].translate(digits) or b"0", 2)


_DIGITS = [bytes(b"01"[byte >> bit & 1] for byte in range(256)) for bit in range(8)]
"""What a byte becomes where one of its bits is asked for: the character 0 or 1."""


def rows_in(bitmap: Bitmap) -> Iterator[int]:
    """The rows a bitmap speaks of, the lowest first."""
    while bitmap:
        lowest = bitmap & -bitmap
        yield lowest.bit_length() - 1
        bitmap ^= lowest


def total(weighted: Iterable[tuple[int, Bitmap]]) -> list[Bitmap]:
    """The slices of what each row adds up to: a weight, zero or more, counts for the rows of its bitmap."""
    columns: list[list[Bitmap]] = []
    for weight, bitmap in weighted:
        columns += ([] for _ in range(weight.bit_length() - len(columns)))
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                columns[place].append(bitmap)
    return list(_carried(columns))


def _carried(columns: list[list[Bitmap]]) -> Iterator[Bitmap]:
    """Adds column by column as on paper: three of one column make one of it and one of the next."""
    carried: list[Bitmap] = []
    waiting = iter(columns)
    while (column := next(waiting, None)) is not None or carried:
        column, carried = [*(column or ()), *carried], []
        while len(column) > 1:
            one, other, third = column.pop(), column.pop(), column.pop() if column else 0
            either = one ^ other
            carried.append(one & other | either & third)
            column.append(either ^ third)
        yield column[0] if column else 0


def by_value(slices: Sequence[Bitmap], among: Bitmap) -> Iterator[tuple[int, Bitmap]]:
    """The numbers that rows of ``among`` have, the highest first, each with its rows. Lazy: who stops early has not
    looked at lower numbers."""
    waiting = [(len(slices), 0, among)]
    while waiting:
        place, value, rows = waiting.pop()
        if not rows:
            continue
        if not place:
            yield value, rows
            continue
        place -= 1
        high = rows & slices[place]
        waiting += [(place, value, rows ^ high), (place, value | 1 << place, high)]


def grouped(slices: Sequence[Bitmap], worths: Sequence[_Worth], among: Bitmap) -> dict[_Worth, Bitmap]:
    """The rows of ``among`` by what their number is worth: number *n* is worth ``worths[n]``. Neighbouring numbers of
    one worth cost no more than one of them."""
    ends, found = _ends(worths), dict[_Worth, Bitmap]()
    waiting = [(len(slices), 0, among)]
    while waiting:
        place, first, rows = waiting.pop()
        if not rows:
            continue
        if ends[first] >= min(first + (1 << place), len(worths)):
            found[worths[first]] = found.get(worths[first], 0) | rows
            continue
        place -= 1
        high = rows & slices[place]
        waiting += [(place, first, rows ^ high), (place, first + (1 << place), high)]
    return found


def _ends(worths: Sequence[_Worth]) -> list[int]:
    """For each number the first one above it that is worth something else."""
    ends = [len(worths)] * len(worths)
    for number in range(len(worths) - 2, -1, -1):
        ends[number] = ends[number + 1] if worths[number] == worths[number + 1] else number + 1
    return ends
