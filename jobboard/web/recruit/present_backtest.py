"""What a look back found, in an administrator's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.jobs.queries import titles_of
from jobboard.keep_on_file.models import PolicyProposal
from jobboard.keep_on_file.queries import names_of
from jobboard.web.present import Words
from jobboard.web.recruit.voice import many


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the change brings up or leaves out: the kept record's public id, and their name."""

    kept_id: str
    name: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One past opening under both policies. ``more_*`` count those who are not named."""

    job_id: str
    title: str
    before: int
    after: int
    appear: int
    disappear: int
    appearing: list[Named]
    disappearing: list[Named]
    more_appearing: int
    more_disappearing: int
    contacted: str


@dataclass(frozen=True, slots=True)
class LookBack:
    """Everything found so far: the openings, and the sums over them."""

    rows: list[OpeningRow]
    logged: int
    before: int
    after: int
    appear: int
    disappear: int
    facts: list[tuple[str, str]]

    @property
    def changed(self) -> list[OpeningRow]:
        """Openings for which somebody would appear or disappear."""
        return [row for row in self.rows if row.appear or row.disappear]

    @property
    def same(self) -> list[OpeningRow]:
        """The others."""
        return [row for row in self.rows if not (row.appear or row.disappear)]


def look_back_of(session: Session, scope: Scope, proposal: PolicyProposal) -> LookBack:
    """The proposal's result with titles and names; erased people drop out. Two statements."""
    found: list[dict[str, Any]] = proposal.result["rows"]
    titles = titles_of(session, scope, [row["job"] for row in found])
    names = names_of(session, scope, {kept for row in found for kept in [*row["appearing"], *row["disappearing"]]})
    rows = [_row(row, titles, names) for row in found if row["job"] in titles]
    sums = {key: sum(row[key] for row in found) for key in ("before", "after", "appear", "disappear")}
    return LookBack(rows=rows, logged=sum(row["logged"] > 0 for row in found), facts=_facts(found, sums), **sums)


def _row(row: Mapping[str, Any], titles: Mapping[str, str], names: Mapping[str, str]) -> OpeningRow:
    appearing, disappearing = _named(row["appearing"], names), _named(row["disappearing"], names)
    total, _, after = row["contacted"]
    return OpeningRow(
        job_id=row["job"],
        title=titles[row["job"]],
        before=row["before"],
        after=row["after"],
        appear=row["appear"],
        disappear=row["disappear"],
        appearing=appearing,
        disappearing=disappearing,
        more_appearing=row["appear"] - len(appearing),
        more_disappearing=row["disappear"] - len(disappearing),
        contacted=f"{after} of {total}" if total else "–",
    )


def _named(kept_ids: Iterable[str], names: Mapping[str, str]) -> list[Named]:
    return [Named(kept_id, names[kept_id]) for kept_id in kept_ids if kept_id in names]


def _facts(found: list[dict[str, Any]], sums: Mapping[str, int]) -> list[tuple[str, str]]:
    return [
        ("Surfacings", f"{sums['before']} under the policy in force, {sums['after']} under this one"),
        ("Really written to", _reached(found, "contacted", sums)),
        ("Really hired", _reached(found, "hired", sums)),
    ]


def _reached(found: list[dict[str, Any]], key: str, sums: Mapping[str, int]) -> str:
    """“7: all 7 before, 6 after. That is 7 of 120 surfacings before, 6 of 90 after.”"""
    total, before, after = (sum(row[key][place] for row in found) for place in range(3))
    if not total:
        return "Nobody yet, so there is nothing to compare with."
    rates = f"{_rate(before, sums['before'])} before, {_rate(after, sums['after'])} after"
    return f"{many(total, 'person', 'people')}; the policy in force brings {before} of them, this one {after}. {rates}."


def _rate(hits: int, surfaced: int) -> str:
    return f"{hits} of {surfaced} surfacings ({round(100 * hits / surfaced)} %)" if surfaced else "No surfacing"


def backtest_heading(proposal: PolicyProposal, seen: LookBack) -> str:
    """The answer, or how far it is."""
    if proposal.finished_at is None:
        return f"Looking back: {proposal.done} of {many(proposal.openings, 'opening')}"
    if not proposal.openings:
        return "There is no past opening to look back on"
    over = f"over {many(proposal.openings, 'past opening')}"
    if not seen.appear and not seen.disappear:
        return f"No surfacing would appear or disappear {over}"
    appear, disappear = many(seen.appear, "surfacing") if seen.appear else "No surfacing", seen.disappear or "none"
    return f"{appear} would appear and {disappear} disappear {over}"


def sample_sentence(proposal: PolicyProposal) -> str:
    """Which openings were chosen; empty where that was not stored."""
    chosen: Mapping[str, int] = proposal.result.get("sample", {})
    if not chosen or not proposal.openings:
        return ""
    others = proposal.openings - chosen["with_outcome"] - chosen["ended"]
    return (
        f"Chosen are {proposal.openings} of {many(chosen['of'], 'published opening')}: {chosen['with_outcome']} where "
        f"somebody who surfaced was hired or written to, {chosen['ended']} more that ended, {others} not ended yet."
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a look back is, and about how long the rest takes."""

    done: int
    total: int
    left: str


def progress_of(proposal: PolicyProposal, words: Words) -> Progress | None:
    """None once it is finished."""
    if proposal.finished_at is not None:
        return None
    seconds = (words.now - proposal.proposed_at).total_seconds()
    rest = seconds / proposal.done * (proposal.openings - proposal.done) if proposal.done else None
    return Progress(proposal.done, proposal.openings, _left(rest))


def _left(seconds: float | None) -> str:
    if seconds is None:
        return "It has just begun."
    return f"About {many(max(1, round(seconds / 60)), 'minute')} left." if seconds > 45 else "Less than a minute left."
