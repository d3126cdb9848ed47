"""Levels from titles in the recruiter's words: what waits to be placed, the board's own ladder, and who would move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.db.paging import Page
from jobboard.fit.host import EntryKind, HostEntry
from jobboard.fit.ladder import Track
from jobboard.flows.ladder_preview import Preview
from jobboard.flows.ladders import Proposal
from jobboard.flows.unknown_titles import UnknownTitle
from jobboard.ladders.models import LadderChange, LadderEntry
from jobboard.web.present import FUNCTION_LABELS, Words, function
from jobboard.web.recruit.voice import joined, level, many, nearby

EVERY_FIELD = "Every field"
KIND_LABELS = {EntryKind.TITLE: "A job title", EntryKind.RUNG: "A rung that stands inside titles"}
TRACK_LABELS = {
    Track.IC: "Own expertise",
    Track.MANAGEMENT: "Leading others",
    Track.EXECUTIVE: "Steering the whole",
    Track.SUPPORT: "Assisting",
}
_SPEAKS_FOR = {
    EntryKind.TITLE: "this title, and longer ones built on it,",
    EntryKind.RUNG: "titles in which it stands,",
}
_SHORT_KINDS = {EntryKind.TITLE: "Title", EntryKind.RUNG: "Rung inside titles"}


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A title that waits: where it stands on the board, and the places it can be given with one press."""

    title: str
    also: str
    where: str
    places: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the ladder."""

    id: str
    phrase: str
    kind: str
    level: str
    called: str
    field: str
    by: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: what, when and by whom, and what it moved."""

    id: str
    what: str
    about: str
    can_be_undone: bool


def unknown_rows(items: Iterable[UnknownTitle], words: Words) -> list[UnknownRow]:
    """The rows of the review list."""
    return [
        UnknownRow(
            one.title,
            f"Also written {joined([f'“{other}”' for other in one.other_spellings])}." if one.other_spellings else "",
            _where(one),
            tuple((place.rank, words.level(place.rank), place.because) for place in one.suggestions),
        )
        for one in items
    ]


def _where(one: UnknownTitle) -> str:
    parts = []
    if one.lines:
        parts.append(many(one.lines, "past role of kept people", "past roles of kept people"))
    if one.jobs:
        parts.append(many(one.jobs, "job"))
    return f"In {joined(parts)}."


def unknown_heading(total: int, words: Words) -> str:
    """“12 titles wait to be placed”."""
    if not total:
        return "No title waits to be placed"
    return f"{words.number(total)} {'title waits' if total == 1 else 'titles wait'} to be placed"


def entry_rows(entries: Iterable[LadderEntry], words: Words) -> list[EntryRow]:
    """The ladder's lines."""
    return [
        EntryRow(
            entry.public_id,
            entry.phrase,
            _SHORT_KINDS[entry.kind],
            f"{words.level(entry.level_rank)} ({entry.level_rank})",
            entry.label,
            function(entry.function) or EVERY_FIELD,
            f"{entry.set_by_name}, {nearby(words, entry.set_at)}",
        )
        for entry in entries
    ]


def change_rows(changes: Iterable[LadderChange], words: Words) -> list[ChangeRow]:
    """The newest changes."""
    return [
        ChangeRow(change.public_id, _what(change, words), _about(change, words), bool(change.before or change.after))
        for change in changes
    ]


def _what(change: LadderChange, words: Words) -> str:
    if not change.before and not change.after:
        return change.why
    rows = change.after or change.before
    said = joined([f"“{row['phrase']}” {_now(row, change, words)}" for row in rows[:3]])
    return f"{said} and {len(rows) - 3} more" if len(rows) > 3 else said


def _now(row: Mapping[str, Any], change: LadderChange, words: Words) -> str:
    return f"stands at {level(words, row['rank'])}" if change.after else "was taken out"


def _about(change: LadderChange, words: Words) -> str:
    moved = [many(change.jobs_moved, "job")] if change.jobs_moved else []
    moved += [many(change.lines_moved, "past role")] if change.lines_moved else []
    done = f"{joined(moved)} read anew" if moved else "nothing to read anew"
    state = done if change.reread_at else f"{done} so far, still at it" if moved else "reading levels anew"
    why = f" “{change.why}”" if change.why and (change.before or change.after) else ""
    return f"{change.made_by_name}, {nearby(words, change.made_at)}; {state}.{why}"


