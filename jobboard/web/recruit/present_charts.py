"""Numbers as drawings: where each bar begins and how wide it is. Templates only write the figures down."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LEFT, RIGHT = 860, 184, 740
_TOP, _ROW, _BAR = 38, 40, 26
_GAP, _ROOM_FOR_A_NUMBER = 2, 22
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its paint (a class), where it stands, and its number where there is room for it."""

    paint: str
    x: float
    width: float
    words: str
    on_paint: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the drawing."""

    label: str
    y: int
    parts: tuple[Part, ...]
    end: float
    total: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The whole drawing; ``ticks`` are (x, words)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    row: int = _BAR

    @property
    def bottom(self) -> int:
        """Where the axis ends."""
        return self.height - 28


def stacked(lines: Sequence[tuple[str, Sequence[tuple[str, int]], str]]) -> Bars:
    """Horizontal bars on one scale. A line is its label, its parts as (paint, number), and the words after its end."""
    largest = max((sum(number for _, number in parts) for _, parts, _ in lines), default=0)
    step = tick_step(largest)
    most = max(step, -(-largest // step) * step)
    scale = (RIGHT - LEFT) / most
    bars = [_bar(place, line, scale) for place, line in enumerate(lines)]
    ticks = [(LEFT + value * scale, str(value)) for value in range(0, most + 1, step)]
    return Bars(tuple(bars), tuple(ticks), _TOP + _ROW * len(bars) + 28)


def _bar(place: int, line: tuple[str, Sequence[tuple[str, int]], str], scale: float) -> Bar:
    label, numbers, total = line
    parts, x = [], float(LEFT)
    for paint, number in numbers:
        if number:
            width = number * scale
            shown = str(number) if width >= _ROOM_FOR_A_NUMBER else ""
            parts.append(Part(paint, round(x, 1), round(max(width - _GAP, 1.5), 1), shown, paint == "1"))
            x += width
    return Bar(label, _TOP + _ROW * place, tuple(parts), round(x + 6, 1), total)


def tick_step(largest: int) -> int:
    """A round distance between ticks, so that there are at most six of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if largest <= factor * size * _MOST_TICKS:
                return factor * size
        size *= 10


COLUMN, CELL_ROW, CELL_TOP = 82, 38, 58
_CELL_BAR = 70


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a grid: its parts as (paint, x, width) and the number under them."""

    x: float
    parts: tuple[tuple[str, float, float], ...]
    number: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid."""

    label: str
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Small bars in rows and columns; ``heads`` are (x, lines of words)."""

    heads: tuple[tuple[float, tuple[str, ...]], ...]
    rows: tuple[GridRow, ...]
    height: int
    width: int


def grid(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[Sequence[tuple[str, int]], str]]]]) -> Grid:
    """Each cell is its parts as (paint, number) and the number written under it; all bars are on one scale."""
    totals = [sum(number for _, number in parts) for _, cells in rows for parts, _ in cells]
    scale = _CELL_BAR / max([*totals, 1])
    drawn = [
        GridRow(label, CELL_TOP + CELL_ROW * place, tuple(_cell(at, cell, scale) for at, cell in enumerate(cells)))
        for place, (label, cells) in enumerate(rows)
    ]
    heads = tuple((_x(at), _two_lines(words)) for at, words in enumerate(columns))
    return Grid(heads, tuple(drawn), CELL_TOP + CELL_ROW * len(rows) + 4, LEFT + COLUMN * len(columns) + 8)


def _x(column: int) -> float:
    return LEFT + 4 + COLUMN * column


def _cell(column: int, cell: tuple[Sequence[tuple[str, int]], str], scale: float) -> Cell:
    numbers, words = cell
    parts, x = [], _x(column)
    for paint, number in numbers:
        if number:
            parts.append((paint, round(x, 1), round(max(number * scale, 1.5), 1)))
            x += max(number * scale, 1.5)
    return Cell(_x(column), tuple(parts), words)


def _two_lines(words: str) -> tuple[str, ...]:
    """A column's head broken where it fits the column best, into up to three lines."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < 11:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines[:3])
