"""Notes and mentions in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.access import Actor
from jobboard.teamwork.models import Mention, Note
from jobboard.web.present import Words
from jobboard.web.recruit.voice import joined, many, nearby

_EXCERPT = 160
_NAMED_IN_HINT = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note's text; ``is_mention`` marks “@” and a colleague's name."""

    text: str
    is_mention: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note: who wrote it when, about which application if any, its text in pieces, and whether the reader may
    change it."""

    id: str
    author: str
    at: str
    when: str
    about: str
    edited: str
    pieces: tuple[Piece, ...]
    is_own: bool


def note_rows(notes: Iterable[Note], actor: Actor, words: Words) -> list[NoteRow]:
    """Notes in the order they came, as ``actor`` reads them."""
    return [_note_row(note, actor, words) for note in notes]


def _note_row(note: Note, actor: Actor, words: Words) -> NoteRow:
    return NoteRow(
        id=note.public_id,
        author=note.author_name,
        at=note.written_at.isoformat(),
        when=f"{words.full_day(note.written_at)}, {words.time(note.written_at)}",
        about=note.application.applied_title if note.application else "",
        edited=f"changed {nearby(words, note.edited_at)}" if note.edited_at else "",
        pieces=pieces(note.text, [mention.actor_name for mention in note.mentions]),
        is_own=note.author_id == actor.id,
    )


def pieces(text: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """The text cut where it mentions one of these colleagues."""
    known = {f"@{name}" for name in names}
    if not known:
        return (Piece(text, False),)
    longest_first = sorted(known, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return tuple(Piece(part, part in known) for part in parts if part)


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A note that waits for the reader: who wrote it about whom, how it begins, and where it stands."""

    id: str
    candidate_id: str
    what: str
    about: str


def mention_rows(mentions: Iterable[Mention], words: Words) -> list[MentionRow]:
    """Where the reader is mentioned, in the order it came."""
    return [_mention_row(mention.note, words) for mention in mentions]


def _mention_row(note: Note, words: Words) -> MentionRow:
    said = " ".join(note.text.split())
    short = said if len(said) <= _EXCERPT else f"{said[:_EXCERPT].rsplit(' ', 1)[0]} …"
    return MentionRow(
        id=note.public_id,
        candidate_id=note.candidate.public_id,
        what=f"{note.author_name} mentions you about {note.candidate.name}",
        about=f"“{short}” Written {nearby(words, note.written_at)}, {words.time(note.written_at)}.",
    )


def mentions_heading(total: int) -> str:
    """“3 notes mention you”."""
    if not total:
        return "No note waits for you"
    return f"{many(total, 'note')} {'mentions' if total == 1 else 'mention'} you"


def mention_hint(colleagues: Iterable[Actor], actor: Actor) -> str:
    """How to mention whom; empty where nobody else is here."""
    names = [f"@{one.name}" for one in colleagues if one.id != actor.id]
    if not names:
        return ""
    shown, more = names[:_NAMED_IN_HINT], len(names) - _NAMED_IN_HINT
    listed = [*shown, f"{more} more"] if more > 0 else shown
    return f"Write @ and a name, and they find it on their first page: {joined(listed)}."


def note_saved(unknown: Iterable[str]) -> str:
    """What to say after a note was saved."""
    names = [f"@{word}" for word in unknown]
    if not names:
        return "Note saved."
    return f"Note saved. Nobody here is called {' or '.join(names)}, so nobody was told."
