"""“Not for this” as rules: they hold for the person, are named where they stop somebody, can be changed and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from jobboard.access import Actor, Role
from jobboard.db.history import History
from jobboard.db.paging import PageRequest
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import own_data, review, rules
from jobboard.flows import why_not as why
from jobboard.flows.jobs import save_job
from jobboard.flows.retention import sweep
from jobboard.keep_on_file import queries, rule_queries
from jobboard.keep_on_file.models import DismissalRule, Surfacing, SurfacingStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.public import FORM

RAVI = Actor("ravi", "Ravi Thornbury", Role.RECRUITER)


def waiting(board: BoardState) -> list[Surfacing]:
    """Who waits in the inbox."""
    board.session.remove()
    return queries.inbox(board.session(), given.scope(board), now=board.now())


def titles(board: BoardState) -> list[str]:
    """For which jobs somebody waits."""
    return sorted(found.job.title for found in waiting(board))


def somebody_surfaced(board: BoardState) -> str:
    """The review of the one person who fits the one job."""
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    return waiting(board)[0].public_id


def in_force(board: BoardState) -> list[DismissalRule]:
    """The rules that hold now."""
    board.session.remove()
    wanted = rule_queries.WantedRules(board.now())
    page = PageRequest(1, 50)
    return list(rule_queries.rules_page(board.session(), given.scope(board), wanted, page).items)


def why_not(board: BoardState, kept_id: str, job_id: str) -> str:
    """What the gate says about earlier “not for this”."""
    answer = why.why_not(board, kept_id, job_id, actor=given.RECRUITER)
    return next(f"{gate.sentence} {gate.flip}" for gate in answer.outcome.gates if gate.name == "not_dismissed")


def test_dismissing_writes_a_rule_that_names_its_maker_and_day(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    form = {"scope": "level", "reason": "Wants to stay a specialist."}
    review.dismiss(board, waiting(board)[0].public_id, form, actor=RAVI)
    (rule,) = in_force(board)
    assert (rule.scope.value, rule.level_rank, rule.job_id, rule.made_by_name) == ("level", 5, None, RAVI.name)
    said = why_not(board, kept_id, job_id)
    assert "Ravi Thornbury set them aside for jobs at" in said
    assert "24 November 2026" in said
    assert "Wants to stay a specialist" in said
    assert "End that rule" in said


def test_a_rule_holds_for_every_record_of_the_person(board: BoardState) -> None:
    review.dismiss(board, somebody_surfaced(board), {"scope": "function"}, actor=given.RECRUITER)
    candidate = in_force(board)[0].candidate
    application = given.an_application(board, candidate.public_id, given.a_job(board, "Brand Executive", publish=True))
    given.interviewed(board, application)
    from jobboard.flows import close_application

    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "true", "message": "none"}
    close_application.close(board, application, form, actor=given.RECRUITER)
    given.a_job(board, "Brand Manager", publish=True)
    assert titles(board) == []


def test_what_a_rule_reaches_leaves_the_inbox_and_an_undo_brings_it_back(board: BoardState) -> None:
    found = somebody_surfaced(board)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    assert len(titles(board)) == 2
    review.dismiss(board, found, {"scope": "always"}, actor=given.RECRUITER)
    assert titles(board) == []
    review.undo(board, found, actor=given.RECRUITER)
    assert titles(board) == ["Brand Marketing Manager", "Marketing Manager"]
    assert in_force(board) == []


def test_ending_a_rule_lets_the_person_surface_again(board: BoardState) -> None:
    review.dismiss(board, somebody_surfaced(board), {"scope": "level"}, actor=given.RECRUITER)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    assert titles(board) == []
    rule = in_force(board)[0].public_id
    rules.end_rule(board, rule, actor=RAVI)
    assert titles(board) == ["Brand Marketing Manager", "Marketing Manager"]
    assert {found.why_now for found in waiting(board)} >= {"The “not for this” was ended."}
    with pytest.raises(Conflict, match="Ravi Thornbury has ended this rule already"):
        rules.end_rule(board, rule, actor=given.RECRUITER)


def test_a_narrower_rule_lets_other_jobs_through_and_keeps_its_history(board: BoardState) -> None:
    review.dismiss(board, somebody_surfaced(board), {"scope": "always"}, actor=given.RECRUITER)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    rule = in_force(board)[0].public_id
    rules.change_rule(board, rule, {"scope": "job", "reason": "Only this client"}, actor=RAVI)
    assert titles(board) == ["Brand Marketing Manager"]
    board.session.remove()
    found = rule_queries.get_rule(board.session(), given.scope(board), rule)
    past = rule_queries.rule_history(board.session(), found)
    assert [entry.what for entry in past] == ["rule_changed", "rule_made"]
    assert (past[0].before, past[0].after) == ("Not for any job", "Not for Marketing Manager")


def test_a_rule_ends_by_itself_on_its_last_day(board: BoardState) -> None:
    form = {"scope": "function", "rule_until": "2026-12-24"}
    review.dismiss(board, somebody_surfaced(board), form, actor=given.RECRUITER)
    board.clock.advance(timedelta(days=20))  # type: ignore[attr-defined] # the twin
    assert sweep(board).rules == 0
    board.clock.advance(timedelta(days=11))  # type: ignore[attr-defined] # the twin
    assert sweep(board).rules == 1
    assert titles(board) == ["Marketing Manager"]
    assert waiting(board)[0].status is SurfacingStatus.SEEN


def test_a_rule_cannot_speak_of_what_its_job_does_not_name(board: BoardState) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True, function=None)
    with pytest.raises(InvalidInput, match="names no function"):
        review.dismiss(board, waiting(board)[0].public_id, {"scope": "function"}, actor=given.RECRUITER)
    with pytest.raises(InvalidInput, match="after today"):
        review.dismiss(board, waiting(board)[0].public_id, {"rule_until": "2026-11-24"}, actor=given.RECRUITER)


def test_rules_are_found_by_person_and_by_maker(board: BoardState) -> None:
    review.dismiss(board, somebody_surfaced(board), {"scope": "job"}, actor=RAVI)
    session, scope, page = board.session(), given.scope(board), PageRequest(1, 50)
    now = board.now()

    def total(**wanted: object) -> int:
        return rule_queries.rules_page(session, scope, rule_queries.WantedRules(now, **wanted), page).total  # type: ignore[arg-type] # a test's short way

    person = in_force(board)[0].candidate.public_id
    assert (total(text="okafor"), total(text="nobody"), total(person=person)) == (1, 0, 1)
    assert (total(made_by="ravi"), total(made_by="judith"), total(ended=True)) == (1, 0, 0)


def test_the_reason_of_a_rule_goes_when_the_person_stops_being_kept(board: BoardState) -> None:
    found = somebody_surfaced(board)
    review.dismiss(board, found, {"scope": "level", "reason": "Cares for their father"}, actor=given.RECRUITER)
    person = in_force(board)[0].candidate
    own_data.withdraw_keep_consent(board, person.access_key)
    assert [rule.reason for rule in in_force(board)] == [""]
    board.session.remove()
    said = board.session().scalars(select(History.why).where(History.about == person.id)).all()
    assert not [why for why in said if "father" in why]


# Until a job of some kind opens


def test_somebody_asleep_until_a_role_of_a_kind_wakes_when_it_opens(board: BoardState) -> None:
    found = somebody_surfaced(board)
    event = {"until": "event", "event_level": "head", "event_function": "marketing", "event_place": "Leeds"}
    asked = review.snooze(board, found, {**event, "latest": "2027-05-24"}, actor=given.RECRUITER)
    assert asked.event is not None
    assert titles(board) == []
    given.a_job(board, "Brand Marketing Manager", publish=True)
    assert titles(board) == ["Brand Marketing Manager"]
    given.a_job(board, "Head of Marketing", publish=True)
    assert titles(board) == ["Brand Marketing Manager", "Head of Marketing", "Marketing Manager"]
    woken = next(one for one in waiting(board) if one.public_id == found)
    assert woken.why_now == "Snooze ended: Head of Marketing at Calderside Mills has opened."
    review.undo(board, woken.public_id, actor=RAVI)
    again = next(found for found in waiting(board) if found.public_id == woken.public_id)
    assert again.why_now
    assert not again.why_now.startswith("Snooze ended")


def test_a_job_that_becomes_what_was_waited_for_wakes_them(board: BoardState) -> None:
    found = somebody_surfaced(board)
    given.a_job(board, "Brand Marketing Manager", publish=True)
    event = {"until": "event", "event_level": "head", "latest": "2027-05-24"}
    review.snooze(board, found, event, actor=given.RECRUITER)
    raised = next(one.job for one in waiting(board))
    form = FORM | {"title": raised.title, "level": "head", "level_confirmed": "yes", "musts": ""}
    save_job(board, form, actor=given.RECRUITER, job_id=raised.public_id)
    woken = next(one for one in waiting(board) if one.public_id == found)
    assert "Snooze ended: Brand Marketing Manager" in woken.why_now


def test_the_fallback_day_wakes_them_too(board: BoardState) -> None:
    form = {"until": "event", "event_place": "Hull", "latest": "2026-12-24"}
    review.snooze(board, somebody_surfaced(board), form, actor=given.RECRUITER)
    board.clock.advance(timedelta(days=31))  # type: ignore[attr-defined] # the twin
    assert titles(board) == ["Marketing Manager"]


@on_sqlite
@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"until": "event", "latest": "2027-05-24"}, "event_level"),
        ({"until": "event", "event_level": "director"}, "latest"),
        ({"until": "event", "event_level": "wizard", "latest": "2027-05-24"}, "event_level"),
        ({"until": "other", "other_day": "soon"}, "other_day"),
        ({}, "until"),
    ],
)
def test_a_snooze_says_what_is_missing(board: BoardState, form: dict[str, str], field: str) -> None:
    found = somebody_surfaced(board)
    with pytest.raises(InvalidInput) as refused:
        review.snooze(board, found, form, actor=given.RECRUITER)
    assert list(refused.value.errors) == [field]