def ladder_heading(total: int, words: Words) -> str:
    """“34 entries on your ladder”."""
    if not total:
        return "Your ladder is empty"
    return f"{words.number(total)} {'entry' if total == 1 else 'entries'} on your ladder"


def entry_values(entry: LadderEntry | None) -> dict[str, Any]:
    """The form of an entry as it stands, or of a new one."""
    if entry is None:
        return {"kind": EntryKind.TITLE.value}
    return {
        "phrase": entry.phrase,
        "level": str(entry.level_rank),
        "kind": entry.kind.value,
        "function": entry.function,
        "track": entry.track,
        "label": entry.label,
    }


def entry_choices(words: Words) -> dict[str, list[tuple[str, str]]]:
    """The options of the entry's form, by field."""
    return {
        "level": [(str(rung.rank), f"{rung.rank} {rung.label}") for rung in words.ladder.rungs],
        "kind": [(kind.value, label) for kind, label in KIND_LABELS.items()],
        "function": sorted(FUNCTION_LABELS.items(), key=lambda option: option[1]),
        "track": [(track.value, label) for track, label in TRACK_LABELS.items()],
    }


def proposal_heading(proposal: Proposal, words: Words) -> str:
    """“Place “Growth Hacker” as intermediate?”"""
    if proposal.put:
        entry = proposal.put[0]
        return f"Place “{entry.phrase}” as {level(words, entry.rank)}?"
    return f"Take “{proposal.drop[0].phrase}” off your ladder?"


def proposal_sentences(proposal: Proposal, standing: Sequence[HostEntry], words: Words) -> list[str]:
    """What the change does to the ladder: to which titles it speaks, and what it replaces."""
    said = []
    for entry in proposal.put:
        field = f"in {function(entry.function).lower()}" if entry.function else "in every field"
        said.append(f"It speaks for {_SPEAKS_FOR[entry.kind]} {field}.")
        old = next((known for known in standing if known.place == entry.place), None)
        if old and old not in proposal.drop and old.rank != entry.rank:
            said.append(f"It stands on your ladder already as {level(words, old.rank)}; this replaces that.")
    if not proposal.put:
        said.append("Titles are then read by what is built in, as if it had never been here.")
    return said


def moved_heading(preview: Preview) -> str:
    """“2 jobs and 41 past roles would move”."""
    parts = [many(preview.jobs.total, "job")] if preview.jobs.total else []
    parts += [many(preview.lines.total, "past role")] if preview.lines.total else []
    if not parts:
        return "Nobody would move"
    return f"{joined(parts)} would move"


def moved_sentences(preview: Preview) -> list[str]:
    """What else is to be known before it is saved."""
    said = []
    if preview.settled:
        more = many(preview.settled, "past role stays", "past roles stay")
        said.append(f"{more} at the same level, and no longer as a guess.")
    if preview.jobs.total or preview.lines.total:
        said.append("Levels that a recruiter declared on a job stay. Nobody is written to.")
    if not preview.complete:
        said.append("There are too many different titles to look at all; the rarest are read anew too, but not listed.")
    return said


def from_to(before: int | None, after: int, words: Words) -> str:
    """“Intermediate → Senior”, with an arrow for the eye and a word for the ear."""
    return f"{words.level(before) or 'Not known'} → {words.level(after)}"


def further_pages(preview: Preview) -> tuple[int, int]:
    """The page before and the page after this one, 0 where there is none."""
    pages: Sequence[Page[Any]] = (preview.jobs, preview.lines)
    number = preview.lines.number
    more = any(page.number * page.size < page.total for page in pages)
    return (number - 1 if number > 1 else 0), (number + 1 if more else 0)


def saved_sentence(change: LadderChange | None) -> str:
    """What saving did."""
    if change is None:
        return "Your ladder says that already. Nothing was changed."
    return "Saved. The levels it touches are being read anew; whom that brings reaches your review inbox."
