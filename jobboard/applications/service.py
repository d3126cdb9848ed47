"""Every write to applications, interviews and scorecards. Call inside a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.dispositions import HIRED
from jobboard.applications.lifecycle import ENDS, check_interview, check_running, check_stage
from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Disposition,
    Interview,
    InterviewPanelist,
    InterviewRound,
    InterviewStatus,
    Overall,
    Scorecard,
    ScorecardRating,
    Stage,
)
from jobboard.applications.scorecards import card_of, has_begun, sits_on
from jobboard.candidates.models import Candidate
from jobboard.db.history import History, of_subject, record
from jobboard.db.seal import mark
from jobboard.errors import AlreadyApplied, Conflict, EvidenceRequired, InvalidInput, MovedMeanwhile, NotFound
from jobboard.jobs.models import Job, LevelSource, RequirementKind

_ORDER = tuple(Stage)
AS_IF_NEVER_CLOSED = timedelta(days=1)
"""So long a close can be taken back without a trace in how long somebody has waited."""


@dataclass(frozen=True, slots=True)
class AppliedFor:
    """The job as it was when somebody applied for it."""

    title: str
    organization: str = ""
    level_rank: int | None = None
    level_declared: bool = False
    function: str | None = None
    skills: tuple[str, ...] = ()

    @classmethod
    def of(cls, job: Job) -> "AppliedFor":
        """The job as it is now. Organization and requirements must be loaded."""
        return cls(
            title=job.title,
            organization=job.organization.name,
            level_rank=job.level_rank,
            level_declared=job.level_source is LevelSource.DECLARED,
            function=job.function,
            skills=tuple(r.text for r in job.requirements if r.kind is RequirementKind.SKILL),
        )


def start_application(
    session: Session,
    candidate: Candidate,
    applied_for: AppliedFor,
    *,
    job: Job | None,
    actor: Actor,
    now: datetime,
    source: str = "web",
    note: str = "",
    surfacing_id: str | None = None,
) -> Application:
    """A new application in the first stage. Raises ``AlreadyApplied`` with the id of the one there is."""
    if job is not None and (existing := _existing(session, candidate, job)):
        raise AlreadyApplied(existing.public_id)
    application = Application(
        board=candidate.board,
        candidate=candidate,
        job=job,
        applied_title=applied_for.title,
        applied_organization=applied_for.organization,
        applied_level_rank=applied_for.level_rank,
        applied_level_declared=applied_for.level_declared,
        applied_function=applied_for.function,
        applied_skills=list(applied_for.skills),
        source=source,
        surfacing_id=surfacing_id,
        note=note,
        applied_at=now,
        stage_entered_at=now,
        interviews=[],
        closing_evidence=[],
        stage=Stage.APPLIED,
        status=ApplicationStatus.ACTIVE,
    )
    session.add(application)
    session.flush()
    record(
        session,
        application,
        "applied",
        actor=actor,
        at=now,
        about=candidate.id,
        after=application.applied_title,
        why=source,
    )
    return application


def _existing(session: Session, candidate: Candidate, job: Job) -> Application | None:
    return session.scalars(
        select(Application).where(Application.candidate_id == candidate.id, Application.job_id == job.id)
    ).one_or_none()


def move_stage(
    session: Session, application: Application, to: Stage, *, actor: Actor, now: datetime, why: str = ""
) -> None:
    """Move along the transition table. Reaching ``hired`` ends the application as hired. Raises ``IllegalMove``
    and ``ApplicationEnded``."""
    check_stage(application, to)
    before, application.stage, application.stage_entered_at = application.stage, to, now
    if to is Stage.HIRED:
        application.status, application.closed_at = ApplicationStatus.HIRED, now
        application.disposition = get_disposition(session, application.board, HIRED)
    record(
        session,
        application,
        "stage_moved",
        actor=actor,
        at=now,
        about=application.candidate_id,
        before=before.value,
        after=to.value,
        why=why,
    )


def check_unmoved(session: Session, application: Application, seen: str) -> None:
    """Raise ``MovedMeanwhile`` where somebody has moved it from the stage ``seen``, in which a page showed it; an empty
    one says nothing. One statement at most."""
    if not seen or seen == application.stage.value:
        return
    last = of_subject(session, application, only=("stage_moved",), limit=1)
    by = last[0].actor_name if last else ""
    raise MovedMeanwhile(application.candidate.name, application.stage.value, by)


def take_back_move(
    session: Session, application: Application, entry: History, *, since: datetime, actor: Actor, now: datetime
) -> None:
    """Put somebody back where the recorded move ``entry`` took them from, where they have stood ``since`` a moment, as
    if it had not been. Raises ``Conflict`` when they went on from there."""
    if application.stage.value != entry.after or application.status is not ApplicationStatus.ACTIVE:
        raise Conflict("They have gone on since.")
    application.stage, application.stage_entered_at = Stage(entry.before), since
    record(
        session,
        application,
        "stage_moved",
        actor=actor,
        at=now,
        about=application.candidate_id,
        before=entry.after,
        after=entry.before,
        why="undo",
    )


def get_disposition(session: Session, board: str, code: str) -> Disposition:
    """The board's disposition of this code. Raises ``InvalidInput`` on the field ``disposition``."""
    found = session.scalars(
        select(Disposition).where(Disposition.board == board, Disposition.code == code)
    ).one_or_none()
    if found is None:
        raise InvalidInput({"disposition": [f"There is no reason “{code}”. Choose one from the list."]})
    return found


