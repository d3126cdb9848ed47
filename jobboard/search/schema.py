"""How a job document lies in a Whoosh index: which words go to which field, what is stored for columns."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from datetime import datetime
from operator import itemgetter
from typing import Any

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Format

from jobboard.search.documents import JobDocument
from jobboard.search.language import Language
from jobboard.search.names import names_of
from jobboard.search.query import FACETS
from jobboard.search.text import fold
from jobboard.search.titles import read_title
from jobboard.search.tokens import Forms, forms_of

SHAPE = "4"
"""Part of a generation's name. Raise it when the schema or the cutting of words changes."""

FIELDS = ("title", "skills", "organization", "facts", "initials", "opening", "text")
OPENING_WORDS = 140
_DUTIES = re.compile(
    r"^\W*(?:key |main |essential |job |your |the )?(?:duties|responsibilities|job description|about the (?:role|job)"
    r"|what you.{0,3}ll do|the role|role)\b.{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)


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


class Cut(FieldType):  # type: ignore[misc]
    """A field whose words ``JobWriter`` is given cut already."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(format=Places(), analyzer=None, unique=unique)


def job_schema() -> Schema:
    """A new schema: words by field, the id, and the text for snippets."""
    return Schema(id=Cut(unique=True), shown=STORED, **{name: Cut() for name in FIELDS})


def words_by_field(document: JobDocument, text: str, language: Language) -> dict[str, Forms]:
    """For each field the words of ``document``, whose readable text is ``text``, with their places."""
    words = forms_of(text, language=language)
    return {
        "id": [(document.id, 0)],
        "title": forms_of(document.title, brief=True, language=language),
        "skills": forms_of(" , ".join(document.skills), brief=True, language=language),
        "organization": forms_of(document.organization, brief=True, language=language),
        "facts": forms_of(document.facts, brief=True, language=language),
        "initials": [(short, 0) for short in initials(document.title, document.organization)],
        "opening": opening(text, words, language),
        "text": words,
    }


def row_of(document: JobDocument, language: Language) -> list[Any]:
    """What filters, facets, sorts and the ranking need of a document without asking the engine."""
    places = " ".join(fold(name) for name in (*document.places, *document.regions))
    facets = tuple(document.facet_values(facet) for facet in FACETS)
    return [
        document.id,
        tuple(read_title(document.title, language)),
        facets,
        places,
        *pay(document),
        _seconds(document.posted_at),
        _seconds(document.valid_through),
        tuple(map(tuple, document.points)),
        tuple((kind.value, name) for kind, name in names_of(document)),
    ]


def pay(document: JobDocument) -> tuple[int | None, int | None]:
    """The two ends of the yearly pay, one standing in for the other where only one is named."""
    low, high = document.pay_year_min, document.pay_year_max
    return (low if low is not None else high, high if high is not None else low)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def opening(text: str, words: Forms, language: Language) -> Forms:
    """Those ``words`` of ``text`` that say what the job is: what follows a heading like "Duties", else the first ones.

    Long bulletins repeat the same thousand words about how to apply; what sets one apart is here.
    """
    heading = _DUTIES.search(text)
    if heading:
        words = forms_of(text[heading.end() : heading.end() + OPENING_WORDS * 12], language=language)
    return words[: bisect_left(words, OPENING_WORDS, key=itemgetter(1))]


def initials(title: str, organization: str) -> set[str]:
    """The short names people use: "cfo" for Chief Financial Officer, "dot" for Department of Transportation."""
    written = [word for word in re.findall(r"[^\W_]+", fold(title)) if word not in {"of", "and", "the", "for"}]
    runs = {
        "".join(word[0] for word in written[start : start + length])
        for length in (3, 4, 5)
        for start in range(len(written) - length + 1)
    }
    return {run for run in runs if run.isalpha()} | _organization_initials(fold(organization))


def _organization_initials(name: str) -> set[str]:
    words = re.findall(r"[^\W_]+", name)
    small = {"of", "and", "the", "for"}
    every = "".join(word[0] for word in words)
    main = "".join(word[0] for word in words if word not in small)
    kept = "".join(word if len(word) <= 3 and word not in small else word[0] for word in words if word not in small)
    return {short for short in (every, main, kept) if 3 <= len(short) <= 8 and short.isalpha()}
