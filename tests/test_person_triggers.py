"""Whatever changes on a person's side brings them up for the open jobs that fit now, once, and says why now; and takes
back at once what no longer holds."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from jobboard.access import SYSTEM
from jobboard.applications.service import schedule_interview
from jobboard.flows import close_application, kept_record, own_data, own_wishes, pool, resumes, review
from jobboard.flows.import_data import import_candidates
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import SurfacingStatus
from jobboard.keep_on_file.terms import TERMS, WISHES, seal
from jobboard.state import BoardState
from jobboard.testing import situations as given

NEVER_MANAGED = given.MANAGER[1:]
ROLE = {"title": "Marketing Manager", "employer": "Tannery Row Hotels", "started": "2021-03", "ended": "2025-09"}


def waiting(board: BoardState) -> list[tuple[str, str]]:
    """(job, why now) for everybody who waits."""
    board.session().expire_all()
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    return [(one.job.title, one.why_now) for one in found]


def key_of(board: BoardState, kept_id: str) -> str:
    return given.kept(board, kept_id).candidate.access_key


def person_of(board: BoardState, kept_id: str) -> str:
    return given.kept(board, kept_id).candidate.public_id


def as_recruiter(board: BoardState, kept_id: str, **changes: Any) -> None:
    """The recruiter's form with its fields as they are, but for ``changes``."""
    board.session().expire_all()
    kept = given.kept(board, kept_id)
    form = {
        "functions": kept.target_functions,
        "min_level": str(kept.min_level),
        "max_level": str(kept.max_level),
        "places": "\n".join(kept.places),
        "excluded_organizations": "\n".join(kept.excluded_organizations),
        "seal": seal(kept, TERMS),
    }
    kept_record.edit(board, kept_id, form | changes, actor=given.RECRUITER)


def as_themselves(board: BoardState, kept_id: str, **changes: Any) -> None:
    """The person's own form with nothing in it but ``changes``."""
    board.session().expire_all()
    form = {"seal": seal(given.kept(board, kept_id), WISHES)}
    own_wishes.edit(board, key_of(board, kept_id), form | changes)


def test_being_kept(board: BoardState) -> None:
    given.a_job(board, "Marketing Manager", publish=True)
    given.kept_candidate(board)
    assert waiting(board) == [("Marketing Manager", "They were kept on file.")]


def test_a_first_yes(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, consent="none")
    given.a_job(board, "Marketing Manager", publish=True)
    for _press in range(2):
        own_data.give_keep_consent(board, key_of(board, kept_id))
    assert waiting(board) == [("Marketing Manager", "They agreed to be kept on file.")]


def test_a_renewal_before_the_end_extends_and_surfaces(board: BoardState, clock: Any) -> None:
    kept_id = given.kept_candidate(board, available_from="2028-01-10")
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    clock.advance(timedelta(days=690))
    before = given.kept(board, kept_id).expires_at
    for _press in range(2):
        own_data.give_keep_consent(board, key_of(board, kept_id))
    assert waiting(board) == [("Marketing Manager", "They renewed their consent.")]
    board.session().expire_all()
    kept = given.kept(board, kept_id)
    assert kept.expires_at is not None
    assert before is not None
    assert kept.expires_at > before
    assert len(kept.candidate.consents) == 2


def test_wishes_edited_by_the_person(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, places="York")
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    for _press in range(2):
        as_themselves(board, kept_id, places="York\nLeeds")
    assert waiting(board) == [("Marketing Manager", "Their wishes changed: places.")]


def test_terms_edited_by_a_recruiter(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, places="York")
    given.a_job(board, "Marketing Manager", publish=True)
    for _press in range(2):
        as_recruiter(board, kept_id, places="Leeds")
    assert waiting(board) == [("Marketing Manager", "What they are kept for was changed: places.")]