def close_application(
    session: Session,
    application: Application,
    disposition: Disposition,
    *,
    evidence: Sequence[Mapping[str, Any]],
    actor: Actor,
    now: datetime,
    why: str = "",
) -> None:
    """End an application with its reason. ``evidence`` are gaps as JSON, job-related differences the reason rests on.

    Raises ``EvidenceRequired`` when the disposition needs evidence and none says more than the job asks, and
    ``ApplicationEnded`` when it has ended already.
    """
    check_running(application)
    if disposition.needs_evidence and not any((gap.get("value") or 0) > 0 for gap in evidence):
        raise EvidenceRequired
    before = application.stage.value
    application.status = ENDS[disposition.party]
    application.disposition = disposition
    application.closed_at = now
    application.closing_evidence = [dict(gap) for gap in evidence]
    record(
        session,
        application,
        "application_closed",
        actor=actor,
        at=now,
        about=application.candidate_id,
        before=before,
        after=disposition.code,
        why=why,
    )


def reopen_application(session: Session, application: Application, *, actor: Actor, now: datetime, why: str) -> None:
    """Take back a close. Within a day they stand in their stage as if they had never left it; later, since now. Raises
    ``Conflict`` when it is running."""
    if application.status is ApplicationStatus.ACTIVE:
        raise Conflict("This application is open already.")
    before = application.status.value
    was_away = application.closed_at is None or now - application.closed_at > AS_IF_NEVER_CLOSED
    application.status, application.closed_at = ApplicationStatus.ACTIVE, None
    application.disposition, application.closing_evidence = None, []
    if application.stage is Stage.HIRED:
        application.stage, was_away = Stage.OFFER, True
    if was_away:
        application.stage_entered_at = now
    record(
        session,
        application,
        "application_reopened",
        actor=actor,
        at=now,
        about=application.candidate_id,
        before=before,
        after=application.stage.value,
        why=why,
    )


def schedule_interview(
    session: Session,
    application: Application,
    *,
    at: datetime,
    panel: Iterable[Actor],
    actor: Actor,
    now: datetime,
    duration_minutes: int = 60,
    place: str = "",
    zone: str = "",
    candidate_told: bool = False,
    planned: InterviewRound | None = None,
) -> Interview:
    """An interview with its panel, spoken of in the time zone ``zone`` (empty: the board's); ``planned`` is the round
    of the job's plan that it is. An application that has not come as far as the round's stage, or without a round the
    interview stage, is moved there."""
    check_running(application)
    interview = Interview(
        board=application.board,
        application_id=application.id,
        scheduled_at=at,
        duration_minutes=duration_minutes,
        place=place,
        zone=zone,
        candidate_told=candidate_told,
        status=InterviewStatus.SCHEDULED,
        panel=[InterviewPanelist(actor_id=person.id, name=person.name) for person in panel],
        scorecards=[],
        **(as_planned(planned) if planned else {}),
    )
    application.interviews.append(interview)
    session.flush()
    record(
        session,
        interview,
        "interview_scheduled",
        actor=actor,
        at=now,
        about=application.candidate_id,
        after=at.isoformat(),
    )
    to = planned.stage if planned else Stage.INTERVIEW
    if _ORDER.index(application.stage) < _ORDER.index(to):
        move_stage(session, application, to, actor=actor, now=now, why="interview scheduled")
    return interview


def as_planned(planned: InterviewRound) -> dict[str, Any]:
    """What an interview remembers of its round, whatever becomes of the plan, as columns."""
    return {
        "round_id": planned.public_id,
        "round_name": planned.name,
        "instructions": planned.instructions,
        "attributes": list(planned.attributes),
    }


@dataclass(frozen=True, slots=True)
class Meeting:
    """When, where and with whom an interview is."""

    at: datetime
    duration_minutes: int
    place: str
    zone: str
    panel: tuple[Actor, ...]


def move_interview(
    session: Session, interview: Interview, to: Meeting, *, about: int, actor: Actor, now: datetime
) -> bool:
    """Let an interview be at another time or place, or with others; returns whether that changed anything. A card that
    somebody has begun stays with them. Raises ``Conflict`` for one that is over."""
    if interview.status is not InterviewStatus.SCHEDULED:
        raise Conflict("Only an interview that is still to come can be moved.")
    panel = {person.id: person for person in to.panel}
    new = (to.at, to.duration_minutes, to.place, to.zone)
    same = new == (interview.scheduled_at, interview.duration_minutes, interview.place, interview.zone)
    if same and {seat.actor_id for seat in interview.panel} == set(panel):
        return False
    before = interview.scheduled_at
    interview.scheduled_at, interview.duration_minutes, interview.place, interview.zone = new
    interview.sequence += 1
    kept = [seat for seat in interview.panel if seat.actor_id in panel]
    there = {seat.actor_id for seat in kept}
    interview.panel = [
        *kept,
        *(InterviewPanelist(actor_id=one.id, name=one.name) for one in to.panel if one.id not in there),
    ]
    record(
        session,
        interview,
        "interview_moved",
        actor=actor,
        at=now,
        about=about,
        before=before.isoformat(),
        after=to.at.isoformat(),
    )
    return True


