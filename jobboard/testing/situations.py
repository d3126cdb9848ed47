"""Named situations for tests of hosts, plugins and ourselves: real rows through the real services, no shortcuts.

Each function commits and returns public ids or rows. Times hang on the board's clock.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Role, Scope
from jobboard.applications import queries as applications
from jobboard.applications.models import Application, InterviewStatus, Overall
from jobboard.applications.service import (
    AppliedFor,
    ScorecardFields,
    mark_interview,
    save_scorecard,
    schedule_interview,
    start_application,
)
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.service import (
    add_email,
    create_candidate,
    grant_consent,
    set_skills,
    set_work_history,
    withdraw_consent,
)
from jobboard.db.outbox import OutboxEntry
from jobboard.flows import close_application, jobs
from jobboard.flows.titles import titles
from jobboard.jobs.models import Job, LevelSource, RequirementKind, Strength
from jobboard.jobs.queries import get_job
from jobboard.jobs.service import JobFields, create_job
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.keep_on_file.queries import get_kept
from jobboard.state import BoardState

RECRUITER = Actor("judith", "Judith Amaro-Kell", Role.RECRUITER)
INTERVIEWER = Actor("idris", "Idris Vale", Role.INTERVIEWER)
SKILLS = ("budgets", "trade campaigns", "agency management")

Held = tuple[str, str, date, date | None]
"""A past role: title, employer, from, until."""

MANAGER: tuple[Held, ...] = (
    ("Marketing Manager", "Tannery Row Hotels", date(2021, 3, 1), date(2025, 9, 1)),
    ("Marketing Executive", "Foss Valley Foods", date(2017, 1, 1), date(2021, 2, 1)),
)


def a_job(board: BoardState, title: str = "Marketing Manager", *, publish: bool = False, **fields: Any) -> str:
    """A job's public id. Without ``level_rank`` the level is read from the title and declared; any job field can be
    given, ``declared=False`` leaves the level inferred."""
    declared = fields.pop("declared", True)
    wanted = _job_fields(board, title, declared=declared) | fields
    with board.transaction() as session:
        job = create_job(session, board.name, _as_job_fields(wanted), actor=RECRUITER, now=board.now())
        job_id = job.public_id
    if publish:
        jobs.publish_job(board, job_id, actor=RECRUITER)
    return job_id


def _job_fields(board: BoardState, title: str, *, declared: bool) -> dict[str, Any]:
    from jobboard.fit.functions import read_function

    level = titles(board).read(title)
    return {
        "title": title,
        "organization": "Calderside Mills",
        "description": f"{title} at a weaving firm in Leeds.",
        "level_rank": level.rank,
        "level_source": LevelSource.DECLARED if declared else LevelSource.INFERRED,
        "level_confidence": 1.0 if declared else level.confidence,
        "function": read_function(title).key,
        "locations": [{"locality": "Leeds", "country": board.config.default_country}],
        "requirements": [
            {"text": skill, "strength": Strength.SHOULD, "kind": RequirementKind.SKILL} for skill in SKILLS
        ],
        "salary_min": 46_000_00,
        "salary_max": 52_000_00,
        "salary_currency": "GBP",
        "salary_unit": "YEAR",
    }


def _as_job_fields(values: dict[str, Any]) -> JobFields:
    fields: JobFields = {}
    fields.update(values)  # type: ignore[typeddict-item] # tests name any field of a job; create_job refuses others
    return fields


def a_candidate(
    board: BoardState,
    name: str = "Maren Okafor-Lund",
    *,
    held: Sequence[Held] = MANAGER,
    skills: Sequence[str] = SKILLS,
    email: str = "",
) -> str:
    """A person's public id, with work history, skills and an address."""
    with board.transaction() as session:
        return _candidate(board, session, name, held=held, skills=skills, email=email).public_id


def _candidate(
    board: BoardState,
    session: Session,
    name: str,
    *,
    held: Sequence[Held],
    skills: Sequence[str] = SKILLS,
    email: str = "",
) -> Candidate:
    candidate = create_candidate(session, board.name, name=name, actor=RECRUITER, now=board.now())
    add_email(candidate, email or f"{name.split()[0].lower()}.{candidate.public_id[-6:].lower()}@example.org")
    set_skills(candidate, skills)
    rows = [{"title": t, "employer": e, "started_on": start, "ended_on": end} for t, e, start, end in held]
    set_work_history(candidate, rows, titles=titles(board, session))
    return candidate


def an_application(board: BoardState, candidate_id: str, job_id: str) -> str:
    """The person's application for the job, by public id."""
    with board.transaction() as session:
        return _application(board, session, person(board, candidate_id, session), job_id).public_id


