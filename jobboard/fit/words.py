"""From a title as people type it to parts and words: case, accents, abbreviations, punctuation, noise."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jobboard.fit.tables import Wording, glued, heads, longest, modifiers, wording

LONGEST_TITLE = 300
"""Characters of a title that are read; what comes after is never part of the role."""

_BRACKETS = re.compile(r"[\(\[\{]([^()\[\]{}]*)[\)\]\}]?")
_BREAKS = re.compile(r"\s*(?:[,;:|•·@\n\t\r]|\s[-–—]+|[-–—]+\s|–|—|\s\.\s)\s*")
_EITHER = re.compile(r"\s*/\s*|\s+(?:and|&|\+|cum)\s+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_CODES = re.compile(r"\bclass code\b.*|\b(?:req|ref|job)\s*(?:id|no|number)?\s*[#:]\s*\S+|\b[a-z]{2,6}-\d{3}\s*-")
_LEADERS = frozenset({"director", "president", "head", "manager", "chief", "of"})
_STAFF = frozenset(
    {"assistant", "asst", "officer", "manager", "mgr", "clerk", "coordinator", "supervisor", "director", "lead"}
)
_WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """Words between two separators. ``aside`` marks what stood in brackets."""

    words: tuple[str, ...]
    aside: bool = False


@lru_cache(maxsize=4096)
def parts(title: str) -> tuple[tuple[Part, ...], ...]:
    """The title cut at commas and dashes, each piece cut again at "/" and "and". Empty pieces are left out."""
    text = plain(title)
    asides = _BRACKETS.findall(text)
    pieces = [(piece, False) for piece in _BREAKS.split(_BRACKETS.sub(" ", text))]
    pieces += [(piece, True) for aside in asides for piece in _BREAKS.split(aside)]
    cut = (tuple(_either(piece, aside)) for piece, aside in pieces)
    return tuple(piece for piece in cut if piece)


@lru_cache(maxsize=4096)
def phrases(title: str) -> tuple[tuple[str, ...], ...]:
    """The words of each piece between commas and dashes, "and" kept and nothing glued: for looking up fields."""
    text = re.sub(r"\s[&+]\s", " and ", _BRACKETS.sub(" ", plain(title)))
    found = (" ".join(words(piece)).replace("_", " ").split() for piece in _BREAKS.split(text))
    return tuple(tuple(piece) for piece in found if piece)


def title_words(title: str) -> list[str]:
    """Every word of the title that says something, in order, whatever stood between."""
    return [word for piece in parts(title) for part in piece for word in part.words]


def plain(text: str) -> str:
    """Lower case, undamaged, bounded text; "V.P." becomes "vp", reference codes go."""
    repaired = unicodedata.normalize("NFKD", _repair(text[:LONGEST_TITLE]))
    letters = "".join(letter for letter in repaired if not unicodedata.combining(letter)).casefold()
    letters = re.sub(r"['’`]", "", letters.replace("wo/man", "man"))
    for pair, short in wording().together.items():
        letters = letters.replace(pair, short)
    return _CODES.sub(" ", _INITIALS.sub(lambda found: found[0].replace(".", ""), letters))


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` with abbreviations written out, set phrases glued and noise dropped."""
    table = wording()
    spelt: list[str] = []
    found = _WORD.findall(text)
    for word, following in zip(found, [*found[1:], ""], strict=False):
        behind = spelt and spelt[-1] in _LEADERS
        field = table.fields.get(word) if behind else table.before.get(word) if following in _STAFF else None
        spelt.extend((field,) if field else table.abbreviations.get(word) or (unslip(word),))
    return glued(_drop(spelt, table))


def respell(found: Iterable[str]) -> tuple[str, ...]:
    """The same words, each unknown one replaced by the known word a slip of one letter away, if there is one."""
    table = wording()
    return tuple(word if word in table.known else _nearest(word) for word in found)


def unslip(word: str) -> str:
    """``word``, or the word for a level it is a slip of: "senoir" is "senior", but "principals" in "Principal's
    Secretary" says whose she is."""
    belongs = word.endswith("s") and word[:-1] in modifiers()
    if word in wording().known or len(word) < 6 or belongs:
        return word
    meant = _nearest(word)
    return meant if meant in modifiers() else word


def _nearest(word: str) -> str:
    table = wording()
    if word.endswith("s") and word[:-1] in table.known:
        return word[:-1]
    if len(word) < 6:
        return word
    slips = [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]
    meant = (table.slips[slip] for slip in slips if slip in table.slips)
    return next((known for known in meant if known[0] == word[0] and _is_slip(word, known)), word)


def _is_slip(word: str, known: str) -> bool:
    """False for "leiter" and "lister", which share all but one letter each, but in different places: of two words as
    long as each other, one letter is another, or the same letters stand in another order."""
    if len(word) != len(known) or sorted(word) == sorted(known):
        return True
    return sum(one != other for one, other in zip(word, known, strict=True)) == 1


def _either(piece: str, aside: bool) -> Iterable[Part]:
    for text in _EITHER.split(piece):
        found = words(text)
        if found:
            many = not wording().prepositions.isdisjoint(found)
            yield Part(found if many else (*found[:-1], _singular(found[-1])), aside)


def _singular(word: str) -> str:
    """ "Teachers, Postsecondary" is read as the teacher it is; the students of a "Dean of Students" stay many."""
    return word[:-1] if word.endswith("s") and word not in heads() and word[:-1] in heads() else word


def _drop(found: Sequence[str], table: Wording) -> list[str]:
    """``found`` without noise, unless a role is called so: "Permanent Secretary" stays."""
    kept: list[str] = []
    at = 0
    while at < len(found):
        role = longest(found, at, table.kept)
        noise = 0 if role else longest(found, at, table.noise)
        kept.extend(found[at : at + (role or 1)] if not noise else ())
        at += role or noise or 1
    return kept


def _repair(text: str) -> str:
    if "â" not in text and "Ã" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text.replace("â€", " ")
