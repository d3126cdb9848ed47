"""How a job document lies in a tantivy index: Jobboard's own words by field, and columns of facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tantivy import Document, PreTokenizedString, Schema, SchemaBuilder, Token

from jobboard.search.documents import JobDocument
from jobboard.search.language import Language
from jobboard.search.names import names_of
from jobboard.search.places import place_names
from jobboard.search.query import FACETS
from jobboard.search.schema import initials, pay
from jobboard.search.tokens import Word, words_of

SHAPE = "t7"
"""Part of a generation's name. Raise it when the schema or the cutting of words changes."""

FIELDS: Mapping[str, float] = {
    "title": 4.0,
    "skills": 1.8,
    "organization": 1.0,
    "facts": 1.0,
    "initials": 2.0,
    "text": 0.8,
}
"""The fields of words, and what a word in each is worth. Initials are guesses: looked at only where no title helps."""

NEWEST, BEST_PAID = "newest", "best_paid"
"""Columns of text that ascend in the order of a page; each ends in the document's id, so that no two are equal."""
PAY, PAY_FROM, POSTED, VALID, FRESH = "pay", "pay_from", "posted", "valid", "fresh"
WHERE, POINT, NAME = "where", "point", "name"
ENDLESS = 2**62
NOWHERE = "nowhere"
"""Stands for the point of a job of which nobody knows where on earth it is."""
BETWEEN = "\x1f"
"""Stands between the kind and the text of a name."""

_LATEST, _MOST_PAY = 10**17, 10**13
_SECONDS_OF_A_LIFETIME = 4e9
_MOST_FRESH = 0.04
"""What the newest posting adds to the score's weight: enough to break ties."""


def facet(name: str) -> str:
    """The column of a facet."""
    return f"facet_{name}"


def job_schema() -> Schema:
    """A new schema."""
    builder = SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="position")
    for name in (NEWEST, BEST_PAID, "id", *map(facet, FACETS)):
        builder.add_text_field(name, stored=name == "id", fast=True, tokenizer_name="raw", index_option="basic")
    for name in (WHERE, POINT, NAME):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (PAY, PAY_FROM, POSTED, VALID):
        builder.add_integer_field(name, fast=True)
    builder.add_float_field(FRESH, fast=True)
    return builder.build()


def row_of(job: JobDocument, language: Language) -> Document:
    """A document as the index takes it."""
    text = job.readable_text
    row = Document()
    for name, words in _words_by_field(job, text, language).items():
        row.add_pre_tokenized_text(name, PreTokenizedString("", [Token(form, place, 0, 0) for form, place in words]))
    row.add_text("id", job.id)
    row.add_text("shown", text)
    for name in FACETS:
        for value in job.facet_values(name):
            row.add_text(facet(name), value)
    _add_facts(row, job)
    return row


def _add_facts(row: Document, job: JobDocument) -> None:
    low, high = pay(job)
    newest = f"{_LATEST - micros(job.posted_at):018d} {job.id}"
    row.add_text(NEWEST, newest)
    row.add_text(BEST_PAID, f"{_from_above(high)}{_from_above(low)}{newest}")
    row.add_integer(POSTED, micros(job.posted_at))
    row.add_integer(VALID, ENDLESS if job.valid_through is None else micros(job.valid_through))
    row.add_float(FRESH, _MOST_FRESH * max(job.posted_at.timestamp(), 0.0) / _SECONDS_OF_A_LIFETIME)
    row.add_text(WHERE, place_names(job))
    if high is not None:
        row.add_integer(PAY, high)
    if low is not None:
        row.add_integer(PAY_FROM, low)
    for point in job.points:
        row.add_text(POINT, f"{point.latitude},{point.longitude}")
    if not job.points:
        row.add_text(POINT, NOWHERE)
    for kind, name in names_of(job):
        row.add_text(NAME, f"{kind.value}{BETWEEN}{name}")


def micros(moment: datetime) -> int:
    """Microseconds of the epoch."""
    return round(moment.timestamp() * 1_000_000)


def _from_above(amount: int | None) -> str:
    return f"{_MOST_PAY - (amount or 0):014d}" if amount is not None else "9" * 14


def _words_by_field(job: JobDocument, text: str, language: Language) -> dict[str, list[Word]]:
    return {
        "title": words_of(job.title, brief=True, language=language),
        "skills": words_of(" , ".join(job.skills), brief=True, language=language),
        "organization": words_of(job.organization, brief=True, language=language),
        "facts": words_of(job.facts, brief=True, language=language),
        "initials": [Word(short, 0) for short in sorted(initials(job.title, job.organization))],
        "text": words_of(text, language=language),
    }
