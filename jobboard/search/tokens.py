"""Where words begin and end: the one place that decides what "C++", "24/7" or "日本語" is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from jobboard.search.text import fold
from jobboard.search.words import NAMES, STOP

LONGEST_WORD = 40

# Scripts whose vowel signs are not letters to `\w`, and which would fall apart in the middle of a word.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
)
_LETTER = f"[\\w{_MARKS}]"
# Scripts written without spaces are cut into pairs of characters, so that any part of a sentence finds it.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(
    rf"https?://\S+|www\.\S+|[^\s@]{{1,64}}@[^\s@]{{1,255}}"  # addresses: nobody looks for their parts
    rf"|(?:\w\.){{2,}}\w?(?!\w)"  # U.S., N.Y.
    rf"|\.?{_LETTER}+(?:[.'/&+#-]{_LETTER}+)*(?:\+\+|[+#](?!\w))?"
)
_JOINTS = re.compile(r"[.'/&+-]|#(?=\w)")
_POSSESSIVE = re.compile(r"'s?$|(?<=s)'(?=\W|$)")


def is_unspaced(text: str) -> bool:
    """Whether ``text`` is in a script that puts no spaces between words, at least in part."""
    return bool(_UNSPACED.search(text))


class Word(NamedTuple):
    """A folded word and its place in the row of words. Forms of one written word share a place."""

    text: str
    position: int


def words_of(text: str, *, brief: bool = False) -> list[Word]:
    """Every searchable form of every word of ``text``, in order. Stop words keep their place empty.

    ``brief`` texts are titles, skills and queries, where "it" is a trade and not a pronoun.
    """
    found = [(position, form) for form, places in places_of(text, brief=brief).items() for position in places]
    found.sort(key=itemgetter(0))  # forms of one place stay in the order in which they were first written
    return [Word(form, position) for position, form in found]


def places_of(text: str, *, brief: bool = False) -> dict[str, list[int]]:
    """The same words, each once, with all their places."""
    places: dict[str, list[int]] = {}
    position = 0
    shouted = not any(map(str.islower, text))
    for written in _WORD.findall(text.replace("’", "'")):
        forms, doubtful, width = _forms(written)
        if doubtful:
            forms = [(form, step) for form, step in doubtful if _is_word(form, written, brief=brief, shouted=shouted)]
        for form, step in forms:
            if form in places:
                places[form].append(position + step)
            else:
                places[form] = [position + step]
        position += width
    return places


Forms = Sequence[tuple[str, int]]


@lru_cache(maxsize=100_000)
def _forms(written: str) -> tuple[Forms, Forms, int]:
    """The forms of one written word with their distance from its start, and how many places it takes up.

    Where one of them is a stop word, they come second: whether it is said as one depends on the text.
    """
    forms = tuple((form[:LONGEST_WORD], step) for form, step in _parts(written))
    width = 1 + max((step for _, step in forms), default=0)
    doubtful = [form for form, _ in forms if form in STOP]
    if len(doubtful) == len(forms) and not written.isupper() and not NAMES.intersection(doubtful):
        return (), (), width
    return ((), forms, width) if doubtful else (forms, (), width)


def _is_word(form: str, written: str, *, brief: bool, shouted: bool) -> bool:
    """Whether a form is searchable. A stop word is where it names a trade, or is an acronym: "IT" in a sentence, not
    in a text all in capitals."""
    if form not in STOP or (brief and form in NAMES):
        return True
    return len(written) > 1 and written.isupper() and not shouted


def _parts(written: str) -> Iterator[tuple[str, int]]:
    """The forms of one written word with their distance from its start."""
    if "://" in written or "@" in written or written.lower().startswith("www."):
        return
    word = _POSSESSIVE.sub("", fold(written))
    if is_unspaced(word):
        yield from _pairs(word)
        return
    if re.fullmatch(r"(?:\w\.){2,}\w?", word):
        yield word.replace(".", ""), 0
        return
    if word.startswith("."):
        yield word, 0  # .NET; and "net" below for those who do not type the dot
        word = word[1:]
    yield from _compound(word)


def _compound(word: str) -> Iterator[tuple[str, int]]:
    pieces = [piece for piece in _JOINTS.split(word.rstrip("+#")) if piece]
    if len(pieces) < 2:
        yield word, 0
        return
    if word[-1] in "+#":
        pieces[-1] += word[len(word.rstrip("+#")) :]
    if "-" in word or "'" in word:
        yield "".join(pieces), 0  # x-ray and xray, e-mail and email, o'neill and oneill
    if not word.isalpha() and _is_odd(pieces):
        yield word, 0
    # A lone letter inside a compound is not the language of that name: R&D says nothing of R.
    kept = [(piece, step) for step, piece in enumerate(pieces) if len(piece) > 1 or piece.isdigit()]
    yield from kept
    yield from ((f".{piece}", step) for piece, step in kept if piece == "net" and step)


def _is_odd(pieces: list[str]) -> bool:
    """Whether the compound is a name of its own (24/7, r&d, node.js) and not two plain words."""
    return any(len(piece) <= 2 or piece.isdigit() for piece in pieces)


def _pairs(word: str) -> Iterator[tuple[str, int]]:
    step = 0
    for run in re.findall(f"{_UNSPACED.pattern}|[^\\W_]+", word):
        if not _UNSPACED.match(run) or len(run) == 1:
            yield run, step
        else:
            yield from ((run[at : at + 2], step + at) for at in range(len(run) - 1))
        step += len(run)
