"""The pool: who applied for what, how it went, and the reason it ended. Names follow applicant tracking practice."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.applications.in_order import InOrder
from jobboard.candidates.models import Candidate
from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, Public, Versioned, one_of
from jobboard.jobs.models import Job


class Stage(StrEnum):
    """How far an application has come."""

    APPLIED = "applied"
    SCREEN = "screen"
    ASSESSMENT = "assessment"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"


class ApplicationStatus(StrEnum):
    """Whether it still runs, and how it ended."""

    ACTIVE = "active"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """Whose decision ended an application."""

    WE_REJECTED = "we_rejected"
    THEY_REJECTED = "they_rejected"
    NONE = "none"


class Reuse(StrEnum):
    """What a disposition says about considering the person again."""

    KEEP_SUGGESTED = "keep_suggested"
    KEEP_ALLOWED = "keep_allowed"
    NEUTRAL = "neutral"
    EXCLUDE = "exclude"


class InterviewStatus(StrEnum):
    """What became of an interview."""

    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class QuestionKind(StrEnum):
    """How a screening question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes_no"
    FILE = "file"


class Overall(StrEnum):
    """A scorecard's answer. NO_DECISION is never a no."""

    DEFINITELY_NO = "DEFINITELY_NO"
    NO = "NO"
    NO_DECISION = "NO_DECISION"
    YES = "YES"
    STRONG_YES = "STRONG_YES"


class Disposition(Base, Keyed, OnBoard):
    """A reason an application can end with, per board, editable by the firm."""

    __tablename__ = "jobboard_disposition"
    __table_args__ = (UniqueConstraint("board", "code"),)

    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    party: Mapped[Party] = mapped_column(one_of(Party))
    reuse: Mapped[Reuse] = mapped_column(one_of(Reuse))
    needs_evidence: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Application(Base, Keyed, Public, OnBoard, Versioned):
    """One person's application for one job.

    The ``applied_*`` columns hold the job as it was then: later evidence speaks of the job interviewed for, whatever
    becomes of its row. ``job_id`` is empty for history imported without the job itself.
    """

    __tablename__ = "jobboard_application"
    __table_args__ = (
        UniqueConstraint("candidate_id", "job_id"),
        Index("ix_jobboard_application_board_status", "board", "status", "stage_entered_at"),
        Index("ix_jobboard_application_board_closed", "board", "closed_at"),
        Index("ix_jobboard_application_job_status", "job_id", "status", "stage", "candidate_id"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_job.id"))
    applied_title: Mapped[str] = mapped_column(String(300))
    applied_level_rank: Mapped[int | None] = mapped_column(Integer)
    applied_level_declared: Mapped[bool] = mapped_column(default=False)
    applied_function: Mapped[str | None] = mapped_column(String(64))
    applied_skills: Mapped[list[str]] = mapped_column(default=list)
    applied_organization: Mapped[str] = mapped_column(String(200), default="")
    stage: Mapped[Stage] = mapped_column(one_of(Stage), default=Stage.APPLIED)
    status: Mapped[ApplicationStatus] = mapped_column(one_of(ApplicationStatus), default=ApplicationStatus.ACTIVE)
    source: Mapped[str] = mapped_column(String(64), default="web")
    surfacing_id: Mapped[str | None] = mapped_column(String(26), comment="public id of the surfacing it came from")
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    applied_at: Mapped[datetime]
    stage_entered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    disposition_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_disposition.id"))
    closing_evidence: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=PERSONAL)

    candidate: Mapped[Candidate] = relationship(lazy="raise_on_sql")
    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")
    disposition: Mapped[Disposition | None] = relationship(lazy="raise_on_sql")
    interviews: Mapped[list["Interview"]] = relationship(
        cascade="all, delete-orphan",
        order_by="Interview.scheduled_at",
        lazy="raise_on_sql",
        back_populates="application",
    )


class ApplicationDraft(Base, Keyed, Public, OnBoard):
    """What a visitor typed before sending it; its public id is the only key to it. Sending empties it but for
    the receipt, and it goes when it expires."""

    __tablename__ = "jobboard_application_draft"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"))
    form: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    resume: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=PERSONAL, comment="storage_key, filename, content_type, size_bytes, sha256"
    )
    answers: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=PERSONAL, comment="public id of a screening question to what was typed"
    )
    receipt: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    files: Mapped[list["DraftFile"]] = relationship(
        cascade="all, delete-orphan", order_by="DraftFile.id", lazy="raise_on_sql"
    )


class DraftFile(Base, Keyed):
    """A file that answers a screening question, until its draft is sent. ``question_id`` is the question's public
    id."""

    __tablename__ = "jobboard_application_draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "question_id"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("jobboard_application_draft.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(26))
    storage_key: Mapped[str] = mapped_column(String(200), index=True, info=PERSONAL)
    filename: Mapped[str] = mapped_column(String(255), info=PERSONAL)
    content_type: Mapped[str] = mapped_column(String(128))
    size_bytes: Mapped[int] = mapped_column(Integer)


class InterviewRound(Base, InOrder, Versioned):
    """One round of a job's interview plan; rounds come in the order of ``position``.

    Arranging it moves an application to ``stage``. ``interviewers`` are who takes part unless somebody says otherwise,
    as ``{"id", "name"}``; ``attributes`` what they rate, as ``plan.Attribute`` in JSON.
    """

    __tablename__ = "jobboard_interview_round"

    name: Mapped[str] = mapped_column(String(100))
    stage: Mapped[Stage] = mapped_column(one_of(Stage), default=Stage.INTERVIEW)
    duration_minutes: Mapped[int] = mapped_column(Integer, default=60)
    place: Mapped[str] = mapped_column(String(300), default="")
    instructions: Mapped[str] = mapped_column(Text, default="", comment="for whoever interviews")
    interviewers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