def mark_interview(
    session: Session, interview: Interview, to: InterviewStatus, *, about: int, actor: Actor, now: datetime
) -> None:
    """Say what became of an interview. Raises ``IllegalMove``."""
    check_interview(interview.status, to)
    before, interview.status = interview.status, to
    interview.completed_at = now if to is InterviewStatus.COMPLETED else None
    record(
        session,
        interview,
        "interview_marked",
        actor=actor,
        at=now,
        about=about,
        before=before.value,
        after=to.value,
    )


@dataclass(frozen=True, slots=True)
class Rated:
    """What was seen of one attribute: 1 poor to 4 strong, or None for not seen, and what was noted of it."""

    rating: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScorecardFields:
    """What an interviewer wrote; ``ratings`` by the name of the attribute."""

    overall: Overall | None = None
    size: int | None = None
    takeaways: str = ""
    ratings: Mapping[str, Rated] = field(default_factory=dict)

    @property
    def seal(self) -> str:
        """A mark of it all, by which a form knows whether it was filled in over this."""
        return mark(asdict(self))

    @property
    def says_something(self) -> bool:
        """Whether anything is said in words."""
        return bool(self.takeaways) or any(said.note for said in self.ratings.values())

    @property
    def rates_something(self) -> bool:
        """Whether anything beside the overall answer is rated."""
        return self.size is not None or any(said.rating is not None for said in self.ratings.values())


def written_on(card: Scorecard | None) -> ScorecardFields:
    """What stands on a card, be it a draft; nothing where there is none. Ratings must be loaded."""
    if card is None:
        return ScorecardFields()
    ratings = {row.attribute: Rated(row.rating, row.note) for row in card.ratings}
    return ScorecardFields(card.overall, card.size, card.takeaways, ratings)


def save_scorecard(
    session: Session,
    interview: Interview,
    fields: ScorecardFields,
    *,
    author: Actor,
    now: datetime,
    submit: bool,
) -> Scorecard:
    """Write the author's card; submitting completes the interview.

    A submitted card cannot be changed. Raises ``NotFound`` for somebody outside the panel, ``Conflict`` when it was
    submitted before, and ``InvalidInput`` where it is submitted before the interview begins or says too little.
    """
    if not sits_on(interview, author):
        raise NotFound("interview")
    card = card_of(interview, author)
    if card is not None and card.submitted_at is not None:
        raise Conflict("Your scorecard was submitted; it can no longer be changed.")
    if submit:
        _check_complete(interview, fields, now=now)
    if card is None:
        card = Scorecard(board=interview.board, author_id=author.id, author_name=author.name, ratings=[])
        interview.scorecards.append(card)
    card.overall, card.size, card.takeaways = fields.overall, fields.size, fields.takeaways
    card.saved_at = now
    _set_ratings(card, fields.ratings)
    session.flush()
    if submit:
        _submit(session, interview, card, author=author, now=now)
    return card


def _check_complete(interview: Interview, fields: ScorecardFields, *, now: datetime) -> None:
    if not has_begun(interview, now=now):
        raise InvalidInput({"overall": ["It opens for submitting when the interview begins. Keep it as a draft."]})
    if fields.overall is None:
        raise InvalidInput({"overall": ["Choose an overall answer; “No decision” is one."]})
    if fields.overall is Overall.NO_DECISION and not fields.says_something:
        raise InvalidInput({"takeaways": ["Write a sentence on why you could not tell."]})
    if not fields.says_something and not fields.rates_something:
        raise InvalidInput({"takeaways": ["Write a sentence on what you saw, or rate something above."]})


def _set_ratings(card: Scorecard, ratings: Mapping[str, Rated]) -> None:
    present = {row.attribute: row for row in card.ratings}
    for attribute, said in ratings.items():
        if attribute not in present:
            present[attribute] = ScorecardRating(attribute=attribute)
            card.ratings.append(present[attribute])
        present[attribute].rating, present[attribute].note = said.rating, said.note


def _submit(session: Session, interview: Interview, card: Scorecard, *, author: Actor, now: datetime) -> None:
    card.submitted_at = now
    about = interview.application.candidate_id
    overall = card.overall.value if card.overall else ""
    record(session, card, "scorecard_submitted", actor=author, at=now, about=about, after=overall)
    if interview.status is InterviewStatus.SCHEDULED:
        mark_interview(session, interview, InterviewStatus.COMPLETED, about=about, actor=author, now=now)
