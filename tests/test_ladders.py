"""A firm's own ladder in the browser: what waits, who would move, and what happens once it is saved."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard import effects
from jobboard.access import Scope
from jobboard.candidates.models import WorkHistory
from jobboard.db.history import History
from jobboard.db.paging import PageRequest
from jobboard.errors import Conflict
from jobboard.fit.host import EntryKind, HostEntry
from jobboard.flows import ladder_reread
from jobboard.flows.ladder_preview import preview
from jobboard.flows.ladders import Proposal, change_ladder, propose_undo, reread_everything
from jobboard.flows.titles import titles
from jobboard.flows.unknown_titles import unknown_titles
from jobboard.jobs.models import LevelSource
from jobboard.keep_on_file import queries as kept_queries
from jobboard.ladders import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.databases import on_sqlite
from tests.support.host import IDRIS, JUDITH

DESK = "/recruit"
UNKNOWN = "Zorblax Wrangler"
HELD: tuple[given.Held, ...] = (*given.MANAGER, (UNKNOWN, "Foss Valley Foods", date(2015, 1, 1), date(2016, 12, 1)))


def words_of(html: str) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


def lines(board: BoardState, title: str = UNKNOWN) -> list[tuple[int, float]]:
    """Rank and confidence of every past role with this title."""
    board.session().rollback()
    found = select(WorkHistory.level_rank, WorkHistory.level_confidence).where(WorkHistory.title == title)
    return [tuple(row) for row in board.session().execute(found)]


def place(board: BoardState, phrase: str = UNKNOWN, rank: int = 4, **more: Any) -> Any:
    """Put one entry on the ladder and let everything settle."""
    change = change_ladder(board, Proposal((HostEntry(phrase, rank, **more),)), actor=JUDITH)
    effects.drain(board)
    board.session().expire_all()
    return change


# What waits


def test_unknown_titles_wait_most_frequent_first_with_suggestions(board: BoardState, recruiter: FlaskClient) -> None:
    for number in range(2):
        given.kept_candidate(board, name=f"Person {number}", held=HELD)
    given.a_job(board, "Quuxle", declared=False)
    page = words_of(recruiter.get(DESK + "/levels").get_data(as_text=True))
    assert "2 titles wait to be placed" in page
    assert page.index(UNKNOWN) < page.index("Quuxle")
    assert "In 2 past roles of kept people." in page
    assert "Place as Intermediate" in page


def test_spellings_of_one_title_are_one(board: BoardState) -> None:
    for number, title in enumerate(("Zorblax Wrangler", "ZORBLAX WRANGLER", "Wrangler, Zorblax")):
        held = (*given.MANAGER, (title, "Foss", date(2015, 1, 1), date(2016, 1, 1)))
        given.kept_candidate(board, name=f"Person {number}", held=held)
    page, complete = unknown_titles(board, PageRequest())
    assert (page.total, page.items[0].lines, len(page.items[0].other_spellings), complete) == (1, 3, 2, True)


def test_an_unknown_title_that_resembles_a_known_one_is_said_to(board: BoardState) -> None:
    place(board, "Zorblax Handler", 4)
    given.kept_candidate(board, held=HELD)
    (found,) = unknown_titles(board, PageRequest())[0].items
    assert (4, "“Zorblax Handler” is on your ladder and looks alike.") in [
        (each.rank, each.because) for each in found.suggestions
    ]


def test_an_empty_list_and_an_empty_ladder_teach(board: BoardState, recruiter: FlaskClient) -> None:
    assert "Every title on the board says its level" in recruiter.get(DESK + "/levels").get_data(as_text=True)
    assert "Say what your own words mean" in recruiter.get(DESK + "/levels/ladder").get_data(as_text=True)


def test_people_who_are_not_kept_do_not_wait(board: BoardState) -> None:
    given.a_candidate(board, held=HELD)
    assert unknown_titles(board, PageRequest())[0].total == 0


# Who would move


def test_one_press_shows_who_would_move_and_writes_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board, held=HELD)
    given.a_job(board, UNKNOWN, declared=False, publish=True)
    form = {"phrase": UNKNOWN, "level": "4", "kind": "title", "back": "levels"}
    response = recruiter.post(DESK + "/levels/ladder/new", data=form)
    page = words_of(response.get_data(as_text=True))
    assert response.status_code == 200
    assert f"Place “{UNKNOWN}” as lead or supervisor?" in page
    assert "1 job and 1 past role would move" in page
    assert "Maren Okafor-Lund" in page
    assert "Intermediate → to Lead or supervisor" in page
    assert [rank for rank, _ in lines(board)] == [2]
    assert not queries.changes(board.session(), board.name)


def test_saving_moves_jobs_and_past_roles_with_their_history(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board, held=HELD)
    job_id = given.a_job(board, UNKNOWN, declared=False, publish=True)
    form = {"phrase": UNKNOWN, "level": "4", "kind": "title", "back": "levels", "why": "Ask Idris", "confirmed": "yes"}
    response = recruiter.post(DESK + "/levels/ladder/new", data=form)
    assert (response.status_code, response.location) == (302, DESK + "/levels")
    board.session().expire_all()
    assert lines(board) == [(4, 1.0)]
    job = given.job(board, job_id)
    assert (job.level_rank, job.level_source, job.level_confidence) == (4, LevelSource.INFERRED, 1.0)
    (change,) = queries.changes(board.session(), board.name)
    assert (change.made_by_name, change.why, change.jobs_moved, change.lines_moved) == (JUDITH.name, "Ask Idris", 1, 1)
    assert change.reread_at is not None
    read = board.session().scalars(select(History).where(History.what == "level_read_anew")).all()
    assert [(entry.before, entry.after) for entry in read] == [("Intermediate, a guess", "Lead or supervisor")]
    page = words_of(recruiter.get(DESK + "/levels/ladder").get_data(as_text=True))
    assert "1 entry on your ladder" in page
    assert "1 job and 1 past role read anew" in page


def test_a_declared_level_stays(board: BoardState) -> None:
    declared = given.a_job(board, UNKNOWN, level_rank=6, publish=True)
    found = preview(board, Proposal((HostEntry(UNKNOWN, 4),)), PageRequest())
    assert found.jobs.total == 0
    place(board)
    assert given.job(board, declared).level_rank == 6


def test_placing_a_guess_where_it_stood_moves_nobody_and_makes_it_sure(board: BoardState) -> None:
    given.kept_candidate(board, held=HELD)
    found = preview(board, Proposal((HostEntry(UNKNOWN, 2),)), PageRequest())
    assert (found.lines.total, found.settled) == (0, 1)
    place(board, rank=2)
    assert lines(board) == [(2, 1.0)]
    assert unknown_titles(board, PageRequest())[0].total == 0


def test_whom_a_new_level_brings_reaches_the_inbox(board: BoardState) -> None:
    given.kept_candidate(board, min_level="5", max_level="6")
    given.a_job(board, "Marketing Trainee", declared=False, publish=True)
    assert kept_queries.inbox(board.session(), Scope(board.name, JUDITH), now=board.now()) == []
    place(board, "Marketing Trainee", 5)
    (found,) = kept_queries.inbox(board.session(), Scope(board.name, JUDITH), now=board.now())
    assert found.why_now == "The ladder was changed: “Marketing Trainee”."


def test_a_long_preview_has_pages(board: BoardState, recruiter: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobboard.web.recruit.levels.PREVIEWED", 1)
    for number in range(2):
        given.kept_candidate(board, name=f"Person {number}", held=HELD)
    form = {"phrase": UNKNOWN, "level": "4"}
    first = words_of(recruiter.post(DESK + "/levels/ladder/new", data=form).get_data(as_text=True))
    assert "Person 0" in first
    assert "More who would move" in first
    second = words_of(recruiter.post(DESK + "/levels/ladder/new", data={**form, "page": "2"}).get_data(as_text=True))
    assert "Person 1" in second
    assert "Person 0" not in second


def test_a_preview_costs_the_same_however_many_would_move(
    board: BoardState, count_statements: Callable[[Any], AbstractContextManager[Any]]
) -> None:
    costs = []
    for number in range(3):
        given.kept_candidate(board, name=f"Person {number}", held=HELD)
        board.session().rollback()
        with count_statements(board.engine) as statements:
            preview(board, Proposal((HostEntry(UNKNOWN, 4),)), PageRequest())
        costs.append(statements.count)
    assert len(set(costs)) == 1
    assert costs[0] <= 7


def test_a_big_board_is_read_anew_in_portions(board: BoardState, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        given.kept_candidate(board, name=f"Person {number}", held=HELD)
    monkeypatch.setattr(ladder_reread, "LINES_AT_ONCE", 2)
    monkeypatch.setattr(ladder_reread, "BATCHES_AT_ONCE", 2)
    place(board)
    assert 2 in {rank for rank, _ in lines(board)}
    for _portion in range(6):
        clock.advance(timedelta(seconds=2))
        effects.drain(board)
    board.session().expire_all()
    assert {rank for rank, _ in lines(board)} == {4}


# Changing and taking back


def test_a_change_can_be_taken_back(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board, held=HELD)
    before = lines(board)
    change = place(board)
    recruiter.post(f"{DESK}/levels/changes/{change.public_id}/undo")
    board.session().expire_all()
    assert lines(board) == before
    assert not titles(board).host


def test_taking_back_leaves_what_somebody_changed_since(board: BoardState) -> None:
    change = place(board, rank=4)
    place(board, rank=6)
    undo = propose_undo(board, change.public_id)
    assert (undo.put, undo.drop) == ((), ())


def test_an_entry_is_edited_and_taken_off_after_a_look(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board, held=HELD)
    place(board)
    (entry,) = queries.entries(board.session(), board.name, PageRequest()).items
    path = f"{DESK}/levels/ladder/{entry.public_id}"
    assert f'value="{UNKNOWN}"' in recruiter.get(path).get_data(as_text=True)
    recruiter.post(path, data={"phrase": "Zorblax Boss", "level": "5", "confirmed": "yes"})
    board.session().expire_all()
    (entry,) = queries.entries(board.session(), board.name, PageRequest()).items
    assert (entry.phrase, entry.level_rank) == ("Zorblax Boss", 5)
    assert lines(board)[0][1] < 0.6
    path = f"{DESK}/levels/ladder/{entry.public_id}/remove"
    assert "Take “Zorblax Boss” off your ladder?" in words_of(recruiter.get(path).get_data(as_text=True))
    recruiter.post(path, data={"confirmed": "yes"})
    board.session().expire_all()
    assert not titles(board).host


def test_what_somebody_else_changed_meanwhile_is_looked_at_again(board: BoardState, recruiter: FlaskClient) -> None:
    seen = queries.state_of(board.session(), board.name)
    place(board, "Quuxle", 3)
    form = {"phrase": UNKNOWN, "level": "4", "confirmed": "yes", "seen": seen}
    response = recruiter.post(DESK + "/levels/ladder/new", data=form)
    assert response.status_code == 409
    assert "Somebody else changed the ladder" in response.get_data(as_text=True)
    with pytest.raises(Conflict):
        change_ladder(board, Proposal((HostEntry(UNKNOWN, 4),), seen=seen), actor=JUDITH)


def test_the_same_again_changes_nothing(board: BoardState) -> None:
    assert place(board) is not None
    assert place(board) is None
    assert len(queries.changes(board.session(), board.name)) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"level": "4"}, "Write the title, or the name of the rung."),
        ({"phrase": UNKNOWN}, "Choose where it stands."),
        ({"phrase": UNKNOWN, "level": "emperor"}, "is not a level"),
        ({"phrase": UNKNOWN, "level": "4", "function": "alchemy"}, "is not a function"),
        ({"phrase": "Associate", "level": "2", "kind": "rung"}, "Enter it as a title."),
        ({"phrase": "…", "level": "2"}, "There is no word in this"),
        ({"phrase": "x" * 121, "level": "2"}, "Write up to 120 characters."),
    ],
)
def test_what_cannot_be_used_says_why_and_keeps_the_rest(
    recruiter: FlaskClient, form: dict[str, str], said: str
) -> None:
    response = recruiter.post(DESK + "/levels/ladder/new", data=form)
    assert response.status_code == 422
    assert said in response.get_data(as_text=True)


def test_only_who_may_manage_ladders_sees_them(app: Flask) -> None:
    interviewer = client_as(app, IDRIS)
    for path in ("/levels", "/levels/ladder", "/levels/ladder/new", "/levels/ladder.csv"):
        assert interviewer.get(DESK + path).status_code == 403
    assert interviewer.post(DESK + "/levels/ladder/new", data={"phrase": "x", "level": "2"}).status_code == 403


# Where titles are read


def test_every_place_that_reads_a_title_reads_it_by_the_ladder(board: BoardState, recruiter: FlaskClient) -> None:
    place(board, "Band 6", 3, kind=EntryKind.RUNG, label="Specialist")
    place(board, UNKNOWN, 5)
    given.a_candidate(board, held=HELD)
    assert lines(board) == [(5, 1.0)]
    form = recruiter.get(f"{DESK}/jobs/new?title={UNKNOWN}").get_data(as_text=True)
    assert '<option value="5" selected>' in form
    assert "is on this board’s own ladder" in form
    assert "Say once where this title stands" not in form
    guessed = recruiter.get(f"{DESK}/jobs/new?title=Quuxle").get_data(as_text=True)
    assert f'{DESK}/levels/ladder/new?phrase=Quuxle"' in guessed
    assert 'value="Quuxle"' in recruiter.get(f"{DESK}/levels/ladder/new?phrase=Quuxle").get_data(as_text=True)
    saved = recruiter.post(
        f"{DESK}/jobs/new", data={"title": "Zorblax Nurse, Band 6", "organization": "Foss", "level": ""}
    )
    job = given.job(board, saved.location.split("/")[-2])
    assert (job.level_rank, job.level_source) == (3, LevelSource.INFERRED)


def test_reading_everything_anew_puts_right_what_was_read_before(board: BoardState) -> None:
    given.kept_candidate(board, held=HELD)
    with board.transaction() as session:
        for line in session.scalars(select(WorkHistory)):
            line.level_rank, line.level_confidence = 9, 0.1
    reread_everything(board, actor=JUDITH, why="After an upgrade.")
    effects.drain(board)
    board.session().expire_all()
    assert lines(board, "Marketing Manager")[0][0] == 5


def test_knowing_how_to_read_costs_one_statement(
    board: BoardState, count_statements: Callable[[Any], AbstractContextManager[Any]]
) -> None:
    place(board)
    titles(board)
    board.session().rollback()
    with count_statements(board.engine) as statements:
        assert titles(board) is titles(board)
    assert statements.count == 2
