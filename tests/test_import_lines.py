"""How a file comes in: every line all or nothing, the rest still lands, and damage is put right where it is certain."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from jobboard.cli.import_data import lines_of
from jobboard.errors import InvalidInput
from jobboard.flows.line_import import LONGEST_LINE, parse_line
from jobboard.interchange import digest, one_line, parse_date, parse_moment, repaired
from jobboard.web.prose import render


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("DOHMHâ€™s fiscal systems", "DOHMH’s fiscal systems"),
        ("a cityâ€\u201dwide â€œplanâ€\x9d", "a city—wide “plan”"),
        ("cafÃ© Ã\u00a0 la carte", "café à la carte"),
        ("twice: Ã¢â‚¬â„¢", "twice: ’"),
        ("smile ðŸ˜€", "smile 😀"),
        ("an old script ð\u2019\u20ac\u20ac", "an old script 𒀀"),
    ],
)
def test_text_read_in_the_wrong_encoding_is_put_right(damaged: str, meant: str) -> None:
    """Once or twice over, wherever it decodes cleanly."""
    assert repaired(damaged) == meant


@pytest.mark.parametrize("damaged", ["cafÃ© Ã\u00a0 la carte", "twice: Ã¢â‚¬â„¢", "ð\u2019\u20ac\u20ac", "a\0b"])
def test_a_page_and_an_import_put_the_same_right(damaged: str) -> None:
    """There is one way of repairing."""
    assert repaired(damaged) in render(damaged)


@pytest.mark.parametrize(
    "text", ["Señor Müller, São Paulo", "naïve “quotes” – dashes…", "Łódź 東京 Αθήνα", "château â la"]
)
def test_text_that_is_right_stays_as_it_is(text: str) -> None:
    """Real letters outside ASCII are not damage."""
    assert repaired(text) == text


@given(st.text())
def test_repairing_never_fails_and_leaves_what_a_database_takes(text: str) -> None:
    """Any text at all."""
    assert "\0" not in repaired(text)
    repaired(text).encode("utf-8")
    one_line(text)


def test_nul_and_half_characters_go() -> None:
    """PostgreSQL takes neither."""
    assert repaired("a\0b\ud800c") == "ab\ufffdc"


def test_dates_may_be_partial_and_moments_are_utc() -> None:
    """A date is midnight, or the end of what it can mean where it closes something."""
    assert parse_date("2019") == date(2019, 1, 1)
    assert parse_date("2019-02", last=True) == date(2019, 2, 28)
    assert parse_moment("2026-03-31") == datetime(2026, 3, 31, tzinfo=UTC)
    assert parse_moment("2026-03-31", end_of_day=True) == datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
    assert parse_moment("2026-03-31T14:00:00+02:00") == datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["soon", "2019-13", "2019-02-30", "31/03/2026"])
def test_what_is_no_date_says_how_to_write_one(wrong: str) -> None:
    """The sentence carries an example."""
    with pytest.raises(ValidationError, match="2026-03-31"):
        parse_moment(wrong)


@pytest.mark.parametrize("text", ["{bad", "[1]", "3", "null", '"text"', "[" * 100_000])
def test_a_line_that_is_not_one_object_is_refused(text: str) -> None:
    """Also one nested too deep to read."""
    with pytest.raises(InvalidInput, match="line"):
        parse_line(text)


def test_a_line_over_a_mebibyte_is_refused_and_the_next_one_is_read() -> None:
    """The reader never holds more than one bounded line."""
    long = json.dumps({"description": "x" * LONGEST_LINE * 3}).encode()
    lines = list(lines_of(io.BytesIO(long + b"\n" + b'{"title": "next"}\n')))
    assert len(lines) == 2
    assert len(lines[0]) == LONGEST_LINE + 2
    with pytest.raises(InvalidInput, match="1 MiB"):
        parse_line(lines[0])
    assert parse_line(lines[1]) == {"title": "next"}


def test_a_line_in_windows_1252_is_read() -> None:
    """Older systems write it still."""
    assert list(lines_of(io.BytesIO('{"title": "Café"}\n'.encode("cp1252")))) == ['{"title": "Café"}\n']


def test_the_order_of_keys_does_not_change_a_digest() -> None:
    """The values do."""
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
