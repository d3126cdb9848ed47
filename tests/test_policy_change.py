"""A change of policy is looked back on over past openings before it is switched on, and then judges anew who waits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jobboard.applications.models import Application, ApplicationStatus
from jobboard.db.history import History
from jobboard.db.outbox import OutboxEntry
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import jobs, policy_change, review
from jobboard.flows.policy import policy
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.matching.points import DEFAULT
from jobboard.keep_on_file.models import KeptStatus, MatchingPolicy, PolicyProposal, Surfacing
from jobboard.keep_on_file.policies import Settings, get_proposal
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.present_backtest import sample_sentence
from tests.support.databases import on_sqlite

NO_PAY_GATE = Settings(gates_off=frozenset({"pay"}))
NO_REACH = Settings(reach=0)


def proposed(board: BoardState, settings: Settings, **more: Any) -> PolicyProposal:
    """A proposal; on this board the outbox is drained at once, so it has been looked back on."""
    public_id = policy_change.propose(board, settings, actor=given.RECRUITER, **more)
    board.session.remove()
    return get_proposal(board.session(), given.scope(board), public_id)


def rows(proposal: PolicyProposal) -> list[dict[str, Any]]:
    """One an opening, newest first."""
    found: list[dict[str, Any]] = proposal.result["rows"]
    return found


def two_people_and_a_job(board: BoardState) -> tuple[str, str, str]:
    """Maren surfaces for it; Ines would, but for her pay floor. Both records and the job."""
    maren = given.kept_candidate(board)
    ines = given.kept_candidate(board, name="Ines Fairweather", pay_floor="60,000")
    return maren, ines, given.a_job(board, publish=True)


def test_a_look_back_says_who_would_appear(board: BoardState) -> None:
    _, ines, job_id = two_people_and_a_job(board)
    found = proposed(board, NO_PAY_GATE)
    assert found.finished_at is not None
    assert (found.done, found.openings) == (3, 3)
    newest = rows(found)[0]
    assert (newest["job"], newest["before"], newest["after"]) == (job_id, 1, 2)
    assert (newest["appear"], newest["appearing"], newest["disappear"]) == (1, [ines], 0)


def test_a_look_back_says_who_would_disappear_by_the_facts_of_then(board: BoardState) -> None:
    held = given.MANAGER
    maren = given.kept_candidate(board, held=[(("Head of Marketing"), *held[0][1:]), held[1]])
    given.kept_candidate(board, name="Ines Fairweather", pay_floor="60,000")
    job_id = given.a_job(board, "Marketing Director", salary_min=90_000_00, salary_max=99_000_00, publish=True)
    with board.transaction():
        given.kept(board, maren).pay_floor = 990_000_00
    newest = rows(proposed(board, NO_REACH))[0]
    assert (newest["job"], newest["logged"]) == (job_id, 1)
    assert (newest["before"], newest["after"], newest["disappearing"]) == (1, 0, [maren])


def test_a_look_back_counts_who_was_really_contacted_and_hired(board: BoardState) -> None:
    two_people_and_a_job(board)
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    application_id = review.invite(
        board, waiting.public_id, {"subject": "A role", "body": "Hello"}, actor=given.RECRUITER
    )
    with board.transaction() as session:
        found = session.scalars(select(Application).where(Application.public_id == application_id)).one()
        found.status = ApplicationStatus.HIRED
    newest = rows(proposed(board, NO_PAY_GATE))[0]
    assert (newest["contacted"], newest["hired"]) == ([1, 1, 1], [1, 1, 1])
    newest = rows(proposed(board, replace(NO_REACH, gates_off=frozenset({"place"}))))[0]
    assert newest["contacted"][0] == 1


def test_openings_with_an_outcome_come_first_then_ended_ones_then_the_newest(board: BoardState) -> None:
    two_people_and_a_job(board)
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    written_to = waiting.job.public_id
    review.invite(board, waiting.public_id, {"subject": "A role", "body": "Hello"}, actor=given.RECRUITER)
    ended = given.a_job(board, "Payroll Clerk", publish=True)
    jobs.move_job(board, ended, "closed", actor=given.RECRUITER)
    given.a_job(board, "Night Porter", publish=True)
    found = proposed(board, NO_PAY_GATE, openings=2)
    assert [row["job"] for row in rows(found)] == [written_to, ended]
    assert found.result["sample"]["with_outcome"] == 1
    everything = proposed(board, NO_REACH, openings=20)
    said = sample_sentence(everything)
    assert said.startswith(f"Chosen are {everything.openings} of {everything.openings} published openings: 1 where")


def test_whoever_was_kept_later_is_left_out(board: BoardState, clock: Any) -> None:
    job_id = given.a_job(board, publish=True)
    clock.advance(timedelta(days=1))
    given.kept_candidate(board, pay_floor="60,000")
    of_job = next(row for row in rows(proposed(board, NO_PAY_GATE)) if row["job"] == job_id)
    assert (of_job["before"], of_job["after"]) == (0, 0)


def test_it_goes_on_where_it_stood(board: BoardState) -> None:
    two_people_and_a_job(board)
    found = proposed(board, NO_PAY_GATE)
    with board.transaction() as session:
        again = get_proposal(session, given.scope(board), found.public_id)
        again.done, again.finished_at = 1, None
        again.result = {**again.result, "rows": rows(again)[:1]}
        entry = OutboxEntry(board=board.name, topic=policy_change.LOOK_BACK, created_at=board.now())
        entry.payload, entry.available_at = {"proposal": found.public_id, "done": 1}, board.now()
        stale = OutboxEntry(board=board.name, topic=policy_change.LOOK_BACK, created_at=board.now())
        stale.payload, stale.available_at = {"proposal": found.public_id, "done": 0}, board.now()
        session.add_all([entry, stale])
    board.session.remove()
    whole = get_proposal(board.session(), given.scope(board), found.public_id)
    assert (whole.done, len(rows(whole)), whole.finished_at is not None) == (3, 3, True)


@on_sqlite
@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (Settings(), "settings"),
        (Settings(gates_off=frozenset({"consent"})), "gates_off"),
        (Settings(points=replace(DEFAULT, skills=-1)), "skills"),
        (Settings(points=replace(DEFAULT, stale=1)), "stale"),
        (Settings(points=replace(DEFAULT, recent=DEFAULT.fresh + 1)), "fresh"),
    ],
)
def test_what_cannot_be_switched_on_is_not_looked_back_on(board: BoardState, settings: Settings, field: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        policy_change.propose(board, settings, actor=given.RECRUITER)
    assert field in problem.value.errors


def test_switching_on_is_a_new_version_with_what_was_seen_and_why(board: BoardState) -> None:
    two_people_and_a_job(board)
    found = proposed(board, NO_PAY_GATE)
    assert policy_change.adopt(board, found.public_id, note="Floors are talked about", actor=given.RECRUITER) == 2
    on = board.session().scalars(select(MatchingPolicy)).one()
    assert (on.version, on.note, on.adopted_by_name) == (2, "Floors are talked about", "Judith Amaro-Kell")
    assert on.backtest["rows"] == rows(found)
    assert policy(board).gates_off == frozenset({"pay"})
    said = board.session().scalars(select(History).where(History.what == "policy_adopted")).one()
    assert (said.before, said.after, said.why) == ("1", "2", "Floors are talked about")


def test_whoever_waits_is_judged_anew_and_whom_it_brings_in_surfaces(board: BoardState) -> None:
    two_people_and_a_job(board)
    policy_change.adopt(board, proposed(board, NO_PAY_GATE).public_id, note="Why not", actor=given.RECRUITER)
    board.session.remove()
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert {(found.kept.candidate.name, found.policy_version) for found in waiting} == {
        ("Maren Okafor-Lund", 2),
        ("Ines Fairweather", 2),
    }
    assert "Policy 2 was switched on." in {found.why_now for found in waiting}


def test_what_no_longer_holds_is_taken_back_and_what_was_decided_stays(board: BoardState) -> None:
    two_people_and_a_job(board)
    other = given.a_job(board, "Marketing Manager", publish=True)
    decided = next(f for f in queries.inbox(board.session(), given.scope(board), now=board.now()))
    review.dismiss(board, decided.public_id, {"scope": "job"}, actor=given.RECRUITER)
    assert other
    stricter = Settings(points=replace(DEFAULT, skills=DEFAULT.skills + 6))
    policy_change.adopt(board, proposed(board, stricter).public_id, note="More for skills", actor=given.RECRUITER)
    board.session.remove()
    states = sorted((row.status.value, row.policy_version) for row in board.session().scalars(select(Surfacing)))
    assert states == [("dismissed", 1), ("new", 2)]


@on_sqlite
@pytest.mark.parametrize("note", ["", "   ", "x" * 501])
def test_a_note_is_required(board: BoardState, note: str) -> None:
    found = proposed(board, NO_PAY_GATE)
    with pytest.raises(InvalidInput):
        policy_change.adopt(board, found.public_id, note=note, actor=given.RECRUITER)


def test_nothing_is_switched_on_twice_early_or_over_another(board: BoardState) -> None:
    wanted = (NO_PAY_GATE, NO_REACH, Settings(reach=2))
    first, second, third = (policy_change.propose(board, each, actor=given.RECRUITER) for each in wanted)
    with board.transaction() as session:
        get_proposal(session, given.scope(board), third).finished_at = None
    with pytest.raises(Conflict, match="looked back on 0 of 0"):
        policy_change.adopt(board, third, note="Now", actor=given.RECRUITER)
    policy_change.adopt(board, first, note="Now", actor=given.RECRUITER)
    with pytest.raises(Conflict, match="switched on before, as policy 2"):
        policy_change.adopt(board, first, note="Again", actor=given.RECRUITER)
    with pytest.raises(Conflict, match="Policy 2 has come into force since"):
        policy_change.adopt(board, second, note="Over it", actor=given.RECRUITER)


def test_nobody_is_asked_about_twice_under_the_new_policy(board: BoardState) -> None:
    _, _, job_id = two_people_and_a_job(board)
    policy_change.adopt(board, proposed(board, NO_PAY_GATE).public_id, note="Now", actor=given.RECRUITER)
    jobs.move_job(board, job_id, "on_hold", actor=given.RECRUITER)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    board.session.remove()
    assert len(queries.inbox(board.session(), given.scope(board), now=board.now())) == 2


def test_whoever_cannot_be_reached_at_present_stays_in_the_inbox_as_they_are(board: BoardState) -> None:
    maren, _, _ = two_people_and_a_job(board)
    with board.transaction() as session:
        kept = given.kept(board, maren)
        service.move_kept(session, kept, KeptStatus.IN_CONVERSATION, actor=given.RECRUITER, now=board.now())
    policy_change.adopt(board, proposed(board, NO_PAY_GATE).public_id, note="Now", actor=given.RECRUITER)
    board.session.remove()
    waiting = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert {(found.kept.candidate.name, found.policy_version) for found in waiting} == {
        ("Maren Okafor-Lund", 1),
        ("Ines Fairweather", 2),
    }