class ScreeningQuestion(Base, InOrder, Versioned):
    """A question that whoever applies for a job is asked; questions come in the order of ``position``.

    ``choices`` are the answers of a choice. An answer in ``flagged``, or a number below ``least`` or above ``most``, is
    pointed out to whoever decides about the application, and does nothing else.
    """

    __tablename__ = "jobboard_screening_question"

    kind: Mapped[QuestionKind] = mapped_column(one_of(QuestionKind))
    text: Mapped[str] = mapped_column(String(300))
    required: Mapped[bool] = mapped_column(default=True)
    choices: Mapped[list[str]] = mapped_column(default=list)
    flagged: Mapped[list[str]] = mapped_column(default=list)
    least: Mapped[float | None]
    most: Mapped[float | None]


class ScreeningAnswer(Base, Keyed, Public, OnBoard):
    """What an applicant answered, beside the question as it was asked then. A file's answer is its name.

    ``flag`` says why the answer is pointed out, such as “under 2”, and is empty where it is not. Whoever applies for
    the job once more answers anew; ``replaced_at`` is when.
    """

    __tablename__ = "jobboard_screening_answer"

    application_id: Mapped[int] = mapped_column(ForeignKey("jobboard_application.id", ondelete="CASCADE"), index=True)
    kind: Mapped[QuestionKind] = mapped_column(one_of(QuestionKind))
    question: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(Text, info=PERSONAL)
    flag: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    storage_key: Mapped[str | None] = mapped_column(String(200), index=True, info=PERSONAL)
    size_bytes: Mapped[int | None] = mapped_column(Integer)
    content_type: Mapped[str] = mapped_column(String(128), default="")
    answered_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class Interview(Base, Keyed, Public, OnBoard, Versioned):
    """One meeting about one application. ``zone`` is the IANA time zone it is spoken of in, empty for the board's;
    ``sequence`` counts how often it was moved, as calendars want it (RFC 5545). ``invited_at`` is when the first
    invitation left, ``candidate_told`` whether the candidate gets one, too. ``round_id`` is the public id of the round
    of the plan that it is, empty for none; name, instructions and attributes are that round's when it was arranged."""

    __tablename__ = "jobboard_interview"
    __table_args__ = (Index("ix_jobboard_interview_board_scheduled", "board", "scheduled_at"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("jobboard_application.id", ondelete="CASCADE"), index=True)
    scheduled_at: Mapped[datetime]
    duration_minutes: Mapped[int] = mapped_column(Integer, default=60)
    place: Mapped[str] = mapped_column(String(300), default="", comment="address, phone or video link")
    status: Mapped[InterviewStatus] = mapped_column(one_of(InterviewStatus), default=InterviewStatus.SCHEDULED)
    zone: Mapped[str] = mapped_column(String(64), default="")
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    candidate_told: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    round_id: Mapped[str] = mapped_column(String(26), default="")
    round_name: Mapped[str] = mapped_column(String(100), default="")
    instructions: Mapped[str] = mapped_column(Text, default="")
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    application: Mapped[Application] = relationship(lazy="raise_on_sql", back_populates="interviews")
    panel: Mapped[list["InterviewPanelist"]] = relationship(
        cascade="all, delete-orphan", order_by="InterviewPanelist.id", lazy="raise_on_sql"
    )
    scorecards: Mapped[list["Scorecard"]] = relationship(
        cascade="all, delete-orphan", order_by="Scorecard.id", lazy="raise_on_sql"
    )


class InterviewPanelist(Base, Keyed):
    """Who interviews, by the host's opaque actor id."""

    __tablename__ = "jobboard_interview_panelist"
    __table_args__ = (UniqueConstraint("interview_id", "actor_id"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey("jobboard_interview.id", ondelete="CASCADE"))
    actor_id: Mapped[str] = mapped_column(String(128), index=True)
    name: Mapped[str] = mapped_column(String(200))


class Scorecard(Base, Keyed, Public, OnBoard, Versioned):
    """One interviewer's judgement. ``size`` is the person against the job in steps: -2 well below to +2 far above.
    ``saved_at`` is when its author wrote to it last."""

    __tablename__ = "jobboard_scorecard"
    __table_args__ = (UniqueConstraint("interview_id", "author_id"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey("jobboard_interview.id", ondelete="CASCADE"))
    author_id: Mapped[str] = mapped_column(String(128))
    author_name: Mapped[str] = mapped_column(String(200))
    overall: Mapped[Overall | None] = mapped_column(one_of(Overall))
    size: Mapped[int | None] = mapped_column(Integer)
    takeaways: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None] = mapped_column(comment="empty while it is a draft")

    ratings: Mapped[list["ScorecardRating"]] = relationship(
        cascade="all, delete-orphan", order_by="ScorecardRating.id", lazy="raise_on_sql"
    )


class ScorecardRating(Base, Keyed):
    """One attribute, 1 poor to 4 strong; empty means not seen, which is never a no."""

    __tablename__ = "jobboard_scorecard_rating"
    __table_args__ = (UniqueConstraint("scorecard_id", "attribute"),)

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("jobboard_scorecard.id", ondelete="CASCADE"))
    attribute: Mapped[str] = mapped_column(String(200))
    rating: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)


class CandidateMessage(Base, Keyed, Public, OnBoard):
    """A mail to a candidate, written when a person decided it and sent after a delay in which it can be undone."""

    __tablename__ = "jobboard_candidate_message"

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_application.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    body: Mapped[str] = mapped_column(Text, info=PERSONAL)
    author_id: Mapped[str] = mapped_column(String(128))
    author_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    send_after: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
