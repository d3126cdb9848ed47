"""The small grammar of the search box: words, "phrases", -not; bounded; never an error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.search.query import LONGEST_QUERY, MOST_WORDS, SearchQuery, Words, parse_words

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("staff nurse", Words(("staff", "nurse"))),
        ('"fire inspector" port', Words(("port",), ("fire inspector",))),
        ("engineer -civil", Words(("engineer",), (), ("civil",))),
        ('engineer -"civil service"', Words(("engineer",), (), ("civil service",))),
        ("engineer NOT civil", Words(("engineer",), (), ("civil",))),
        ('engineer NOT "civil service"', Words(("engineer",), (), ("civil service",))),
        ("not civil KNOT NOT", Words(("not", "civil", "KNOT", "NOT"))),
        ('"do NOT lift"', Words((), ("do NOT lift",))),
        ("full-time node.js c++", Words(("full-time", "node.js", "c++"))),
        ("Dot Net or C plus plus -csharp", Words((".net", "or", "c++"), excluded=("c#",))),
        ('"dot net" c', Words(("c",), ("dot net",))),
        ("“night shift” −agency", Words((), ("night shift",), ("agency",))),
        ('"nurse"', Words(("nurse",))),
        ('half "open', Words(("half", "open"))),
        ('- -- "" -"" & \0', Words()),
        ("nurse nurse", Words(("nurse",))),
    ],
)
def test_a_query_reads_as_a_person_means_it(text: str, read: Words) -> None:
    assert parse_words(text) == read


@given(st.text(max_size=400))
def test_every_text_reads_within_bounds(text: str) -> None:
    words = parse_words(text)
    everything = [*words.terms, *words.phrases, *words.excluded]
    assert sum(len(piece.split()) for piece in everything) <= MOST_WORDS
    assert sum(map(len, everything)) <= LONGEST_QUERY


def test_only_the_first_sixteen_words_count() -> None:
    words = parse_words(" ".join(f"w{n}" for n in range(40)))
    assert words.terms == tuple(f"w{n}" for n in range(16))


def test_a_filter_nobody_knows_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(ValueError, match=r"no filter named colour; filters are function, level"):
        SearchQuery(filters={"colour": ("red",)}, now=NOW)
