"""A host's own ladder: what its titles and its names of rungs mean. It is asked before anything built in.

An entry for a function speaks about titles of that function and wins over one for all. A whole title wins over the
name of a rung inside one, and the longest name over a shorter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from jobboard.fit.functions import read_function
from jobboard.fit.ladder import Ladder, Track
from jobboard.fit.modify import placed
from jobboard.fit.standing import CERTAIN
from jobboard.fit.tables import LONGEST_PHRASE, Entry, heads, modifiers
from jobboard.fit.titles import Level, OwnWords, read_within, title_key
from jobboard.fit.words import parts, respell

_INSIDE = 0.95
"""Confidence of a rung or a noun of the host's inside a longer title."""


class EntryKind(StrEnum):
    """What an entry names: a job title, or a rung whose name stands inside titles ("P3", "Band 6")."""

    TITLE = "title"
    RUNG = "rung"


@dataclass(frozen=True, slots=True)
class HostEntry:
    """One line of a host's ladder. ``function`` is a key, or None for every field; without a ``track`` the title's
    own is kept; ``label`` is what the host itself calls the rung."""

    phrase: str
    rank: int
    kind: EntryKind = EntryKind.TITLE
    function: str | None = None
    track: Track | None = None
    label: str = ""

    @property
    def key(self) -> str:
        """The form in which the phrase is compared; empty when it has no words."""
        return phrase_key(self.phrase, self.kind)

    @property
    def place(self) -> tuple[str, str, str]:
        """What is unique on a ladder: function ("" for all), kind and key."""
        return self.function or "", self.kind.value, self.key

    def placed(self, ladder: Ladder) -> str:
        """ "Your ladder" as a sentence: the phrase, the host's own word for the rung, and our rank."""
        called = f" ({self.label})" if self.label and self.label.casefold() != self.phrase.casefold() else ""
        kind = "is on this board’s own ladder" if self.kind is EntryKind.TITLE else "is a rung of this board’s ladder"
        return f"“{self.phrase}”{called} {kind}: {placed(ladder, self.rank)}."


def phrase_key(phrase: str, kind: EntryKind = EntryKind.TITLE) -> str:
    """``title_key`` of a title; the plain words of a rung's name, in their order."""
    return title_key(phrase) if kind is EntryKind.TITLE else " ".join(_words(phrase))


def touched_by(entries: Iterable[HostEntry]) -> Callable[[str], bool]:
    """Whether any of ``entries`` could speak about a title: all its words stand in there. Much cheaper than reading the
    title twice, and never wrong by leaving one out."""
    by_word: dict[str, list[frozenset[str]]] = {}
    for entry in entries:
        words = frozenset(_words(entry.phrase))
        by_word.setdefault(max(words, key=len, default=""), []).append(words)

    def touches(title: str) -> bool:
        found = _words(title)
        spelt = {*found, *respell(found)}
        return any(words <= spelt for word in spelt for words in by_word.get(word, ()))

    return touches


def is_everyday(phrase: str) -> bool:
    """True for a rung's name that is itself a word of many titles ("Associate", "Lead"): inside a title it would
    speak where it is not meant."""
    found = _words(phrase)
    return len(found) == 1 and (found[0] in heads() or found[0] in modifiers())


@dataclass(frozen=True, eq=False)
class HostLadder:
    """Every entry of one board, at one moment. Compared by identity, so that readings can be remembered by it."""

    entries: tuple[HostEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def find(self, title: str, function: str | None = None) -> HostEntry | None:
        """The entry that speaks for ``title``: the whole title, else the longest name of a rung in it."""
        field = function or (read_function(title).key if self._scoped else None)
        key = title_key(title)
        for scope in (field, ""):
            whole = self._by_place.get((scope or "", EntryKind.TITLE.value, key))
            if whole and key:
                return whole
        return self._rung(title, field)

    def nouns(self, title: str, function: str | None = None) -> OwnWords:
        """The host's titles as words that longer titles are built on ("Senior" before one of them)."""
        field = function or (read_function(title).key if self._scoped else None)
        return self._nouns.get(field or "") or self._nouns[""]

    def changed(self, before: Iterable[HostEntry], after: Iterable[HostEntry]) -> "HostLadder":
        """This ladder with the entries ``before`` taken out and ``after`` put in."""
        table = dict(self._by_place)
        for gone in before:
            table.pop(gone.place, None)
        table |= {entry.place: entry for entry in after}
        return HostLadder(tuple(table.values()))

    def _rung(self, title: str, field: str | None) -> HostEntry | None:
        if not self._has_rungs:
            return None
        found = _words(title)
        for length in range(min(LONGEST_PHRASE, len(found)), 0, -1):
            for at in range(len(found) - length, -1, -1):
                key = " ".join(found[at : at + length])
                named = (self._by_place.get((scope, EntryKind.RUNG.value, key)) for scope in (field or "", ""))
                entry = next(filter(None, named), None)
                if entry:
                    return entry
        return None

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str, str], HostEntry]:
        return {entry.place: entry for entry in self.entries}

    @cached_property
    def _scoped(self) -> bool:
        return any(entry.function for entry in self.entries)

    @cached_property
    def _has_rungs(self) -> bool:
        return any(entry.kind is EntryKind.RUNG for entry in self.entries)

    @cached_property
    def _nouns(self) -> Mapping[str, OwnWords]:
        titles = [entry for entry in self.entries if entry.kind is EntryKind.TITLE]
        scopes = {"", *(entry.function or "" for entry in titles)}
        return {scope: OwnWords(_heads(titles, scope)) for scope in scopes}


NO_LADDER = HostLadder()
"""The ladder of a board whose host added nothing."""


def read_hosted(
    title: str, host: HostLadder, trades: tuple[str, ...], *, function: str | None = None, ladder: Ladder
) -> Level:
    """The level ``title`` names where ``host`` has its say first; the same as without one where it is silent."""
    if not host:
        return read_within(title, trades, ladder=ladder)
    own = read_within(title, trades, ladder=ladder, own=host.nouns(title, function))
    entry = host.find(title, function)
    if entry is None:
        return own
    sure = CERTAIN if entry.kind is EntryKind.TITLE else _INSIDE
    return Level(ladder.clamp(entry.rank), entry.track or own.track, sure, (entry.placed(ladder),))


def _heads(titles: Iterable[HostEntry], scope: str) -> dict[str, Entry]:
    ordered = sorted((entry for entry in titles if entry.function in (None, scope)), key=lambda e: e.function or "")
    return {phrase: _head(entry, phrase) for entry in ordered if (phrase := " ".join(_words(entry.phrase)))}


def _head(entry: HostEntry, phrase: str) -> Entry:
    known = heads().get(phrase.split()[-1])
    track = entry.track or (known.track if known else Track.IC)
    return Entry(phrase, entry.rank, track, "is on this board’s own ladder", _INSIDE)


def _words(text: str) -> list[str]:
    return [word for part in chain.from_iterable(parts(text)) for word in part.words]
