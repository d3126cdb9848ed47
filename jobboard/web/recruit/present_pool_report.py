"""The pool's reports in words, bars and lines: one table each, which the page draws and a file holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications import reports
from jobboard.applications.models import Party, Stage
from jobboard.applications.reports import AGES, Span
from jobboard.web.csv_file import Cell
from jobboard.web.present import Words
from jobboard.web.recruit.present_charts import Bars, stacked
from jobboard.web.recruit.present_pipeline import STAGE_LABELS, source_words
from jobboard.web.recruit.voice import many

_PARTIES = {Party.WE_REJECTED: "Our decision", Party.THEY_REJECTED: "Their decision", Party.NONE: "Nobody's decision"}
_MOST_BARS = 14


@dataclass(frozen=True)
class Table:
    """One report: its heading says the answer, its bars draw ``rows``, whose columns ``head`` names. ``paints`` are
    (paint, words) of the bars' parts; ``empty`` stands in its place where there is nothing to count."""

    key: str
    heading: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: Bars
    paints: tuple[tuple[str, str], ...] = ()
    empty: str = ""

    @property
    def description(self) -> str:
        """The drawing in sentences, for whoever does not see it."""
        lines = "; ".join(f"{row[0]}: {row[1]}" for row in self.rows[:_MOST_BARS])
        return f"{lines}. The table below has every number." if lines else "There is nothing to draw."


