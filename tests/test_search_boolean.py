"""The recruiter's grammar, read into a tree; bounded, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, complaint, parse_boolean, wanted
from jobboard.search.query import MOST_WORDS

A, B, C = Leaf("a1"), Leaf("b2"), Leaf("c3")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a1 AND b2", AllOf((A, B))),
        ("a1 b2", AllOf((A, B))),
        ("a1 OR b2 AND c3", AnyOf((A, AllOf((B, C))))),
        ("(a1 OR b2) c3", AllOf((AnyOf((A, B)), C))),
        ("a1 NOT b2", AllOf((A, Not(B)))),
        ("a1 AND NOT NOT b2", AllOf((A, B))),
        ("a1 -b2", AllOf((A, Not(B)))),
        ("-(a1 OR b2)", Not(AnyOf((A, B)))),
        ('"a1 b2" OR c3', AnyOf((Leaf("a1 b2"), C))),
        ("a1 and b2", AllOf((A, Leaf("and"), B))),
        ("((a1", A),
        ("a1) b2", AllOf((A, B))),
        ("() a1 AND OR", A),
        ("a1 a1", A),
        ("node.js-c++", Leaf("node.js-c++")),
        ("AND NOT ( ) -", None),
        ("", None),
    ],
)
def test_a_query_reads_as_a_recruiter_means_it(text: str, read: Expression | None) -> None:
    assert parse_boolean(text) == read


@given(st.text(st.sampled_from(list('ab1 ()"-ANDORT\0')), max_size=300))
def test_every_text_reads_within_bounds(text: str) -> None:
    read = parse_boolean(text)
    leaves = list(wanted(read)) if read else []
    assert sum(len(leaf.split()) for leaf in leaves) <= MOST_WORDS


def test_the_deepest_parentheses_are_read() -> None:
    assert parse_boolean("(" * 90 + "a1" + ")" * 90) == A


@pytest.mark.parametrize(
    "text",
    ["", "nurse", 'nurse AND ("ward manager" OR midwife) NOT agency', "-agency", "research and development", "R&D C++"],
)
def test_what_is_read_as_it_is_written_is_not_complained_of(text: str) -> None:
    assert complaint(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(nurse OR midwife", "“(” is never closed"),
        ("nurse) OR midwife", "“)” closes nothing"),
        ("nurse ()", "Nothing stands between"),
        ("(" * 13 + "a" + ")" * 13, "At most 12 parentheses"),
        ("AND nurse", "“AND” has nothing before it"),
        ("nurse OR", "“OR” has nothing after it"),
        ("nurse AND OR midwife", "“AND” has nothing after it"),
        ("(nurse OR) midwife", "“OR” has nothing after it"),
        ("nurse NOT", "“NOT” has nothing after it"),
        ('"ward manager', "quotation mark is never closed"),
        ("nurse or midwife", "write OR if you mean it"),
        ("word " * 17, "first 16 words"),
        ("x" * 201, "first 200 characters"),
    ],
)
def test_what_is_read_otherwise_than_written_is_said_with_what_to_do(text: str, said: str) -> None:
    assert said in complaint(text)


@given(st.text(alphabet='ab ()"-ANDORT', max_size=60))
def test_any_text_is_complained_of_in_one_sentence_or_not_at_all(text: str) -> None:
    assert complaint(text) == "" or ":" in complaint(text) or complaint(text).endswith(".")
