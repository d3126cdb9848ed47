"""Bench strength in words, cells and bars."""

from collections import Counter
from dataclasses import dataclass

from jobboard.keep_on_file.strength import MAY_BE_CALLED, Bench, ConsentState, Strength
from jobboard.web.present import Words, function
from jobboard.web.recruit.present_charts import Grid, grid
from jobboard.web.recruit.voice import many

STATES = {
    ConsentState.LIVE: "Consent live",
    ConsentState.ENDING_60: "Ends in 31 to 60 days",
    ConsentState.ENDING_30: "Ends within 30 days",
    ConsentState.ASKED: "Asked, no answer yet",
    ConsentState.ENDED: "Ended",
}
PAINTS = {
    ConsentState.LIVE: "1",
    ConsentState.ENDING_60: "2",
    ConsentState.ENDING_30: "5",
    ConsentState.ASKED: "0",
    ConsentState.ENDED: "4",
}
MOST_FUNCTIONS = 30


_BESIDE = {
    ConsentState.ENDING_60: ("ends in 60 days", "end in 60 days"),
    ConsentState.ENDING_30: ("ends in 30 days", "end in 30 days"),
    ConsentState.ASKED: ("asked", "asked"),
    ConsentState.ENDED: ("ended", "ended"),
}


@dataclass(frozen=True, slots=True)
class Square:
    """One function at one level: how many may be called today, and beside them those whose consent is not simply live,
    in words."""

    callable: int
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function: a square a level of the bench, None where nobody is kept, and all its records in one."""

    key: str
    label: str
    squares: tuple[Square | None, ...]
    all: Square


def bench_levels(bench: Bench) -> list[int]:
    """The levels anybody is kept for, lowest first."""
    return sorted({cell.level for cell in bench.cells})


def function_rows(bench: Bench) -> list[FunctionRow]:
    """The strongest function first."""
    ordered = sorted(bench.by_function, key=lambda key: (-callable_of(bench.by_function[key]), key))
    return [_row(key, bench) for key in ordered[:MOST_FUNCTIONS]]


def _row(key: str, bench: Bench) -> FunctionRow:
    found = {cell.level: _square(cell.by_state) for cell in bench.cells if cell.function == key}
    squares = tuple(found.get(level) for level in bench_levels(bench))
    return FunctionRow(key, _name(key), squares, _square(bench.by_function[key]))


def _name(key: str) -> str:
    return function(key) if key else "Any function"


def _square(by_state: Counter[ConsentState]) -> Square:
    beside = [f"{by_state[state]} {said[by_state[state] != 1]}" for state, said in _BESIDE.items() if by_state[state]]
    return Square(callable_of(by_state), tuple(beside))


def callable_of(by_state: Counter[ConsentState]) -> int:
    """How many may be written to today."""
    return sum(by_state[state] for state in MAY_BE_CALLED)


def strength_grid(bench: Bench, rows: list[FunctionRow], words: Words) -> Grid:
    """Functions down, levels across; in each square a bar by consent, under it how many may be called today."""
    levels = bench_levels(bench)
    by_place = {(cell.function, cell.level): cell for cell in bench.cells}
    drawn = [(row.label, [_drawn(by_place.get((row.key, level))) for level in levels]) for row in rows]
    return grid([words.level(level) for level in levels], drawn)


def _drawn(cell: Strength | None) -> tuple[list[tuple[str, int]], str]:
    if cell is None:
        return [], ""
    return [(PAINTS[state], cell.by_state[state]) for state in STATES], str(cell.callable)


def headline(bench: Bench) -> str:
    """“61 people can be called today; 4 consents end within 30 days”."""
    callable_now, ending = callable_of(bench.total), bench.total[ConsentState.ENDING_30]
    said = f"{many(callable_now, 'kept record')} can be called on today"
    if not ending:
        return f"{said}; no consent ends within 30 days"
    return f"{said}; {many(ending, 'consent')} {'ends' if ending == 1 else 'end'} within 30 days"


def description(rows: list[FunctionRow]) -> str:
    """The drawing in sentences, for whoever does not see it."""
    spoken = [f"{row.label}: {row.all.callable} can be called" for row in rows]
    return f"{'; '.join(spoken)}. The table below has every number by level." if spoken else "There is nothing to draw."


def csv_rows(bench: Bench, words: Words) -> tuple[list[str], list[list[str | int]]]:
    """The head and the lines of the file, one a function and level."""
    head = ["function", "level", "rank", *(state.value for state in STATES)]
    return head, [
        [_name(cell.function), words.level(cell.level), cell.level, *(cell.by_state[state] for state in STATES)]
        for cell in bench.cells
    ]
