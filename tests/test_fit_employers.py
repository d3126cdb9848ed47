"""Whoever asks never to be shown to an employer is not shown to it, however its name was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.employers import is_named, named_among


@pytest.mark.parametrize(
    ("typed", "employer"),
    [
        ("skelton mills ltd.", "Skelton Mills"),
        ("The Skelton Mills Group", "Skelton Mills"),
        ("Skelton Mills", "The Skelton Mills Group Ltd."),
        ("SKELTON-MILLS", "Skelton Mills"),
        ("Skelton Mills", "Skelton Mills Retail (York)"),
        ("Marks and Spencer", "Marks & Spencer plc"),
        ("J.P. Morgan", "JP Morgan"),
        ("Sainsburys", "Sainsbury's Supermarkets"),
        ("Hull University", "University of Hull"),
        ("Müller", "Muller GmbH & Co. KG"),
        ("The Company", "The Company"),
        ("日本電気", "日本電気"),
    ],
)
def test_one_employer_is_known_by_many_names(typed: str, employer: str) -> None:
    assert is_named(typed, employer)


@pytest.mark.parametrize(
    ("typed", "employer"),
    [
        ("Skelton Mills Retail", "Skelton Mills"),
        ("Skelton Mills", "Calderside Mills"),
        ("Mills", "Skelton Mills"),
        ("Ltd", "Skelton Mills Ltd"),
        ("", "Skelton Mills"),
        ("Skelton", ""),
        ("!", "?"),
    ],
)
def test_another_employer_is_none_of_them(typed: str, employer: str) -> None:
    assert not is_named(typed, employer)


def test_the_name_that_was_meant_is_told() -> None:
    assert named_among(["Foss Valley", "Skelton Mills Ltd"], "Skelton Mills") == "Skelton Mills Ltd"
    assert named_among(["Foss Valley"], "Skelton Mills") is None


@given(st.text(max_size=400))
def test_whatever_is_typed_means_itself_or_nothing(name: str) -> None:
    assert is_named(name, name) or not any(char.isalnum() for char in name)
    assert is_named(name, f"{name} Ltd") or not is_named(name, name)
