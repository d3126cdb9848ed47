"""The promise ledger in words, lines and bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jobboard.keep_on_file.ledger import LedgerBy, LedgerLine, PromiseFigures
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.web.present import Words, function
from jobboard.web.recruit.periods import Period, key
from jobboard.web.recruit.present_charts import Bars, stacked
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.recruit.voice import number

MOST_LINES = 40
"""Recruiters or functions that have a line of their own; the others share one."""

BY_LABELS = {
    LedgerBy.MONTH: "When it was made",
    LedgerBy.RECRUITER: "Who made it",
    LedgerBy.FUNCTION: "Function",
}
COLUMNS = ("Made", "Considered", "Written to", "Hired", "Ended unconsidered", "Stopped by them first", "Still waiting")
KEY = (
    ("1", "Written to"),
    ("2", "Considered, not written to"),
    ("3", "Ended unconsidered"),
    ("4", "Stopped by them first"),
    ("0", "Still waiting"),
)
"""The parts of a bar by their paint; they add up to the promises made."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``cohort`` is the month by which the people behind it can be asked for; empty when they
    cannot."""

    label: str
    figures: PromiseFigures
    cohort: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order of ``COLUMNS``."""
        it = self.figures
        return it.made, it.considered, it.contacted, it.hired, it.lapsed, it.stopped, it.waiting


def ledger_rows(lines: Sequence[LedgerLine], by: LedgerBy, period: Period, words: Words) -> list[Row]:
    """Cohorts in their order with those in which nothing was promised; recruiters and functions by how much they
    promised."""
    if by is LedgerBy.MONTH:
        return _cohorts(lines, period, words)
    ordered = sorted(lines, key=lambda line: (-line.figures.made, line.name, line.key))
    rows = [Row(_name(line, by), line.figures) for line in ordered[:MOST_LINES]]
    rest = ordered[MOST_LINES:]
    others = sum((line.figures for line in rest), PromiseFigures())
    return [*rows, Row(f"{len(rest)} others", others)] if rest else rows


def _cohorts(lines: Sequence[LedgerLine], period: Period, words: Words) -> list[Row]:
    found = {line.key: line.figures for line in lines}
    return [
        Row(label, found.get(str(place), PromiseFigures()), key(period.starts[place]))
        for place, label in enumerate(period.labels(words))
    ]


def _name(line: LedgerLine, by: LedgerBy) -> str:
    if by is LedgerBy.RECRUITER:
        return line.name or line.key
    return function(line.key) if line.key else "Any function"


def ledger_bars(rows: Iterable[Row]) -> Bars:
    """The rows drawn. After each bar its total, and the hired among them."""
    return stacked([(_short(row.label), _parts(row.figures), _after(row.figures)) for row in rows])


def _short(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:23].rstrip()}…"


def _parts(it: PromiseFigures) -> list[tuple[str, int]]:
    counts = (it.contacted, it.considered - it.contacted, it.lapsed, it.stopped, it.waiting)
    return [(paint, count) for (paint, _), count in zip(KEY, counts, strict=True)]


def _after(it: PromiseFigures) -> str:
    return f"{it.made}, {it.hired} hired" if it.hired else str(it.made)


def headline(total: PromiseFigures) -> str:
    """“Six promises ended before anyone looked”."""
    if not total.made:
        return "No promise was made in these months"
    if not total.lapsed:
        return "No promise ended before anyone looked"
    said = "One promise" if total.lapsed == 1 else f"{number(total.lapsed).capitalize()} promises"
    return f"{said} ended before anyone looked"


def share(count: int, of: int) -> str:
    """“, 87%”; empty where there is nothing to take a share of."""
    return f", {round(100 * count / of)}%" if of else ""


def description(rows: Sequence[Row]) -> str:
    """The drawing in sentences, for whoever does not see it."""
    spoken = [f"{row.label}: {row.figures.made} made, {row.figures.lapsed} ended unconsidered" for row in rows]
    return f"{'; '.join(spoken)}. The table below has every number." if spoken else "There is nothing to draw."


@dataclass(frozen=True, slots=True)
class LapsedRow:
    """Somebody whose promise ran out unseen."""

    candidate_id: str
    name: str
    wanted: str
    why: str
    promised: str
    owner: str
    ended: str


def lapsed_rows(kept: Iterable[KeptCandidate], words: Words) -> list[LapsedRow]:
    """The list by name."""
    return [
        LapsedRow(
            candidate_id=one.candidate.public_id,
            name=one.candidate.name,
            wanted=kept_for(one, words),
            why=came_for(one, (), words),
            promised=words.full_day(one.promised_at),
            owner=one.owner_name,
            ended=words.full_day(one.expires_at) if one.expires_at else "",
        )
        for one in kept
    ]


def csv_rows(rows: Iterable[Row], by: LedgerBy) -> tuple[list[str], list[list[str | int]]]:
    """The head and the lines of the file; a cohort has its first month as 2026-03."""
    named = {LedgerBy.MONTH: "made_in", LedgerBy.RECRUITER: "recruiter", LedgerBy.FUNCTION: "function"}[by]
    head = [named, *(column.lower().replace(" ", "_") for column in COLUMNS)]
    return head, [[row.cohort or row.label, *row.numbers] for row in rows]