def test_an_end_of_a_pause(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    kept_record.pause(board, kept_id, actor=given.RECRUITER)
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    kept_record.activate(board, kept_id, actor=given.RECRUITER)
    assert waiting(board) == [("Marketing Manager", "The record was made active again.")]


def a_resume(name: str = "cv.txt") -> Upload:
    return Upload(BytesIO(b"Marketing Manager, Tannery Row Hotels, 2021 - 2025\n"), name)


def by_a_past_role(board: BoardState, kept_id: str) -> None:
    pool.add_work_history(board, person_of(board, kept_id), ROLE, actor=given.RECRUITER)


def by_skills(board: BoardState, kept_id: str) -> None:
    skills = {"skills": "\n".join([*given.SKILLS, "wholesale"])}
    pool.change_skills(board, person_of(board, kept_id), skills, actor=given.RECRUITER)


def by_a_recruiters_upload(board: BoardState, kept_id: str) -> None:
    resumes.add_resume(board, person_of(board, kept_id), a_resume(), actor=given.RECRUITER)


def by_their_own_upload(board: BoardState, kept_id: str) -> None:
    resumes.add_own_resume(board, key_of(board, kept_id), a_resume())


@pytest.mark.parametrize(
    ("bring_up_to_date", "why_now"),
    [
        (by_a_past_role, "A past role was added: Marketing Manager."),
        (by_skills, "Their skills were brought up to date."),
        (by_a_recruiters_upload, "Their résumé was brought up to date."),
        (by_their_own_upload, "Their résumé was brought up to date."),
    ],
)
def test_what_is_known_of_them(
    board: BoardState, bring_up_to_date: Callable[[BoardState, str], None], why_now: str
) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction():
        given.kept(board, kept_id).places = ["York"]
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    with board.transaction():
        given.kept(board, kept_id).places = ["Leeds"]
    for _press in range(2):
        bring_up_to_date(board, kept_id)
    assert waiting(board) == [("Marketing Manager", why_now)]


def test_a_past_role_that_shows_a_higher_level(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, came_for="Marketing Assistant", held=NEVER_MANAGED, max_level="7")
    given.a_job(board, "Head of Marketing", publish=True)
    assert waiting(board) == []
    by_a_past_role(board, kept_id)
    assert waiting(board) == [("Head of Marketing", "A past role was added: Marketing Manager.")]


def line(**work: Any) -> str:
    """Somebody kept, as a line of an import."""
    keep = {"targetFunctions": ["marketing"], "minLevel": 5, "maxLevel": 7}
    applied = {"jobTitle": "Marketing Coordinator", "disposition": "too_senior_for_role", "keep": keep}
    consent = {"purpose": "keep_on_file", "grantedAt": "2026-11-01", "expiresAt": "2028-11-01", "textVersion": "3"}
    ours = {"externalId": "X-1", "consents": [consent], "applications": [applied]}
    return json.dumps({"basics": {"name": "Maren Okafor-Lund"}, "work": [work], "meta": {"jobboard": ours}})


def test_an_import_that_brings_them_up_to_date(board: BoardState) -> None:
    import_candidates(board, [line(position="Marketing Assistant", name="Foss Valley Foods")], actor=SYSTEM)
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    for _run in range(2):
        import_candidates(board, [line(position="Marketing Manager", name="Tannery Row Hotels")], actor=SYSTEM)
    assert waiting(board) == [("Marketing Manager", "Their file was brought up to date by an import.")]


def narrowed_by_the_person(board: BoardState, kept_id: str) -> None:
    as_themselves(board, kept_id, places="York")


def narrowed_by_a_recruiter(board: BoardState, kept_id: str) -> None:
    as_recruiter(board, kept_id, min_level="7", max_level="7")


def an_employer_excluded(board: BoardState, kept_id: str) -> None:
    as_themselves(board, kept_id, excluded_organizations="Calderside Mills")


def consent_withdrawn(board: BoardState, kept_id: str) -> None:
    own_data.withdraw_keep_consent(board, key_of(board, kept_id))


def do_not_contact(board: BoardState, kept_id: str) -> None:
    pool.set_do_not_contact(board, person_of(board, kept_id), asked=True, actor=given.RECRUITER, why="asked by phone")


def paused(board: BoardState, kept_id: str) -> None:
    kept_record.pause(board, kept_id, actor=given.RECRUITER)


def applied_themselves(board: BoardState, kept_id: str) -> None:
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    given.an_application(board, person_of(board, kept_id), found.job.public_id)
    by_their_own_upload(board, kept_id)


TAKEN_BACK = [
    narrowed_by_the_person,
    narrowed_by_a_recruiter,
    an_employer_excluded,
    consent_withdrawn,
    do_not_contact,
    paused,
    applied_themselves,
]


@pytest.mark.parametrize("change", TAKEN_BACK)
def test_what_no_longer_holds_is_taken_back_at_once(
    board: BoardState, change: Callable[[BoardState, str], None]
) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    assert len(waiting(board)) == 1
    change(board, kept_id)
    assert waiting(board) == []
    assert queries.surfacings_of(board.session(), given.scope(board), given.kept(board, kept_id)) == []


def test_a_decision_stays_whatever_is_narrowed(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    review.dismiss(board, surfacing, {"scope": "job"}, actor=given.RECRUITER)
    as_themselves(board, kept_id, places="York")
    left = queries.surfacings_of(board.session(), given.scope(board), given.kept(board, kept_id))
    assert [one.status for one in left] == [SurfacingStatus.DISMISSED]


def test_what_still_holds_is_explained_anew(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    as_themselves(board, kept_id, pay_floor="40,000")
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert "The whole pay band is at or above their floor." in [line["sentence"] for line in found[0].evidence]


def test_a_yes_after_a_stop_surfaces_with_its_reasons(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    consent_withdrawn(board, kept_id)
    own_data.give_keep_consent(board, key_of(board, kept_id))
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    assert [one.job.title for one in found] == ["Marketing Manager"]
    assert found[0].evidence


def test_a_scorecard_that_comes_in_late(board: BoardState) -> None:
    candidate_id = given.a_candidate(board)
    given.a_consent(board, candidate_id)
    application_id = given.an_application(board, candidate_id, given.a_job(board, "Marketing Coordinator"))
    with board.transaction() as session:
        application, now = given.full(board, application_id, session), board.now()
        meeting = schedule_interview(
            session, application, at=now, panel=[given.INTERVIEWER], actor=given.RECRUITER, now=now
        )
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "true", "message": "none"}
    close_application.close(board, application_id, form, actor=given.RECRUITER)
    given.a_job(board, "Marketing Manager", publish=True)

    def score() -> int:
        board.session().expire_all()
        return queries.inbox(board.session(), given.scope(board), now=board.now())[0].score

    before, card = score(), {"overall": "STRONG_YES", "takeaways": "Plans backwards."}
    pool.save_scorecard(board, meeting.public_id, card, actor=given.INTERVIEWER, submit=True)
    assert score() > before
