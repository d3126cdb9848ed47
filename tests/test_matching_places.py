"""Places as people write them."""

import pytest

from jobboard.keep_on_file.matching.places import names_place, same_place


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("Leeds", "Leeds, West Yorkshire, LS10"),
        ("Leeds LS10", "Leeds, West Yorkshire, LS10"),
        ("Yorkshire", "Leeds, West Yorkshire, LS10"),
        ("New York, NY", "New York, NY"),
        ("New York, NY", "New York, NY, 10007"),
        ("Manhattan", "New York, NY"),
        ("NYC", "New York, New York"),
        ("Brooklyn, NY", "Manhattan, NY"),
        ("New York", "New York City, NY"),
        ("LA", "Los Angeles, CA"),
        ("California", "Los Angeles, CA"),
        ("CA", "Los Angeles, California"),
        ("Boston, Massachusetts", "Boston, MA"),
        ("St. Louis, MO", "Saint Louis, MO"),
        ("near Leeds", "Leeds, West Yorkshire"),
        ("within 20 miles of Leeds", "Leeds"),
        ("Leeds area", "Leeds"),
        ("Greater Manchester", "Salford"),
        ("Kansas City", "Kansas City, MO"),
        ("West Yorkshire", "Leeds"),
        ("Yorkshire", "York"),
        ("Scotland", "Glasgow"),
        ("TX", "Austin"),
        ("Texas", "Austin"),
        ("Bay Area", "Oakland, CA"),
    ],
)
def test_the_same_place(wanted: str, place: str) -> None:
    assert same_place(wanted, place)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("York", "New York, NY"),
        ("York", "Leeds, West Yorkshire"),
        ("Portland, Maine", "Portland, OR"),
        ("LA", "New Orleans, LA"),
        ("Los Angeles", "New Orleans, LA"),
        ("New York", "Buffalo, NY"),
        ("Kansas", "Kansas City, MO"),
        ("", "Leeds"),
        ("West Yorkshire", "Sheffield"),
        ("Texas", "Boston"),
        ("Leeds", ""),
        ("Boston", "Houston, TX"),
    ],
)
def test_another_place(wanted: str, place: str) -> None:
    assert not same_place(wanted, place)


def test_either_of_two_places_a_country_or_anywhere_will_do() -> None:
    here, codes = ("Leeds, West Yorkshire",), frozenset({"GB"})
    assert names_place("York or Leeds", here, codes)
    assert names_place("UK", here, codes)
    assert names_place("England", here, codes)
    assert names_place("Anywhere", here, codes)
    assert not names_place("USA", here, codes)
    assert not names_place("York or Hull", here, codes)