def funnel(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """How far those came who applied."""
    reached = reports.funnel(session, scope, span)
    applied = reached[Stage.APPLIED]
    rows = tuple((STAGE_LABELS[stage], count, _share(count, applied)) for stage, count in reached.items())
    met, hired = reached[Stage.INTERVIEW], reached[Stage.HIRED]
    return Table(
        "funnel",
        f"Of {many(applied, 'application')}, {met} came to an interview and {hired} to a hire",
        "Whoever applied in these months, by the furthest stage they have reached so far.",
        ("Reached", "Applications", "Of all"),
        rows,
        stacked([(str(label), [("1", count)], f"{count}, {share}") for label, count, share in rows]),
        empty="" if applied else "Nobody applied in these months.",
    )


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def filled(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """How long jobs were open until they were filled."""
    jobs = reports.filled_jobs(session, scope, span)
    half = reports.median_days(jobs)
    bands = ((14, "Up to 2 weeks"), (30, "15 to 30 days"), (60, "31 to 60 days"), (90, "61 to 90 days"))
    counted = _by_band([one.days for one in jobs], bands, "Over 90 days")
    heading = f"It took {round(half)} days to fill half of {many(len(jobs), 'job')}" if half is not None else ""
    return Table(
        "filled",
        heading,
        "Jobs that were marked as filled in these months, from the day they last opened.",
        ("Job", "Days", "For", "Filled on"),
        tuple((one.title, one.days, one.organization, words.full_day(one.at)) for one in jobs),
        stacked([(label, [("1", count)], str(count)) for label, count in counted]),
        empty="" if jobs else "No job was filled in these months.",
    )


def _by_band(values: Sequence[int], bands: Sequence[tuple[int, str]], above: str) -> list[tuple[str, int]]:
    counted = dict.fromkeys((*(label for _, label in bands), above), 0)
    for value in values:
        counted[next((label for most, label in bands if value <= most), above)] += 1
    return list(counted.items())


def sources(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """Where those came from who applied."""
    found = reports.sources(session, scope, span)
    rows = tuple((_source(one.name), one.applied, one.interviewed, one.hired) for one in found)
    best = max(found, key=lambda one: (one.hired, one.interviewed), default=None)
    heading = f"Most hires came {source_words(best.name)}" if best and best.hired else "Where people came from"
    return Table(
        "sources",
        heading,
        "Whoever applied in these months. Interviewed and hired count among those who applied.",
        ("Came", "Applied", "Interviewed", "Hired"),
        rows,
        stacked(
            [
                (
                    _source(one.name),
                    [("1", one.hired), ("2", one.interviewed - one.hired), ("0", one.applied - one.interviewed)],
                    str(one.applied),
                )
                for one in found[:_MOST_BARS]
            ]
        ),
        (("1", "Hired"), ("2", "Interviewed, not hired"), ("0", "Not interviewed")),
        empty="" if rows else "Nobody applied in these months.",
    )


def _source(name: str) -> str:
    said = source_words(name)
    return said[:1].upper() + said[1:]


def ageing(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """For how long people have stood where they stand today."""
    found = reports.ageing(session, scope, now=words.now, job=span.job)
    late = sum(one.long + one.very_long for one in found)
    return Table(
        "ageing",
        f"{many(late, 'person has', 'people have')} stood in one stage for over {AGES[0]} days",
        "Everybody in progress today, whenever they applied.",
        ("Stage", "In progress", f"Up to {AGES[0]} days", f"Up to {AGES[1]} days", "Longer"),
        tuple((STAGE_LABELS[one.stage], one.total, one.fresh, one.long, one.very_long) for one in found),
        stacked(
            [
                (STAGE_LABELS[one.stage], [("1", one.fresh), ("2", one.long), ("5", one.very_long)], str(one.total))
                for one in found
            ]
        ),
        (("1", f"Up to {AGES[0]} days"), ("2", f"Up to {AGES[1]} days"), ("5", "Longer")),
        empty="" if found else "Nobody is in progress.",
    )


def interviewers(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """Who interviews how much."""
    found = reports.interviewer_load(session, scope, span, now=words.now)
    owed = sum(one.interviews - one.cards for one in found)
    total = sum(one.interviews for one in found)
    return Table(
        "interviewers",
        f"{many(total, 'seat')} in interviews, {many(owed, 'scorecard')} not in",
        "Interviews of these months that took place or are to come; one with two interviewers is two seats.",
        ("Interviewer", "Interviews", "Scorecards in", "Owed"),
        tuple((one.name, one.interviews, one.cards, one.owed) for one in found),
        stacked(
            [
                (one.name, [("1", one.cards), ("2", one.interviews - one.cards)], str(one.interviews))
                for one in found[:_MOST_BARS]
            ]
        ),
        (("1", "Scorecard in"), ("2", "Not in, or still to come")),
        empty="" if found else "Nobody interviewed in these months.",
    )


def endings(session: Session, scope: Scope, span: Span, words: Words) -> Table:
    """Why applications ended."""
    found = reports.endings(session, scope, span)
    total = sum(one.count for one in found)
    ours = sum(one.count for one in found if one.party is Party.WE_REJECTED)
    paints = {Party.WE_REJECTED: "1", Party.THEY_REJECTED: "5", Party.NONE: "0"}
    return Table(
        "endings",
        f"{many(total, 'application')} ended, {_share(ours, total)} by our decision",
        "Applications that ended in these months, by the reason given.",
        ("Reason", "Applications", "Whose decision"),
        tuple((one.label, one.count, _PARTIES[one.party]) for one in found),
        stacked([(_short(one.label), [(paints[one.party], one.count)], str(one.count)) for one in found[:_MOST_BARS]]),
        tuple((paint, _PARTIES[party]) for party, paint in paints.items()),
        empty="" if found else "No application ended in these months.",
    )


def _short(label: str) -> str:
    return label if len(label) <= 23 else f"{label[:22].rstrip()}…"


TABLES: Mapping[str, Callable[[Session, Scope, Span, Words], Table]] = {
    "funnel": funnel,
    "filled": filled,
    "ageing": ageing,
    "sources": sources,
    "interviewers": interviewers,
    "endings": endings,
}
"""Every report by the name of its file, in the order of the page."""


def asked(period: Any, job: str) -> dict[str, str]:
    """A period and a job as arguments of an address."""
    return {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}", **({"job": job} if job else {})}
