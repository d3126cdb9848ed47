"""Skills as people write them: one key for one skill, where it stands in a text, and lists out of free text."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from jobboard.fit.tables import listed, load

MOST_TERMS = 40
"""Terms taken from one skills field at most."""

_LONGEST_TERM, _MOST_WORDS = 80, 7
_AROUND = 60
_YEARS = re.compile(r"^(?:at least |a minimum of |minimum of |minimum )?\d+\+? (?:years?|yrs?)['’]?(?: of)? ")
_PIECE = re.compile(r"[^\W_]+")
_EDGES = " \t\n\r,;:!?()[]{}\"'•·*–—-/\\"
_BULLETS = re.compile(r"[\n\r;•·▪|]+|,(?!\d)|\.\s+|\s[-–—*]\s|^\s*[-–—*]\s|\s+and\s+|\s+or\s+|(?<=\w)/(?=\w{3})")


@lru_cache(maxsize=65536)
def skill_key(text: str) -> str:
    """One key for one skill, however it is written: "JS" and "JavaScript" are the same, C, C++ and C# are not. What
    people write around it is no part of it: "3 years of experience with JS", "JS skills"."""
    folded = _folded(text)
    if folded in _keys():
        return _keys()[folded]
    bare = _folded(_trimmed(_YEARS.sub("", folded))) or folded
    return _keys().get(bare, bare)


def skill_names(skill: str) -> frozenset[str]:
    """Every way in which ``skill`` is looked for in a text, in lower case."""
    return _groups().get(skill_key(skill), frozenset({skill_key(skill)}))


def find_skills(text: str, wanted: Iterable[str]) -> dict[str, str]:
    """The ``wanted`` skills that ``text`` names, each with the words around the first place it stands."""
    there = _pieces_of(text)
    likely = (skill for skill in dict.fromkeys(wanted) if skill_key(skill) and not there.isdisjoint(_starts(skill)))
    found = ((skill, _pattern(skill).search(text)) for skill in likely)
    return {skill: _snippet(text, *place.span()) for skill, place in found if place}


def skill_terms(text: str) -> list[str]:
    """A skills field, sentence or list, as short phrases in their order: no repeats, at most ``MOST_TERMS``."""
    terms: dict[str, str] = {}
    for piece in _pieces(text):
        term = _trimmed(piece)
        if 0 < len(term) <= _LONGEST_TERM and len(term.split()) <= _MOST_WORDS and len(terms) < MOST_TERMS:
            terms.setdefault(skill_key(term), term)
    return list(terms.values())


def _pieces(text: str) -> list[str]:
    """Lines and sentences; those that are a known skill as a whole are not cut at "and" or a slash."""
    pieces: list[str] = []
    for line in re.split(r"[\n\r;•·▪]+|,(?!\d)", text[:20_000]):
        whole = _folded(_trimmed(line))
        pieces.extend([line] if whole in _keys() else _BULLETS.split(line))
    return pieces


def _trimmed(piece: str) -> str:
    term = _bare(" ".join(piece.split()))
    for lead_in in _lead_ins():
        if term.casefold().startswith(lead_in + " "):
            return _trimmed(term[len(lead_in) :])
    for tail in _tails():
        if term.casefold().endswith(" " + tail):
            return _trimmed(term[: -len(tail)])
    return term


def _folded(text: str) -> str:
    return _bare(" ".join(text.casefold().split()))


def _bare(text: str) -> str:
    """Without the punctuation around it, except a dot in front: ".NET" keeps it."""
    return text.lstrip(_EDGES).rstrip(_EDGES + ".")


def _snippet(text: str, start: int, end: int) -> str:
    """The words around a place, cut at spaces, with an ellipsis where something was left out."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    inner = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{inner}{' …' if last < len(text) else ''}"


@lru_cache(maxsize=1024)
def _pieces_of(text: str) -> frozenset[str]:
    """Every run of letters and digits: what is not even here need not be searched for."""
    return frozenset(_PIECE.findall(text.casefold()))


@lru_cache(maxsize=4096)
def _starts(skill: str) -> frozenset[str]:
    """With which pieces the names of a skill begin, one and many."""
    first = {piece[0] for name in skill_names(skill) if (piece := _PIECE.findall(name.casefold()))}
    return frozenset(first | {f"{piece}s" for piece in first})


@lru_cache(maxsize=4096)
def _pattern(skill: str) -> re.Pattern[str]:
    names = sorted(skill_names(skill), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\w+#.])(?:{_flexible(name)})(?![\w+#]|\.\w)" for name in names))


def _flexible(name: str) -> str:
    """Any case, any space; a name of up to two letters ("R", "Go") counts only with its capital."""
    if name.isalpha() and len(name) <= 2:
        return f"{name.upper()}|{name.capitalize()}"
    spaced = r"[\s-]+".join(_escaped(word) for word in re.split(r"[ -]+", name))
    plural = "s?" if name[-1].isalpha() else ""
    return f"(?i:{spaced}{plural})"


def _escaped(name: str) -> str:
    return re.sub(r"([.+*?^$()\[\]{}|\\])", r"\\\1", name)


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    rows = (listed(row) for row in load("skills")["same"])
    return {row[0]: frozenset(row) for row in rows}


@cache
def _keys() -> Mapping[str, str]:
    return {name: key for key, names in _groups().items() for name in names}


@cache
def _lead_ins() -> tuple[str, ...]:
    return tuple(sorted(listed(load("skills")["lead_ins"]), key=len, reverse=True))


@cache
def _tails() -> tuple[str, ...]:
    return tuple(listed(load("skills")["tails"]))
