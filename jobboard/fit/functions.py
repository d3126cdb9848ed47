"""Fields of work: which one a title belongs to, and which lie next to each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from jobboard.fit.modify import shown
from jobboard.fit.tables import LONGEST_PHRASE, listed, load
from jobboard.fit.words import phrases, plain, words

Relation = Literal["same", "adjacent", "other", "unknown"]

_BY_TITLE, _BY_SKILLS, _BY_INDUSTRY = 0.85, 0.5, 0.4


class UnknownFunction(ValueError):
    """Raised when a value names no function; its message lists the keys that do."""


@dataclass(frozen=True, slots=True)
class Function:
    """A field of work: ``key`` is stable, ``label`` is for people."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FunctionReading:
    """The field a title belongs to, how sure that is from 0 to 1, and the sentence that says why."""

    key: str | None
    confidence: float
    evidence: str


@cache
def _rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = load("functions")["function"]
    return rows


FUNCTIONS: tuple[Function, ...] = tuple(Function(row["key"], row["label"]) for row in _rows())
"""Every field of work, in the order of the table."""


def parse_function(value: str) -> str:
    """The key meant by a key or a label, in any case. ``UnknownFunction`` for anything else."""
    key = _names().get(_fold(value))
    if key is None:
        keys = ", ".join(function.key for function in FUNCTIONS)
        raise UnknownFunction(f"{value[:60]!r} is not a function. Use one of {keys}.")
    return key


def function_label(key: str) -> str:
    """The words for a function's key; the key itself when it is not one of ours."""
    return next((function.label for function in FUNCTIONS if function.key == key), key)


def read_function(title: str, *, industry: str = "", skills: Iterable[str] = ()) -> FunctionReading:
    """The field ``title`` belongs to. Skills and then the industry are asked only where the title is silent."""
    found = _in_title(title)
    if found:
        key, phrase = found
        sentence = f"{shown(phrase)} belongs to {function_label(key)}."
        return FunctionReading(key, _BY_TITLE, sentence)
    return _from_skills(tuple(skills)) or _from_industry(industry) or _silent()


def adjacent(a: str, b: str) -> bool:
    """True when work in one of two different fields prepares for the other. Symmetric."""
    return a != b and (b in _near().get(a, frozenset()) or a in _near().get(b, frozenset()))


def relation(a: str | None, b: str | None) -> Relation:
    """How two fields lie to each other; unknown when either is."""
    if not a or not b:
        return "unknown"
    if a == b:
        return "same"
    return "adjacent" if adjacent(a, b) else "other"


@lru_cache(maxsize=8192)
def _in_title(title: str) -> tuple[str, str] | None:
    """The field of the longest phrase, the first piece of the title before the others, weak words after all."""
    readings = (_longest(piece, _table(column)) for column in ("words", "weak") for piece in phrases(title))
    return next(filter(None, readings), None)


def _unglued(found: Iterable[str]) -> list[str]:
    return " ".join(found).replace("_", " ").split()


def _longest(found: Sequence[str], table: Mapping[str, str]) -> tuple[str, str] | None:
    for length in range(min(LONGEST_PHRASE, len(found)), 0, -1):
        for at in range(len(found) - length, -1, -1):
            phrase = " ".join(found[at : at + length])
            key = table.get(phrase) or table.get(phrase.removesuffix("s"))
            if key:
                return key, phrase
    return None


def _from_skills(skills: tuple[str, ...]) -> FunctionReading | None:
    keys = [key for skill in skills[:50] if (key := _table("skills").get(_fold(skill)))]
    if not keys:
        return None
    best = max(dict.fromkeys(keys), key=keys.count)
    return FunctionReading(best, _BY_SKILLS, f"The skills are those of {function_label(best).lower()}.")


def _from_industry(industry: str) -> FunctionReading | None:
    found = _longest(_unglued(words(plain(industry))), _table("industries"))
    if found is None:
        return None
    key = found[0]
    return FunctionReading(key, _BY_INDUSTRY, f"The industry is {function_label(key).lower()}.")


def _silent() -> FunctionReading:
    return FunctionReading(None, 0.0, "Nothing here says a field of work.")


@cache
def _table(column: str) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for row in _rows():
        for phrase in listed(row.get(column, "")):
            table.setdefault(_written_out(phrase) if column in ("words", "weak") else phrase, row["key"])
    return table


def _written_out(phrase: str) -> str:
    return " ".join(_unglued(words(plain(phrase)))) or phrase


@cache
def _near() -> Mapping[str, frozenset[str]]:
    return {row["key"]: frozenset(listed(row["near"])) for row in _rows()}


@cache
def _names() -> Mapping[str, str]:
    return {_fold(name): function.key for function in FUNCTIONS for name in (function.key, function.label)}


def _fold(value: str) -> str:
    return " ".join(value.replace("_", " ").replace("-", " ").casefold().split())
