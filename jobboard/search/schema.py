"""How a job document lies in a Whoosh index: which words go to which field, what is stored for columns."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from whoosh.fields import FieldType, Schema
from whoosh.formats import Format

from jobboard.search.column_file import FOR_EVER, NO_PAY, Row
from jobboard.search.documents import JobDocument
from jobboard.search.language import Language
from jobboard.search.names import names_of
from jobboard.search.places import place_names
from jobboard.search.pool import FieldPool, as_written
from jobboard.search.query import FACETS
from jobboard.search.text import fold
from jobboard.search.titles import read_title
from jobboard.search.tokens import Cut, reader

SHAPE = "15"
"""Part of a generation's name. Raise it when the schema or the cutting of words changes."""

FIELDS = ("title", "skills", "organization", "facts", "initials", "opening", "text")
OPENING_WORDS = 140
_DUTIES = re.compile(
    r"\W*(?:key |main |essential |job |your |the )?(?:duties|responsibilities|job description|about the (?:role|job)"
    r"|what you.{0,3}ll do|the role|role)\b.{0,40}$",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"of", "and", "the", "for"})


class Places(Format):  # type: ignore[misc]  # the engine ships no types
    """Positions as an array of 16-bit numbers, the way ``TermFile`` keeps them."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions of one document."""
        return array("H", value).tolist()

    def decode_frequency(self, value: bytes) -> int:
        """How many there are."""
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        """The same: no place weighs more than another."""
        return float(len(value) // 2)


class Words(FieldType):  # type: ignore[misc]  # the same
    """A field whose words ``JobWriter`` is given cut already."""

    def __init__(self) -> None:
        super().__init__(format=Places(), analyzer=None)


def job_schema() -> Schema:
    """A new schema."""
    return Schema(**{name: Words() for name in FIELDS})


def pools(language: Language) -> dict[str, FieldPool]:
    """An empty pool for the words of each field; the text's has those of the field "opening" as well."""
    brief, running = reader(language, brief=True), reader(language, brief=False)
    return {
        "title": FieldPool(brief),
        "skills": FieldPool(brief),
        "organization": FieldPool(brief),
        "facts": FieldPool(brief),
        "initials": FieldPool(as_written),
        "text": FieldPool(running, opening=OPENING_WORDS),
    }


def words_by_field(document: JobDocument, text: str, lines: Sequence[Sequence[str]]) -> dict[str, Cut]:
    """For each field the words of ``document``, whose readable text is ``text`` and, cut at its spaces, ``lines``."""
    return {
        "title": _named(document.title),
        "skills": _named(*document.skills),
        "organization": _named(document.organization),
        "facts": _named(*document.fact_names),
        "initials": Cut(sorted(initials(document.title, document.organization))),
        "text": Cut(list(chain.from_iterable(lines)), text.isupper(), opening(lines)),
    }


def _named(*names: str) -> Cut:
    return Cut(names, shouted=all(map(str.isupper, names)))


def row_of(document: JobDocument, language: Language) -> Row:
    """What filters, facets, sorts and the ranking need of a document without asking the engine."""
    low, high = pay(document)
    return Row(
        document.id,
        read_title(document.title, language),
        tuple(map(document.facets.__getitem__, FACETS)),
        place_names(document),
        document.points,
        NO_PAY if low is None else low,
        NO_PAY if high is None else high,
        document.posted_at.timestamp(),
        FOR_EVER if document.valid_through is None else document.valid_through.timestamp(),
        names_of(document),
    )


def pay(document: JobDocument) -> tuple[int | None, int | None]:
    """The two ends of the yearly pay, one standing in for the other where only one is named."""
    low, high = document.pay_year_min, document.pay_year_max
    return (low if low is not None else high, high if high is not None else low)


def opening(lines: Sequence[Sequence[str]]) -> int:
    """The number of the run from which on a text says what the job is: what follows a heading like "Duties", else the
    first.

    Long bulletins repeat the same thousand words about how to apply; what sets one apart is here.
    """
    end = next((number for number, runs in enumerate(lines, 1) if _DUTIES.match(" ".join(runs))), 0)
    return sum(map(len, lines[:end]))


def initials(title: str, organization: str) -> set[str]:
    """The short names people use: "cfo" for Chief Financial Officer, "dot" for Department of Transportation."""
    return {*_title_initials(title), *_organization_initials(organization)}


@lru_cache(maxsize=20_000)
def _title_initials(title: str) -> frozenset[str]:
    first = "".join(word[0] for word in _WORD.findall(fold(title)) if word not in _SMALL)
    runs = (first[start : start + length] for length in (3, 4, 5) for start in range(len(first) - length + 1))
    return frozenset(run for run in runs if run.isalpha())


@lru_cache(maxsize=20_000)
def _organization_initials(name: str) -> frozenset[str]:
    words = _WORD.findall(fold(name))
    every = "".join(word[0] for word in words)
    main = "".join(word[0] for word in words if word not in _SMALL)
    kept = "".join(word if len(word) <= 3 and word not in _SMALL else word[0] for word in words if word not in _SMALL)
    return frozenset(short for short in (every, main, kept) if 3 <= len(short) <= 8 and short.isalpha())
