"""Where words begin and end: the one place that decides what "C++", "24/7" or "日本語" is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from jobboard.search.language import ENGLISH, Language
from jobboard.search.text import fold
from jobboard.search.words import NAMES

LONGEST_WORD = 40

# Scripts whose vowel signs are not letters to `\w`, and which would fall apart in the middle of a word.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
)
_LETTER = f"[\\w{_MARKS}]"
# Scripts written without spaces are cut into pairs of characters, so that any part of a sentence finds it.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_PLAIN = rf"\.?{_LETTER}+(?:[.'/&+#-]{_LETTER}+)*(?:\+\+|[+#](?!\w))?"
_WORD = re.compile(_PLAIN)
_WORD_OR_ADDRESS = re.compile(rf"https?://\S+|www\.\S+|[^\s@]{{1,64}}@[^\s@]{{1,255}}|{_PLAIN}")
"""Nobody looks for the parts of an address. Telling them apart takes longer than all the rest."""
_ADDRESSES = ("@", "://", "www.")
_DOTTED = re.compile(r"[^\W\d](?:\.[^\W\d])+")  # U.S, N.Y.C
_JOINTS = re.compile(r"[.'/&+-]|#(?=\w)")
_POSSESSIVE = re.compile(r"'s?$|(?<=s)'(?=\W|$)")


def is_unspaced(text: str) -> bool:
    """Whether ``text`` is in a script that puts no spaces between words, at least in part."""
    return bool(_UNSPACED.search(text))


class Word(NamedTuple):
    """A folded word and its place in the row of words. Forms of one written word share a place."""

    text: str
    position: int


def words_of(text: str, *, brief: bool = False, language: Language = ENGLISH) -> list[Word]:
    """Every searchable form of every word of ``text``, in order. Stop words keep their place empty.

    ``brief`` texts are titles, skills and queries, where "it" is a trade and not a pronoun.
    """
    found = [Word(form, position) for form, position in forms_of(text, brief=brief, language=language)]
    found.sort(key=attrgetter("position"))  # forms of one place stay in the order in which they were written
    return found


def forms_of(text: str, *, brief: bool = False, language: Language = ENGLISH) -> list[tuple[str, int]]:
    """The same as plain pairs, nearly in order: the forms of one written word come before those of the next."""
    pairs: list[tuple[str, int]] = []
    position = 0
    shouted = not any(map(str.islower, text))
    read = _reader(language)
    is_address = any(mark in text for mark in _ADDRESSES)
    for written in (_WORD_OR_ADDRESS if is_address else _WORD).findall(text.replace("’", "'")):
        forms, doubtful, width = read(written)
        for form, step in forms:
            pairs.append((form, position + step))
        for form, step in doubtful:
            if _is_word(form, written, language.stop, brief=brief, shouted=shouted):
                pairs.append((form, position + step))
        position += width
    return pairs


Forms = Sequence[tuple[str, int]]


@cache
def _reader(language: Language) -> Callable[[str], tuple[Forms, Forms, int]]:
    """``_forms`` of one language, each word read once while it is remembered."""
    return lru_cache(maxsize=100_000)(partial(_forms, stop=language.stop))


def _forms(written: str, stop: frozenset[str]) -> tuple[Forms, Forms, int]:
    """The forms of one written word with their distance from its start, and how many places it takes up.

    Where one of them is a stop word, they come second: whether it is said as one depends on the text.
    """
    forms = tuple((form[:LONGEST_WORD], step) for form, step in _parts(written))
    width = 1 + max((step for _, step in forms), default=0)
    doubtful = [form for form, _ in forms if form in stop]
    if len(doubtful) == len(forms) and not written.isupper() and not NAMES.intersection(doubtful):
        return (), (), width
    return ((), forms, width) if doubtful else (forms, (), width)


def _is_word(form: str, written: str, stop: frozenset[str], *, brief: bool, shouted: bool) -> bool:
    """Whether a form is searchable. A stop word is where it names a trade, or is an acronym: "IT" in a sentence, not
    in a text all in capitals."""
    if form not in stop or (brief and form in NAMES):
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
    if _DOTTED.fullmatch(word):
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
