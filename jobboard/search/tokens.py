"""Where words begin and end: the one place that decides what "C++", "24/7" or "日本語" is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from jobboard.search.language import ENGLISH, Language
from jobboard.search.text import fold
from jobboard.search.words import NAMES

LONGEST_WORD, LONGEST_REMEMBERED = 40, 60
"""Characters that are kept of a word, and of runs without a space whose forms are remembered: a sentence of a script
that puts no spaces is a run, and not met again."""

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
"""Nobody looks for the parts of an address."""
_SIGNED = re.compile(
    r"(?P<name>\.[^\W\d_]\w+|[^\W_]+(?:\+\+|[+#])|[^\W\d_]{2,}(?:\.[^\W\d_]{1,2}|-[^\W\d_]))|(?P<pair>\d+[/x-]\d+)",
    re.IGNORECASE,
)
_ADDRESSES = ("@", "://", "www.")
_DOTTED = re.compile(r"[^\W\d](?:\.[^\W\d])+")  # U.S, N.Y.C
_JOINTS = re.compile(r"[.'/&+-]|#(?=\w)")
_POSSESSIVE = re.compile(r"'s?$|(?<=s)'(?=\W|$)")


def is_unspaced(text: str) -> bool:
    """Whether ``text`` is in a script that puts no spaces between words, at least in part."""
    return bool(_UNSPACED.search(text))


def is_signed(term: str) -> bool:
    """Whether a sign makes ``term`` the name it is, and its parts say something else: C++, .NET, node.js, 24/7,
    Objective-C."""
    return bool(_SIGNED.fullmatch(term))


def signed_forms(term: str) -> tuple[list[str], list[str]]:
    """The ways a signed ``term`` is written as one word, and those words in which it is written apart: none, or
    several."""
    word = fold(term)
    match = _SIGNED.fullmatch(word)
    if match and match["pair"]:
        pieces = re.split("[/x-]", word)
        return [sign.join(pieces) for sign in "/-x"], pieces
    pieces = re.split("[.-]", word) if word[0] != "." else [word]
    return list(dict.fromkeys([word, "".join(pieces)])), pieces if len(pieces) > 1 else []


class Word(NamedTuple):
    """A folded word and its place in the row of words. Forms of one written word share a place."""

    text: str
    position: int


class Cut(NamedTuple):
    """The runs of characters of a text, and whether nothing of it is in small letters.

    A run is what stands between two spaces or, in texts made of names, such a name: what comes again and again.
    ``opening`` is the number of the run from which on the text says what it is about.
    """

    runs: Sequence[str]
    shouted: bool = False
    opening: int = 0


class Forms(NamedTuple):
    """The searchable forms of a run with their distance from its first word, and how many words it has."""

    forms: tuple[tuple[str, int], ...]
    width: int


Reader = Callable[[str, bool], Forms]
"""The forms of the words of one run, given whether its text is all in capitals."""


def words_of(text: str, *, brief: bool = False, language: Language = ENGLISH) -> list[Word]:
    """Every searchable form of every word of ``text``, in order. Stop words keep their place empty.

    ``brief`` texts are titles, skills and queries, where "it" is a trade and not a pronoun.
    """
    found: list[Word] = []
    position = 0
    whole = cut(text)
    read = reader(language, brief=brief)
    for run in whole.runs:
        forms, width = read(run, whole.shouted)
        found += [Word(form, position + step) for form, step in forms]
        position += width
    found.sort(key=attrgetter("position"))  # forms of one place stay in the order in which they were written
    return found


def width_of(text: str) -> int:
    """How many places the words of ``text`` take up, which is the same in every language."""
    read = reader(ENGLISH, brief=True)
    return sum(read(run, False).width for run in text.split())


def cut(text: str) -> Cut:
    """Cut ``text`` at its spaces: no word has one in it, and the same runs come again and again."""
    return Cut(text.split(), text.isupper())


@cache
def reader(language: Language, *, brief: bool) -> Reader:
    """What reads runs of one language. A stop word is searchable where it names a trade in a ``brief`` text, or is an
    acronym: "IT" in a sentence, not in a text all in capitals."""

    def read(run: str, shouted: bool) -> Forms:
        forms: list[tuple[str, int]] = []
        place = 0
        for written in _written(run):
            parts = [(form[:LONGEST_WORD], step) for form, step in _parts(written)]
            is_acronym = len(written) > 1 and written.isupper() and not shouted
            for form, step in parts:
                if is_acronym or form not in language.stop or (brief and form in NAMES):
                    forms.append((form, place + step))
            place += 1 + max((step for _, step in parts), default=0)
        return Forms(tuple(forms), place)

    remembered = lru_cache(maxsize=20_000)(read)
    return lambda run, shouted: (read if len(run) > LONGEST_REMEMBERED else remembered)(run, shouted)


def _written(run: str) -> list[str]:
    is_address = any(mark in run for mark in _ADDRESSES)
    return (_WORD_OR_ADDRESS if is_address else _WORD).findall(run.replace("’", "'"))


def _parts(written: str) -> Iterator[tuple[str, int]]:
    """The forms of one written word with their distance from its start."""
    if written.isascii() and written.isalpha():
        yield written.lower(), 0  # nearly every word, and all the rest has nothing to say of it
        return
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
