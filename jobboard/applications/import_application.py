"""Writes what a candidate's line says about one application. Call inside a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Role
from jobboard.applications.dispositions import HIRED
from jobboard.applications.interchange import ApplicationLine, moment_of
from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Interview,
    InterviewPanelist,
    InterviewRound,
    InterviewStatus,
    Scorecard,
    ScorecardRating,
    Stage,
)
from jobboard.applications.plan import rounds_of
from jobboard.applications.queries import interviews_loaded
from jobboard.applications.service import AppliedFor, Rated, as_planned, start_application
from jobboard.candidates.models import Candidate
from jobboard.fit.functions import read_function
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.forms import comparable
from jobboard.jobs.models import Job


def applied_for(line: ApplicationLine, job: Job | None, *, titles: TitleReader = PLAIN) -> AppliedFor:
    """The job as the line says it was; what it leaves out is the job's row, or is read from the title."""
    then = AppliedFor.of(job) if job else _from_title(line, titles)
    declared = line.job_level is not None
    return AppliedFor(
        title=line.job_title or then.title,
        organization=line.job_organization or then.organization,
        level_rank=line.job_level if declared else then.level_rank,
        level_declared=declared or then.level_declared,
        function=line.job_function or then.function,
        skills=tuple(line.job_skills) if line.job_skills is not None else then.skills,
    )


def _from_title(line: ApplicationLine, titles: TitleReader) -> AppliedFor:
    field = line.job_function or read_function(line.job_title, skills=line.job_skills or ()).key
    return AppliedFor(
        title=line.job_title,
        level_rank=titles.read(line.job_title, function=line.job_function, field=field).rank,
        function=read_function(line.job_title, skills=line.job_skills or ()).key,
    )


def find_application(
    session: Session, candidate: Candidate, line: ApplicationLine, applied: AppliedFor, *, job: Job | None
) -> Application | None:
    """The application this line wrote before, with its interviews: that for the job, else one of the same title and
    date that points to no job (the job may have come in since). One statement and its eager loads."""
    theirs = session.scalars(
        select(Application).where(Application.candidate_id == candidate.id).options(*interviews_loaded())
    ).all()
    for_the_job = [known for known in theirs if job is not None and known.job_id == job.id]
    jobless = (known for known in theirs if known.job_id is None and known.applied_title == applied.title)
    same_day = [known for known in jobless if line.began_at in (None, known.applied_at)]
    return next(iter(for_the_job + same_day), None)


def begin(
    session: Session,
    candidate: Candidate,
    line: ApplicationLine,
    applied: AppliedFor,
    *,
    job: Job | None,
    actor: Actor,
    now: datetime,
) -> Application:
    """A new application as it was made, in the stage it reached, with its interviews. Not closed yet."""
    application = start_application(
        session,
        candidate,
        applied,
        job=job,
        actor=actor,
        now=line.began_at or now,
        source=line.source,
        note=line.note,
    )
    application.stage = _stage(line)
    application.stage_entered_at = line.last_seen_at or application.applied_at
    add_interviews(session, application, line, job=job)
    return application


def _stage(line: ApplicationLine) -> Stage:
    if line.stage is not None:
        return line.stage
    if line.status is ApplicationStatus.HIRED or line.disposition == HIRED:
        return Stage.HIRED
    return Stage.INTERVIEW if line.interviews else Stage.APPLIED


def add_interviews(session: Session, application: Application, line: ApplicationLine, *, job: Job | None) -> None:
    """Add the interviews that the application does not have yet; those it has are left as they are. One statement where
    an interview names its round."""
    known = {interview.scheduled_at for interview in application.interviews}
    named = any(given["round"] for given in line.interviews)
    rounds = rounds_of(session, job) if job and named else []
    for given in line.interviews:
        if (given["scheduled_at"] or moment_of(given)) not in known:
            application.interviews.append(_interview(application.board, given, rounds))


def _interview(board: str, given: Mapping[str, Any], rounds: Sequence[InterviewRound]) -> Interview:
    cards = _signed(given)
    panel = {person.id: person for person in (*given["interviewers"], *(author for author, _ in cards))}
    held = given["completed_at"] is not None
    return Interview(
        board=board,
        scheduled_at=given["scheduled_at"] or moment_of(given),
        completed_at=given["completed_at"],
        duration_minutes=given["duration_minutes"],
        place=given["place"],
        status=given["status"] or (InterviewStatus.COMPLETED if held else InterviewStatus.SCHEDULED),
        panel=[InterviewPanelist(actor_id=person.id, name=person.name) for person in panel.values()],
        scorecards=[_scorecard(board, author, card, at=moment_of(given)) for author, card in cards],
        **_of_the_plan(given["round"], rounds),
    )


def _of_the_plan(name: str, rounds: Sequence[InterviewRound]) -> dict[str, Any]:
    """What an interview says of its round: all that the plan does, or the name alone."""
    planned = next((one for one in rounds if comparable(one.name) == comparable(name)), None)
    return as_planned(planned) if planned else {"round_name": name}


def _signed(given: Mapping[str, Any]) -> list[tuple[Actor, Mapping[str, Any]]]:
    """Each card with its author. An unsigned card is the only interviewer's, or somebody's we cannot name; two
    cards of one author are one judgement, the later."""
    unnamed = (Actor(f"unnamed-{number}", "An interviewer", Role.INTERVIEWER) for number in range(1, 1000))
    sole = given["interviewers"][0] if len(given["interviewers"]) == len(given["scorecards"]) == 1 else None
    cards = [(card["author"] or sole or next(unnamed), card) for card in given["scorecards"]]
    return list({author.id: (author, card) for author, card in cards}.values())


def _scorecard(board: str, author: Actor, given: Mapping[str, Any], *, at: datetime) -> Scorecard:
    return Scorecard(
        board=board,
        author_id=author.id,
        author_name=author.name,
        overall=given["overall"],
        size=given["size"],
        takeaways=given["takeaways"],
        submitted_at=given["submitted_at"] or (at if given["overall"] is not None else None),
        ratings=_ratings(given["ratings"]),
    )


def _ratings(given: Mapping[str, Rated]) -> list[ScorecardRating]:
    return [ScorecardRating(attribute=name, rating=said.rating, note=said.note) for name, said in given.items()]


def positive(gaps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The gaps in which the person is more than the job asks for."""
    return [dict(gap) for gap in gaps if (gap.get("value") or 0) > 0]


RECORDED = {
    "dimension": "level",
    "value": 1.0,
    "sentence": "The imported record closed this as more senior than the role needed.",
    "source": "imported record",
    "confidence": 0.3,
    "soft": True,
}
"""Evidence of last resort: the firm decided so, and neither titles nor scorecards in the line show it."""


def evidence_of(line: ApplicationLine, gaps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the end rests on: the gaps that the line names or brings, else all in which the person is more."""
    known = list(gaps)
    brought = [dict(row) for row in line.evidence if isinstance(row, Mapping) and row.get("dimension")]
    named = {str(row) for row in line.evidence if not isinstance(row, Mapping)}
    chosen = brought + [dict(gap) for gap in known if gap["dimension"] in named]
    return chosen or positive(known)