def _application(board: BoardState, session: Session, candidate: Candidate, job_id: str) -> Application:
    job = get_job(session, scope(board), job_id)
    return start_application(session, candidate, AppliedFor.of(job), job=job, actor=RECRUITER, now=board.now())


def interviewed(board: BoardState, application_id: str, *, overall: str = "YES", size: int | None = None) -> None:
    """A completed interview with one submitted scorecard."""
    with board.transaction() as session:
        _interview(board, session, full(board, application_id, session), overall=overall, size=size)


def _interview(
    board: BoardState, session: Session, application: Application, *, overall: str = "YES", size: int | None = None
) -> None:
    now = board.now()
    meeting = schedule_interview(
        session, application, at=now - timedelta(hours=2), panel=[INTERVIEWER], actor=RECRUITER, now=now
    )
    card = ScorecardFields(Overall(overall), size, "Plans backwards from the date. Would run a team.")
    save_scorecard(session, meeting, card, author=INTERVIEWER, now=now, submit=True)
    if meeting.status is InterviewStatus.SCHEDULED:
        mark_interview(
            session, meeting, InterviewStatus.COMPLETED, about=application.candidate_id, actor=RECRUITER, now=now
        )


def a_consent(
    board: BoardState, candidate_id: str, *, state: str = "live", purpose: ConsentPurpose = ConsentPurpose.KEEP_ON_FILE
) -> None:
    """``live``, ``expired``, ``withdrawn``, or ``none``, which writes nothing."""
    if state == "none":
        return
    with board.transaction() as session:
        _consent(board, session, person(board, candidate_id, session), state=state, purpose=purpose)


def _consent(
    board: BoardState,
    session: Session,
    candidate: Candidate,
    *,
    state: str = "live",
    purpose: ConsentPurpose = ConsentPurpose.KEEP_ON_FILE,
) -> None:
    now = board.now()
    consent = grant_consent(
        session,
        candidate,
        purpose,
        actor=RECRUITER,
        granted_at=now - timedelta(days=30),
        expires_at=now - timedelta(days=1) if state == "expired" else now + timedelta(days=700),
        channel="web",
        text_version="3",
    )
    session.flush()
    if state == "withdrawn":
        withdraw_consent(session, candidate, consent, actor=RECRUITER, now=now, channel="web")


def kept_candidate(
    board: BoardState,
    *,
    consent: str = "live",
    came_for: str = "Marketing Coordinator",
    held: Sequence[Held] = MANAGER,
    name: str = "Maren Okafor-Lund",
    **close: Any,
) -> str:
    """Somebody who interviewed for ``came_for``, was closed as more senior than that role needs, and is kept on file:
    the kept record's public id. An ended ``consent`` ends after the promise was made."""
    job_id = a_job(board, came_for, publish=True)
    with board.transaction() as session:
        candidate = _candidate(board, session, name, held=held)
        if consent != "none":
            _consent(board, session, candidate)
        application = _application(board, session, candidate, job_id)
        _interview(board, session, application)
        candidate_id, application_id = candidate.public_id, application.public_id
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "true", "message": "none", **close}
    closed = close_application.close(board, application_id, form, actor=RECRUITER)
    assert closed.kept_id is not None
    if consent in {"expired", "withdrawn"}:
        a_consent(board, candidate_id, state=consent)
    return closed.kept_id


def scope(board: BoardState) -> Scope:
    """What a recruiter of this board may see."""
    return Scope(board.name, RECRUITER)


def person(board: BoardState, public_id: str, session: Session | None = None) -> Candidate:
    """The person with everything loaded."""
    from jobboard.candidates.queries import get_candidate

    return get_candidate(session or board.session(), scope(board), public_id)


def full(board: BoardState, public_id: str, session: Session | None = None) -> Application:
    """The application with everything loaded."""
    return applications.get_application(session or board.session(), scope(board), public_id)


def kept(board: BoardState, public_id: str) -> KeptCandidate:
    """The kept record with everything loaded."""
    return get_kept(board.session(), scope(board), public_id)


def job(board: BoardState, public_id: str) -> Job:
    """The job with everything loaded."""
    return get_job(board.session(), scope(board), public_id)


def make_mail_due(board: BoardState) -> None:
    """Let every waiting mail leave at the next drain, whatever its delay."""
    with board.transaction() as session:
        for entry in session.query(OutboxEntry).filter(OutboxEntry.board == board.name):
            entry.available_at = datetime.min.replace(tzinfo=board.zone, year=2000)
