"""Two versions of a résumé: what was added and what was taken out, in words and not by colour alone."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given as for_all
from hypothesis import strategies as some
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.adapters.resume_reader import ResumeText
from jobboard.candidates.resume_difference import CONTEXT, MOST_LINES, Change, Difference, difference
from jobboard.candidates.service import ResumeFile, add_resume
from jobboard.db.history import History
from jobboard.errors import NotFound
from jobboard.flows import resumes
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH

DESK = "/recruit"
OLD = "Ottilie\nCredit Controller\nCut debt from 14 to 7 per cent.\nChased by visit.\nExcel"
NEW = "Ottilie\nCredit Controller\nCut debt from 14 to 6 per cent.\nExcel\nTrained two."

texts = some.lists(some.sampled_from(["a b", "b", "c d e", "", "  a  b ", "f"]), max_size=12).map("\n".join)


def words_of(found: Difference, *changes: Change) -> list[str]:
    """The words to which one of these happened, in order."""
    parts = [part for passage in found.passages for part in passage.parts if part.change in changes]
    return [word for part in parts for word in part.text.split()]


@for_all(texts, texts)
def test_what_stays_and_comes_is_the_new_text_what_stays_and_goes_the_old(old: str, new: str) -> None:
    found = difference(old, new)
    assert words_of(found, Change.SAME, Change.ADDED) == new.split()
    assert words_of(found, Change.SAME, Change.REMOVED) == old.split()
    assert found.added - found.removed == len(new.split()) - len(old.split())


def test_a_changed_line_is_compared_word_by_word() -> None:
    found = difference(OLD, NEW)
    assert words_of(found, Change.ADDED) == ["6", "Trained", "two."]
    assert words_of(found, Change.REMOVED) == ["7", "Chased", "by", "visit."]
    assert (found.added, found.removed, found.cut) == (3, 4, False)


def test_passages_that_have_little_in_common_are_not_woven_into_each_other() -> None:
    (passage,) = difference("Ran the ledger for a dairy", "Speaks French and some German").passages
    assert [part.change for part in passage.parts] == [Change.REMOVED, Change.ADDED]


def test_what_did_not_change_is_folded_but_for_its_edges() -> None:
    lines = [f"line {number}" for number in range(20)]
    found = difference("\n".join(lines), "\n".join([*lines, "one more"]))
    folded, edge, added = found.passages
    assert (folded.folded, folded.lines) == (True, 20 - CONTEXT)
    assert (edge.folded, edge.lines, added.parts[0].change) == (False, CONTEXT, Change.ADDED)


def test_spaces_and_empty_lines_make_no_difference() -> None:
    found = difference("Ottilie  Brandreth\n\n\nYork", "Ottilie Brandreth\r\nYork\n")
    assert (found.added, found.removed) == (0, 0)


def test_only_so_many_lines_are_compared_and_it_is_said() -> None:
    assert difference("x\n" * (MOST_LINES + 1), "x").cut


def person_with(board: BoardState, *versions: str) -> str:
    """Somebody with these texts as their résumé's versions, oldest first; an empty one was not read."""
    person = given.a_candidate(board)
    for text in versions:
        with board.transaction() as session:
            read = ResumeText(text, unread="" if text else "it is a picture")
            stored = board.storage.save(BytesIO(text.encode()))
            file = ResumeFile(stored, "cv.txt", "text/plain", read)
            add_resume(session, given.person(board, person, session), file, actor=SYSTEM, now=board.now())
    return person


def compared(client: FlaskClient, person: str, query: str = "") -> str:
    answer = client.get(f"{DESK}/candidates/{person}/resume/difference{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_newest_is_compared_with_the_one_before_it(board: BoardState, recruiter: FlaskClient) -> None:
    person = person_with(board, "Long ago", OLD, NEW)
    page = compared(recruiter, person)
    assert "What changed in version 3" in page
    assert "3 words added and 4 words taken out since version 2." in page
    assert '<ins class="jb-ins"><span class="jb-vh">Added: </span>6<span' in page
    assert '<del class="jb-del"><span class="jb-vh">Taken out: </span>7<span' in page


def test_any_two_can_be_chosen_also_backwards(board: BoardState, recruiter: FlaskClient) -> None:
    person = person_with(board, OLD, NEW)
    page = compared(recruiter, person, "?new=1&old=2")
    assert "4 words added and 3 words taken out since version 2." in page
    assert "one and the same version" in compared(recruiter, person, "?new=1&old=1")
    assert recruiter.get(f"{DESK}/candidates/{person}/resume/difference?new=7&old=1").status_code == 404


def test_a_version_that_was_not_read_says_so(board: BoardState, recruiter: FlaskClient) -> None:
    page = compared(recruiter, person_with(board, OLD, ""))
    assert "Version 2: Its text was not read: it is a picture." in page
    assert "there is nothing to compare" in page
    assert "<ins" not in page


def test_one_version_and_none_have_nothing_to_compare(board: BoardState, recruiter: FlaskClient) -> None:
    assert "There is only one version." in compared(recruiter, person_with(board, OLD))
    assert "No résumé was sent yet." in compared(recruiter, given.a_candidate(board, "Pat"))


def test_the_persons_page_folds_the_older_versions(board: BoardState, recruiter: FlaskClient) -> None:
    person = person_with(board, "Long ago", OLD, NEW)
    page = recruiter.get(f"{DESK}/candidates/{person}").get_data(as_text=True)
    assert "What changed in version 3" in page
    newest, folded = page.split("2 older versions")
    assert "Version 3, " in newest
    assert "Version 2, " not in newest
    assert "Version 2, " in folded


def test_what_a_resume_holds_is_text_and_nothing_else(board: BoardState, recruiter: FlaskClient) -> None:
    page = compared(recruiter, person_with(board, OLD, f"{NEW} <script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_comparing_is_remembered_like_reading(board: BoardState, recruiter: FlaskClient) -> None:
    compared(recruiter, person_with(board, OLD, NEW))
    told = board.session().scalars(select(History.after).where(History.what == "resumes_compared")).all()
    assert told == ["versions 1 and 2"]


def test_who_may_not_read_resumes_compares_none(app: Flask, board: BoardState) -> None:
    person = person_with(board, OLD, NEW)
    assert client_as(app, HELENA).get(f"{DESK}/candidates/{person}/resume/difference").status_code == 403


def test_a_stranger_to_the_board_has_no_versions(board: BoardState) -> None:
    with pytest.raises(NotFound):
        resumes.compare(board, "01NOBODYS", None, None, actor=JUDITH)


def test_a_second_upload_brings_a_comparison(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    for text in (OLD, NEW):
        resumes.add_resume(board, person, Upload(BytesIO(text.encode()), "cv.txt"), actor=JUDITH)
    assert "3 words added" in compared(recruiter, person)


def test_the_very_file_that_is_the_newest_one_is_not_added_again(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    path = f"/recruit/candidates/{person}/resume"
    said = []
    for text in (b"One", b"One", b"Two", b"One"):
        answer = recruiter.post(path, data={"resume": (BytesIO(text), "cv.txt")})
        said.append("Nothing was added" in recruiter.get(answer.location).get_data(as_text=True))
    assert said == [False, True, False, False]
    board.session().expire_all()
    assert [version.number for version in given.person(board, person).resumes] == [3, 2, 1]
    assert len(list(board.storage.keys_older_than(datetime.max.replace(tzinfo=UTC)))) == 3
