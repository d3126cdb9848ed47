"""Many rows of the bench turned on their side: a bitmap for each thing that can be said of a row.

What one row costs to look at, thousands cost together. A block promises for each of its rows at least what the row
itself promises; which is which stands in the rows.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from jobboard.keep_on_file.matching.bitmaps import Bitmap, rows_in, slices_of, slices_of_bytes
from jobboard.keep_on_file.matching.signature import BITS

MOST_WORDS = 1000
"""Different values of one column that a block tells apart; rarer ones could be anything."""
GATED = ("until", "levels")
"""Columns that say whom consent and level let through."""
REASONS = ("whereabouts", "pay", "free_from", "said", "evidence_on", "held_in")
"""Columns that say what else shuts somebody out, and what speaks for them."""
PEOPLE, WORDS = "people", "words"
_KEY_BYTES = 8


def turned(kept_ids: Sequence[int], said: Mapping[str, Sequence[str]], signatures: Sequence[bytes]) -> dict[str, bytes]:
    """The parts of a block by name: for each row its kept record's internal key, what each column says of it, and its
    signature. Bitmaps without a row are left out."""
    words = {column: _told_apart(values) for column, values in said.items()}
    parts = {PEOPLE: b"".join(key.to_bytes(_KEY_BYTES, "little") for key in kept_ids)}
    parts[WORDS] = json.dumps(words).encode()
    width = _width(len(kept_ids))
    for column, values in said.items():
        code = {word: number for number, word in enumerate(words[column])}
        slices = slices_of([code.get(value, len(code) - 1) for value in values])
        parts[column] = b"".join(bitmap.to_bytes(width, "little") for bitmap in slices)
    parts |= {bit_name(bit): bitmap.to_bytes(width, "little") for bit, bitmap in _bits(signatures) if bitmap}
    return parts


def _told_apart(values: Sequence[str]) -> list[str | None]:
    """In order, so that neighbours are alike; None stands for all that are left out."""
    common = [word for word, _count in Counter(values).most_common(MOST_WORDS + 1)]
    return [*sorted(common)] if len(common) <= MOST_WORDS else [*sorted(common[: MOST_WORDS - 1]), None]


def _bits(signatures: Sequence[bytes]) -> Iterator[tuple[int, Bitmap]]:
    together, length = b"".join(signatures), BITS // 8
    for byte in range(length):
        plane = together[length - 1 - byte :: length]
        if plane.count(0) < len(plane):
            yield from enumerate(slices_of_bytes(plane), start=byte * 8)


def _width(rows: int) -> int:
    return -(-rows // 8)


def bit_name(bit: int) -> str:
    """The part that holds this bit of every signature."""
    return str(bit)


@dataclass(frozen=True, slots=True)
class People:
    """The internal keys of the kept records in a block's rows; 0 where a row has been cleared."""

    packed: bytes

    def __len__(self) -> int:
        return len(self.packed) // _KEY_BYTES

    def __getitem__(self, row: int) -> int:
        return int.from_bytes(self.packed[row * _KEY_BYTES : (row + 1) * _KEY_BYTES], "little")


@dataclass
class Block:
    """The rows of one ``function`` side by side; ``parts`` as far as they are needed."""

    function: str
    parts: Mapping[str, bytes]
    people: People = field(init=False)
    words: dict[str, list[str | None]] = field(init=False)

    def __post_init__(self) -> None:
        """Whom it knows and which words its columns tell apart."""
        self.people = People(self.parts[PEOPLE])
        self.words = json.loads(self.parts[WORDS])

    def __len__(self) -> int:
        return len(self.people)

    def column(self, name: str) -> list[Bitmap]:
        """The slices of which of its words each row has."""
        part, width = self.parts.get(name, b""), _width(len(self))
        return [int.from_bytes(part[at : at + width], "little") for at in range(0, len(part), width)]

    def bit(self, bit: int) -> Bitmap:
        """The rows whose signature has this bit."""
        return int.from_bytes(self.parts.get(bit_name(bit), b""), "little")

    def having(self, ways: Iterable[int]) -> Bitmap:
        """The rows whose signature has all of one of these sets of bits."""
        return reduce(or_, (reduce(and_, map(self.bit, bits_of(way))) for way in ways), 0)


def bits_of(mask: int) -> list[int]:
    """The bits of a set of them."""
    return list(rows_in(mask))


def row_of(people: bytes, kept_id: int) -> int | None:
    """The row of a kept record in a block with these ``PEOPLE``."""
    key, at = kept_id.to_bytes(_KEY_BYTES, "little"), -1
    while (at := people.find(key, at + 1)) >= 0:
        if at % _KEY_BYTES == 0:
            return at // _KEY_BYTES
    return None


def cleared(parts: Mapping[str, bytes], row: int) -> dict[str, bytes]:
    """The parts of a block that change when nothing of a row is to stay, not even a word that only it had."""
    block, start = Block("", parts), row * _KEY_BYTES
    packed = parts[PEOPLE]
    changed = {PEOPLE: packed[:start] + bytes(_KEY_BYTES) + packed[start + _KEY_BYTES :]}
    others = sum(1 << other for other in range(len(block)) if other != row and block.people[other])
    words = {column: _without(told, block.column(column), row, others) for column, told in block.words.items()}
    changed[WORDS] = json.dumps(words).encode()
    width = _width(len(block))
    for name, content in parts.items():
        if name not in changed:
            changed[name] = _with_zeros(content, range(row // 8, len(content), width), 1 << row % 8)
    return {name: content for name, content in changed.items() if content != parts[name]}


def _without(told: list[str | None], slices: Sequence[Bitmap], row: int, others: Bitmap) -> list[str | None]:
    """The words that a column tells apart, without a row's unless one of the ``others`` has it too."""
    code = sum((bitmap >> row & 1) << place for place, bitmap in enumerate(slices))
    for place, bitmap in enumerate(slices):
        others &= bitmap if code >> place & 1 else ~bitmap
    return [None if number == code and not others else word for number, word in enumerate(told)]


def _with_zeros(content: bytes, places: Iterable[int], mask: int) -> bytes:
    zeroed = bytearray(content)
    for place in places:
        zeroed[place] &= ~mask
    return bytes(zeroed)
