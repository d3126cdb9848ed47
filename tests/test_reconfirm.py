"""Does what we know still hold? The question, its limits, and the answer."""

from datetime import timedelta
from typing import Any

import pytest

from jobboard.effects import drain
from jobboard.errors import Conflict, ConsentMissing, ContactPaused
from jobboard.flows import own_wishes, reconfirm, renew, review
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given

WORDS = {"subject": "Does this still hold?", "body": "Dear Maren, does it?"}


def ask(board: BoardState, kept_id: str, **more: str) -> str:
    return reconfirm.ask_to_reconfirm(board, kept_id, WORDS | more, actor=given.RECRUITER)


def test_the_prepared_mail_says_what_was_noted_and_how_to_answer(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, pay_floor="45,000", places="Leeds\nYork")
    draft = reconfirm.reconfirmation(board, kept_id, actor=given.RECRUITER)
    assert "You came to us for Marketing Coordinator at Calderside Mills in November 2026" in draft.body
    assert "Where     Leeds, York" in draft.body
    assert "from £45,000 a year" in draft.body
    assert "[the link to their own page]" in draft.body


def test_it_leaves_after_the_delay_and_is_remembered(board: BoardState, clock: Any, mail: Any) -> None:
    kept_id = given.kept_candidate(board)
    ask(board, kept_id)
    assert given.kept(board, kept_id).reconfirm_asked_at == board.now()
    drain(board)
    assert mail.sent == []
    clock.advance(timedelta(minutes=board.config.mail_delay_minutes + 1))
    drain(board)
    assert [sent["Subject"] for sent in mail.sent] == ["Does this still hold?"]


def test_it_can_be_taken_back_until_it_leaves(board: BoardState, clock: Any, mail: Any) -> None:
    kept_id = given.kept_candidate(board)
    ask(board, kept_id)
    reconfirm.take_back(board, kept_id, actor=given.RECRUITER)
    clock.advance(timedelta(hours=1))
    drain(board)
    assert mail.sent == []
    assert given.kept(board, kept_id).reconfirm_asked_at is None
    with pytest.raises(Conflict):
        reconfirm.take_back(board, kept_id, actor=given.RECRUITER)


def test_a_question_that_has_left_cannot_be_taken_back(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    ask(board, kept_id)
    clock.advance(timedelta(hours=1))
    drain(board)
    with pytest.raises(Conflict):
        reconfirm.take_back(board, kept_id, actor=given.RECRUITER)


def test_people_are_left_in_peace_between_two_approaches(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    ask(board, kept_id)
    with pytest.raises(ContactPaused, match="Judith Amaro-Kell wrote"):
        ask(board, kept_id)
    ask(board, kept_id, anyway="yes")
    clock.advance(timedelta(days=board.config.contact_pause_days + 1))
    ask(board, kept_id)


def test_an_answer_ends_the_pause(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    ask(board, kept_id)
    clock.advance(timedelta(hours=1))
    own_wishes.still_holds(board, given.kept(board, kept_id).candidate.access_key)
    clock.advance(timedelta(hours=1))
    renew.ask_to_renew(board, kept_id, WORDS, actor=given.RECRUITER)


@pytest.mark.parametrize("consent", ["none", "expired", "withdrawn"])
def test_without_a_live_consent_nobody_is_asked(board: BoardState, consent: str) -> None:
    kept_id = given.kept_candidate(board, consent=consent)
    with pytest.raises(ConsentMissing):
        reconfirm.reconfirmation(board, kept_id, actor=given.RECRUITER)
    with pytest.raises(ConsentMissing):
        ask(board, kept_id)


def test_do_not_contact_is_honoured(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).candidate.do_not_contact = True
    with pytest.raises(ConsentMissing):
        ask(board, kept_id)


def test_somebody_in_conversation_is_not_asked_by_another(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    review.invite(board, surfacing, WORDS, actor=given.RECRUITER)
    with pytest.raises(Conflict):
        ask(board, kept_id, anyway="yes")


def test_a_yes_counts_as_fresh_evidence(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    clock.advance(timedelta(days=600))
    own_wishes.still_holds(board, given.kept(board, kept_id).candidate.access_key)
    given.a_job(board, "Marketing Manager", publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    said = " ".join(line["sentence"] for line in found.evidence)
    assert "The newest evidence is from this month." in said
    assert "Reconfirm first" not in said


def test_a_yes_explains_anew_who_waits(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    clock.advance(timedelta(days=600))
    given.a_job(board, "Marketing Manager", publish=True)
    assert "Reconfirm first" in " ".join(sentences(board))
    ask(board, kept_id)
    own_wishes.still_holds(board, given.kept(board, kept_id).candidate.access_key)
    assert "The newest evidence is from this month." in sentences(board)


def sentences(board: BoardState) -> list[str]:
    """What is said about the one who waits."""
    board.session().expire_all()
    (found,) = queries.inbox(board.session(), given.scope(board), now=board.now())
    return [line["sentence"] for line in found.evidence]


def test_a_renewal_says_when_it_ends_and_renews_nothing_itself(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board)
    before = given.kept(board, kept_id).expires_at
    draft = renew.renewal(board, kept_id, actor=given.RECRUITER)
    assert "May we keep you on file after 24 October 2028?" in draft.subject
    renew.ask_to_renew(board, kept_id, WORDS, actor=given.RECRUITER)
    assert given.kept(board, kept_id).expires_at == before
    renew.take_back(board, kept_id, actor=given.RECRUITER)
