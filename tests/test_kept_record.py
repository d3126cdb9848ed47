"""A kept record in the hands of a recruiter, and of the person it is about."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jobboard.db.history import History
from jobboard.errors import ConsentMissing, IllegalMove, InvalidInput, TermsChanged
from jobboard.flows import kept_record, own_data, own_wishes
from jobboard.jobs.models import SalaryUnit
from jobboard.keep_on_file.models import KeptStatus
from jobboard.keep_on_file.terms import WISHES, seal
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite


def form(board: BoardState, kept_id: str, **changes: Any) -> dict[str, Any]:
    """The recruiter's form as the page shows it, but for ``changes``."""
    kept = given.kept(board, kept_id)
    return {"functions": ["marketing"], "min_level": "5", "max_level": "6", "seal": seal(kept)} | changes


def told(board: BoardState, kept_id: str, what: str) -> list[tuple[str, str]]:
    """(label, words) of the record's history of one kind, in order."""
    kept = given.kept(board, kept_id)
    wanted = select(History).where(History.about == kept.candidate_id, History.what == what).order_by(History.id)
    return [(entry.after, entry.why) for entry in board.session().scalars(wanted)]


def test_every_term_can_be_changed_and_each_change_says_from_what_to_what(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, places="Leeds")
    changes = {
        "functions": ["marketing", "sales"],
        "max_level": "7",
        "places": "Leeds\nYork",
        "work_modes": ["hybrid", "remote"],
        "pay_floor": "280",
        "currency": "EUR",
        "pay_floor_unit": "DAY",
        "conditions": "Four days a week",
        "excluded_organizations": "Tannery Row Hotels",
        "available_from": "2027-02-01",
        "own_words": "A manager post where I own the budget.",
        "review_on": "2027-03-01",
        "owner": "ravi",
    }
    changed = kept_record.edit(board, kept_id, form(board, kept_id, **changes), actor=given.RECRUITER)
    kept = given.kept(board, kept_id)
    assert (kept.target_functions, kept.max_level, kept.places) == (["marketing", "sales"], 7, ["Leeds", "York"])
    assert (kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit) == (280_00, "EUR", SalaryUnit.DAY)
    assert (kept.owner_id, kept.available_from) == ("ravi", date(2027, 2, 1))
    assert kept.own_words_at == board.now()
    history = dict(told(board, kept_id, "kept_edited"))
    assert set(history) == set(changed)
    assert history["Places"] == "Leeds → Leeds, York"
    assert history["Pay from"] == "– → €280 a day"
    assert history["Owner"] == "Judith Amaro-Kell → Ravi Thornbury"


