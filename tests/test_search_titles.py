"""What a title says: the post, its noun, and what is only an aside or a code."""

from __future__ import annotations

import pytest

from jobboard.search.titles import is_code, read_title


@pytest.mark.parametrize(
    ("text", "front", "noun"),
    [
        ("Nurse", "nurse", "nurse"),
        ("Senior Civil Engineer II", "senior civil engineer ii", "engineer"),
        ("Clerk, Office of the Mayor", "clerk", "clerk"),
        ("Director of Data Analytics", "director data analytics", "director"),
        ("7D73233 - Child Welfare Analyst", "child welfare analyst", "analyst"),
        ("REQ-7731: Porter (nights)", "porter", "porter"),
        ("Executive Assistant", "executive assistant", "assistant"),
        ("Assistant to the Chief", "assistant chief", "assistant"),
        ("RN - Emergency", "rn", "rn"),
        ("C++ - Developer", "c++", "c++"),
        ("311 Director", "311 director", "director"),
        ("", "", ""),
        ("!!!", "", ""),
    ],
)
def test_the_post_and_its_noun(text: str, front: str, noun: str) -> None:
    title = read_title(text)
    assert (" ".join(title.in_front()), title.head) == (front, noun)


@pytest.mark.parametrize("word", ["7d73233", "20190", "ac43076"])
def test_numbers_something_is_filed_under_are_codes(word: str) -> None:
    assert is_code(word)


@pytest.mark.parametrize("word", ["311", "24/7", "nurse", "c++", "2", "h1b"])
def test_names_with_a_digit_are_none(word: str) -> None:
    assert not is_code(word)


def test_a_title_that_is_only_a_code_is_read_as_it_is() -> None:
    assert read_title("20190").in_front() == ["20190"]
