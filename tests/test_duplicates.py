"""Two records that may be one person: who is suggested, why, and who is not."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from jobboard.candidates.models import phone_key
from jobboard.candidates.service import add_phone
from jobboard.flows.duplicates import lookalikes
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.testing.situations import Held
from tests.support.host import JUDITH

TANNERY: Sequence[Held] = given.MANAGER


def phone(board: BoardState, person: str, number: str) -> None:
    """Give somebody a telephone number."""
    with board.transaction() as session:
        add_phone(given.person(board, person, session), number)


def alike(board: BoardState, person: str) -> dict[str, tuple[str, ...]]:
    """Who is suggested as the same as ``person``, by name, and why."""
    board.session.remove()
    found = lookalikes(board, board.session(), given.person(board, person), actor=JUDITH)
    return {one.person.name: one.alike.reasons for one in found}


def test_the_same_name_however_it_is_written_is_enough(board: BoardState) -> None:
    one = given.a_candidate(board, held=())
    given.a_candidate(board, "maren  OKAFOR-LUND", email="m@example.org", held=())
    given.a_candidate(board, "Pat Winterburn", email="pat@example.org", held=())
    assert alike(board, one) == {"maren  OKAFOR-LUND": ("the same name",)}


def test_a_name_nearly_the_same_is_not_enough_and_with_an_employer_is(board: BoardState) -> None:
    one = given.a_candidate(board, "Katharine Holt", held=TANNERY)
    given.a_candidate(board, "Katharina Holt", email="a@example.org", held=())
    given.a_candidate(board, "Katherine Holt", email="b@example.org", held=TANNERY)
    reasons = ("nearly the same name: Katherine Holt", "both worked for Tannery Row Hotels")
    assert alike(board, one) == {"Katherine Holt": reasons}


def test_the_same_number_is_enough_whatever_the_name(board: BoardState) -> None:
    one = given.a_candidate(board, "Ada Bell", held=())
    other = given.a_candidate(board, "Adele Campbell", email="adele@example.org", held=())
    phone(board, one, "0113 496 0123")
    phone(board, other, "+44 (0)113 496-0123")
    assert alike(board, one) == {"Adele Campbell": ("the same telephone number",)}


def test_who_is_most_alike_comes_first_and_nobody_is_their_own_double(board: BoardState) -> None:
    one = given.a_candidate(board, "Ada Bell", email="ada.bell@example.org", held=TANNERY)
    given.a_candidate(board, "Ada Bell", email="x@example.org", held=())
    given.a_candidate(board, "Ada Bell", email="ada.bell@example.com", held=TANNERY)
    board.session.remove()
    found = lookalikes(board, board.session(), given.person(board, one), actor=JUDITH)
    reasons = ("the same name", "both write as ada.bell@…", "both worked for Tannery Row Hotels")
    assert [each.alike.reasons for each in found] == [reasons, ("the same name",)]
    assert one not in {each.person.public_id for each in found}


def test_the_persons_page_says_what_they_have_in_common(board: BoardState, recruiter: FlaskClient) -> None:
    one = given.a_candidate(board, held=())
    other = given.a_candidate(board, "Maren Okafor Lund", email="maren.l@example.org", held=TANNERY)
    phone(board, one, "0113 496 0123")
    phone(board, other, "00441134960123")
    page = recruiter.get(f"/recruit/candidates/{one}").get_data(as_text=True)
    assert "Perhaps the same person" in page
    assert "In common: nearly the same name: Maren Okafor Lund and the same telephone number" in page
    assert f"/recruit/candidates/{one}/merge/{other}" in page


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("0113 496 0123", "134960123"),
        ("+44 (0)113 496-0123", "134960123"),
        ("4960123", "4960123"),
        ("12345", ""),
        ("no number", ""),
    ],
)
def test_spellings_of_one_number_have_one_key(number: str, key: str) -> None:
    assert phone_key(number) == key
