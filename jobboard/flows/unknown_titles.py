"""Titles on the board that we can only guess at, the most frequent first, each with what it might be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobboard.candidates.models import WorkHistory
from jobboard.db.paging import Page, PageRequest
from jobboard.fit.functions import read_function
from jobboard.fit.host import EntryKind
from jobboard.fit.modify import shown
from jobboard.fit.nearest import nearest
from jobboard.fit.occupations import DOUBTFUL, occupation_rank
from jobboard.fit.reading import TitleReader
from jobboard.fit.titles import title_key
from jobboard.flows.ladder_preview import inferred_jobs, kept_people
from jobboard.flows.titles import titles
from jobboard.jobs.models import Job
from jobboard.state import BoardState

MOST_SPELLINGS = 5_000
"""Spellings looked at, the most frequent first."""
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rank that the title may have, and why."""

    rank: int
    because: str


@dataclass(frozen=True, slots=True)
class UnknownTitle:
    """One title however it is spelt: in how many lines of kept people's histories and in how many jobs it stands, and
    what it might be, the guess so far first."""

    title: str
    other_spellings: tuple[str, ...]
    lines: int
    jobs: int
    function: str | None
    suggestions: tuple[Suggestion, ...]


@dataclass
class _Group:
    spellings: Counter[str]
    lines: int = 0
    jobs: int = 0


def unknown_titles(board: BoardState, wanted: PageRequest) -> tuple[Page[UnknownTitle], bool]:
    """A page of what waits to be placed, and whether every spelling was looked at. Three statements."""
    session, reader = board.session(), titles(board)
    groups, complete = _groups(session, board.name, reader)
    ordered = sorted(groups.values(), key=lambda group: (-(group.lines + group.jobs), min(group.spellings)))
    own = {entry.key: entry.rank for entry in reader.host.entries if entry.kind is EntryKind.TITLE}
    shown_now = ordered[wanted.offset : wanted.offset + wanted.size]
    items = [_unknown(group, reader, own) for group in shown_now]
    return Page(items, len(ordered), wanted.number, wanted.size), complete


def waiting(board: BoardState) -> int:
    """How many different titles wait to be placed. Three statements."""
    return len(_groups(board.session(), board.name, titles(board))[0])


def _groups(session: Session, board: str, reader: TitleReader) -> tuple[dict[str, _Group], bool]:
    """What is stored as a guess and still reads as one: a title that was placed just now is gone at once, though the
    rows with it are read anew only after the commit."""
    in_lines = session.execute(
        select(WorkHistory.title, func.count())
        .where(WorkHistory.level_confidence < DOUBTFUL, WorkHistory.candidate_id.in_(kept_people(board)))
        .group_by(WorkHistory.title)
        .order_by(func.count().desc(), WorkHistory.title)
        .limit(MOST_SPELLINGS)
    ).all()
    in_jobs = session.execute(
        select(Job.title, func.count())
        .where(*inferred_jobs(board), Job.level_confidence < DOUBTFUL)
        .group_by(Job.title)
        .order_by(func.count().desc(), Job.title)
        .limit(MOST_SPELLINGS)
    ).all()
    groups: dict[str, _Group] = {}
    for title, count in in_lines:
        _group(groups, title, count).lines += count
    for title, count in in_jobs:
        _group(groups, title, count).jobs += count
    groups.pop("", None)
    still = {key: group for key, group in groups.items() if _is_guess(group, reader)}
    return still, max(len(in_lines), len(in_jobs)) < MOST_SPELLINGS


def _is_guess(group: _Group, reader: TitleReader) -> bool:
    (title, _count), *_others = group.spellings.most_common(1)
    return reader.read(title).confidence < DOUBTFUL


def _group(groups: dict[str, _Group], title: str, count: int) -> _Group:
    group = groups.setdefault(title_key(title), _Group(Counter()))
    group.spellings[title] += count
    return group


def _unknown(group: _Group, reader: TitleReader, own: dict[str, int]) -> UnknownTitle:
    (title, _count), *others = group.spellings.most_common(4)
    return UnknownTitle(
        title,
        tuple(other for other, _number in others),
        group.lines,
        group.jobs,
        read_function(title).key,
        tuple(_suggestions(title, reader, own)),
    )


def _suggestions(title: str, reader: TitleReader, own: dict[str, int]) -> Iterable[Suggestion]:
    level = reader.read(title)
    found = {level.rank: Suggestion(level.rank, level.evidence[-1])}
    for known in nearest(title, own):
        whose = "on your ladder" if known.phrase in own else "known"
        found.setdefault(known.rank, Suggestion(known.rank, f"{shown(known.phrase)} is {whose} and looks alike."))
    occupation = reader.occupations.find(title) if reader.occupations else None
    rank = occupation_rank(occupation) if occupation else None
    if occupation and rank is not None:
        found.setdefault(rank, Suggestion(rank, f"O*NET lists it under “{occupation.name}”."))
    return list(found.values())[:MOST_SUGGESTIONS]