def test_saving_without_a_change_writes_no_history(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept = given.kept(board, kept_id)
    assert kept.review_at is not None
    levels = {"min_level": str(kept.min_level), "max_level": str(kept.max_level)}
    same = form(board, kept_id, review_on=kept.review_at.astimezone(board.zone).date().isoformat(), **levels)
    assert kept_record.edit(board, kept_id, same, actor=given.RECRUITER) == []
    assert told(board, kept_id, "kept_edited") == []


def test_two_recruiters_at_once_each_see_the_others_version(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    mine = form(board, kept_id, places="York")
    kept_record.edit(board, kept_id, form(board, kept_id, places="Leeds"), actor=given.RECRUITER)
    with pytest.raises(TermsChanged) as problem:
        kept_record.edit(board, kept_id, mine, actor=given.RECRUITER)
    assert problem.value.theirs["Places"] == "Leeds"
    kept_record.edit(board, kept_id, mine | {"seal": problem.value.seal}, actor=given.RECRUITER)
    assert given.kept(board, kept_id).places == ["York"]


def test_what_else_happens_to_a_record_is_no_conflict(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    mine = form(board, kept_id, places="York")
    kept_record.pause(board, kept_id, actor=given.RECRUITER)
    assert "Places" in kept_record.edit(board, kept_id, mine, actor=given.RECRUITER)


@on_sqlite
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("functions", []),
        ("functions", ["nonsense"]),
        ("max_level", "3"),
        ("currency", "XQQ"),
        ("pay_floor", "46k"),
        ("available_from", "next spring"),
        ("owner", "nobody"),
        ("conditions", "x" * 2001),
    ],
)
def test_what_cannot_be_used_is_said_by_field(board: BoardState, field: str, value: Any) -> None:
    kept_id = given.kept_candidate(board)
    with pytest.raises(InvalidInput) as problem:
        kept_record.edit(board, kept_id, form(board, kept_id, **{field: value}), actor=given.RECRUITER)
    assert set(problem.value.errors) == {field}


def test_an_edit_is_forgotten_with_the_wishes(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept_record.edit(board, kept_id, form(board, kept_id, places="Kirkby Malzeard"), actor=given.RECRUITER)
    own_data.withdraw_keep_consent(board, given.kept(board, kept_id).candidate.access_key)
    assert {why for _label, why in told(board, kept_id, "kept_edited")} == {""}


def test_a_pause_and_its_end(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept_record.pause(board, kept_id, actor=given.RECRUITER)
    assert given.kept(board, kept_id).status is KeptStatus.PAUSED
    with pytest.raises(IllegalMove):
        kept_record.pause(board, kept_id, actor=given.RECRUITER)
    kept_record.activate(board, kept_id, actor=given.RECRUITER)
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE


@pytest.mark.parametrize("consent", ["expired", "withdrawn", "none"])
def test_nobody_is_active_or_extended_without_a_consent(board: BoardState, consent: str) -> None:
    kept_id = given.kept_candidate(board, consent=consent)
    with pytest.raises(ConsentMissing):
        kept_record.activate(board, kept_id, actor=given.RECRUITER)
    with pytest.raises(ConsentMissing):
        kept_record.extend(board, kept_id, {"until": "2027-06-01"}, actor=given.RECRUITER)


def test_a_promise_is_extended_up_to_the_consent_and_no_further(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).expires_at = board.now() + timedelta(days=30)
    kept_record.extend(board, kept_id, {"until": "2028-10-24"}, actor=given.RECRUITER)
    kept = given.kept(board, kept_id)
    assert kept.expires_at == kept.candidate.consents[-1].expires_at
    with pytest.raises(InvalidInput, match="consent ends on 24 October 2028"):
        kept_record.extend(board, kept_id, {"until": "2028-10-25"}, actor=given.RECRUITER)


def test_a_review_is_ticked_off_with_its_next_day(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept_record.review(board, kept_id, {"next_on": "2027-06-01"}, actor=given.RECRUITER)
    assert given.kept(board, kept_id).review_at == kept_record.morning(board, date(2027, 6, 1))
    kept_record.review(board, kept_id, {"next_on": ""}, actor=given.RECRUITER)
    assert given.kept(board, kept_id).review_at is None
    with pytest.raises(InvalidInput):
        kept_record.review(board, kept_id, {"next_on": "2026-11-24"}, actor=given.RECRUITER)


def test_the_person_changes_their_wishes_and_the_history_says_who(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept = given.kept(board, kept_id)
    wishes = {
        "seal": seal(kept, WISHES),
        "places": "Leeds",
        "own_words": "Something made nearby.",
        "pay_floor": "45,000",
    }
    changed = own_wishes.edit(board, kept.candidate.access_key, wishes)
    assert changed == ["Pay from", "Places", "In their words"]
    assert dict(told(board, kept_id, "wishes_edited"))["Pay from"] == "– → £45,000 a year"
    kept = given.kept(board, kept_id)
    assert kept.own_words_at == kept.reconfirmed_at == board.now()


def test_a_recruiter_and_the_person_do_not_overwrite_each_other(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept = given.kept(board, kept_id)
    wishes, key = {"seal": seal(kept, WISHES), "places": "Leeds"}, kept.candidate.access_key
    kept_record.edit(board, kept_id, form(board, kept_id, places="York"), actor=given.RECRUITER)
    with pytest.raises(TermsChanged):
        own_wishes.edit(board, key, wishes)
    assert given.kept(board, kept_id).places == ["York"]


@pytest.mark.parametrize("consent", ["expired", "withdrawn", "none"])
def test_without_a_consent_there_is_nothing_to_change(board: BoardState, consent: str) -> None:
    kept = given.kept(board, given.kept_candidate(board, consent=consent))
    with pytest.raises(ConsentMissing):
        own_wishes.edit(board, kept.candidate.access_key, {"seal": seal(kept, WISHES)})
    with pytest.raises(ConsentMissing):
        own_wishes.still_holds(board, kept.candidate.access_key)
