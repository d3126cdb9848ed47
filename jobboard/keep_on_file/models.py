"""People kept for a better role, and the moments they surfaced for one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.db.base import PERSONAL, Base, BigId, Keyed, OnBoard, Public, Versioned, one_of
from jobboard.jobs.models import Job, SalaryUnit


class KeptStatus(StrEnum):
    """Where a kept record stands. Only ``active`` surfaces."""

    PROPOSED = "proposed"
    NOT_NEEDED = "not_needed"
    AWAITING_CONSENT = "awaiting_consent"
    ACTIVE = "active"
    PAUSED = "paused"
    IN_CONVERSATION = "in_conversation"
    PLACED = "placed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


NOT_PROMISED = frozenset({KeptStatus.PROPOSED, KeptStatus.NOT_NEEDED})
"""Records that promise nothing: somebody here still has to decide, or decided that none is needed."""


class KeepReason(StrEnum):
    """Why somebody is kept."""

    MORE_SENIOR = "more_senior"
    RUNNER_UP = "runner_up"
    TIMING = "timing"
    POSITION_CANCELLED = "position_cancelled"


class SurfacingStatus(StrEnum):
    """What the recruiter has done about one person for one job."""

    NEW = "new"
    SEEN = "seen"
    SNOOZED = "snoozed"
    SHORTLISTED = "shortlisted"
    CONTACTED = "contacted"
    CONVERTED = "converted"
    DISMISSED = "dismissed"


WRITTEN_TO = frozenset({SurfacingStatus.CONTACTED, SurfacingStatus.CONVERTED})
CONSIDERED = frozenset({SurfacingStatus.SNOOZED, SurfacingStatus.SHORTLISTED, SurfacingStatus.DISMISSED, *WRITTEN_TO})
"""Where somebody stands about whom a recruiter decided something; looking alone is not yet considering."""


class DismissalScope(StrEnum):
    """How far a “not for this” reaches."""

    JOB = "job"
    LEVEL = "level"
    FUNCTION = "function"
    ALWAYS = "always"


_STALE = text("benched_at IS NULL")


class KeptCandidate(Base, Keyed, Public, OnBoard, Versioned):
    """A record about a candidate, never a copy of one: what for, within which bounds, promised by whom, until when.

    ``min_level`` and ``max_level`` are ranks; the pay floor is in minor units of ``pay_floor_currency`` for one
    ``pay_floor_unit``. ``times_considered`` counts what recruiters decided about the person by this record, whatever
    became of the decision later, and ``times_contacted`` the invitations among it; only taking one back uncounts it.
    """

    __tablename__ = "jobboard_kept_candidate"
    __table_args__ = (
        UniqueConstraint("candidate_id", "origin_application_id"),
        Index("ix_jobboard_kept_candidate_board_status", "board", "status", "expires_at"),
        Index("ix_jobboard_kept_candidate_review", "board", "status", "review_at"),
        Index("ix_jobboard_kept_candidate_owner", "board", "owner_id", "owner_name", "status"),
        # Everything the reports count, so that they read the index alone
        Index(
            "ix_jobboard_kept_candidate_reports",
            *("board", "promised_at", "status", "candidate_id", "expires_at", "min_level", "max_level"),
            *("owner_id", "owner_name", "times_considered", "times_contacted", "target_functions"),
        ),
        Index(
            "ix_jobboard_kept_candidate_stale",
            *("board", "status", "id"),
            sqlite_where=_STALE,
            postgresql_where=_STALE,
        ),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    origin_application_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_application.id", ondelete="CASCADE"))
    reason: Mapped[KeepReason] = mapped_column(one_of(KeepReason), default=KeepReason.MORE_SENIOR)
    target_functions: Mapped[list[str]] = mapped_column(default=list)
    min_level: Mapped[int] = mapped_column(Integer)
    max_level: Mapped[int] = mapped_column(Integer)
    pay_floor: Mapped[int | None] = mapped_column(BigInteger, comment="minor units", info=PERSONAL)
    pay_floor_currency: Mapped[str | None] = mapped_column(String(3))
    pay_floor_unit: Mapped[SalaryUnit | None] = mapped_column(one_of(SalaryUnit))
    places: Mapped[list[str]] = mapped_column(default=list, info=PERSONAL)
    work_modes: Mapped[list[str]] = mapped_column(default=list)
    conditions: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    own_words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    own_words_at: Mapped[datetime | None]
    excluded_organizations: Mapped[list[str]] = mapped_column(default=list, info=PERSONAL)
    available_from: Mapped[date | None] = mapped_column(info=PERSONAL)
    promised_at: Mapped[datetime]
    owner_id: Mapped[str] = mapped_column(String(128))
    owner_name: Mapped[str] = mapped_column(String(200))
    review_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    reconfirm_asked_at: Mapped[datetime | None]
    reconfirmed_at: Mapped[datetime | None] = mapped_column(comment="the person said that all this still holds")
    status: Mapped[KeptStatus] = mapped_column(one_of(KeptStatus), default=KeptStatus.PROPOSED)
    benched_at: Mapped[datetime | None] = mapped_column(comment="when the bench learned of it; empty: it must anew")
    times_considered: Mapped[int] = mapped_column(Integer, default=0)
    times_contacted: Mapped[int] = mapped_column(Integer, default=0)

    candidate: Mapped[Candidate] = relationship(lazy="raise_on_sql")
    origin_application: Mapped[Application | None] = relationship(lazy="raise_on_sql")


_LOOSE = text("block_id IS NULL")


class BenchRow(Base):
    """What SQL and a quick look need of one active kept record, one row for each function it is kept for (empty: any).

    Made from the record and the person, and made anew whenever they change: nothing is decided by it alone.
    ``better_from`` is the lowest rank that is better than the job they came for, ``held`` the highest rank held. The
    rest is as ``matching.estimate.Row`` says. A *loose* row is in no block yet.
    """

    __tablename__ = "jobboard_bench"
    # The rows of one function lie side by side, so that looking through them reads no page twice
    __table_args__ = (
        Index("ix_jobboard_bench_loose", "block_id", "function", sqlite_where=_LOOSE, postgresql_where=_LOOSE),
        {"sqlite_with_rowid": False},
    )

    board: Mapped[str] = mapped_column(String(64), primary_key=True)
    function: Mapped[str] = mapped_column(String(64), primary_key=True)
    kept_id: Mapped[int] = mapped_column(
        BigId,
        ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    min_level: Mapped[int] = mapped_column(Integer)
    max_level: Mapped[int] = mapped_column(Integer)
    better_from: Mapped[int] = mapped_column(Integer)
    held: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime | None] = mapped_column(comment="when the consent ends")
    held_in: Mapped[str] = mapped_column(Text, info=PERSONAL)
    said: Mapped[str] = mapped_column(Text, info=PERSONAL)
    evidence_on: Mapped[str] = mapped_column(String(10))
    pay: Mapped[str] = mapped_column(String(40), info=PERSONAL)
    free_from: Mapped[str] = mapped_column(String(10), info=PERSONAL)
    whereabouts: Mapped[str] = mapped_column(Text, info=PERSONAL)
    signature: Mapped[bytes] = mapped_column(LargeBinary, info=PERSONAL)
    block_id: Mapped[int | None] = mapped_column(BigId, comment="the block it was turned into; empty: it is loose")


class BenchBlock(Base, Keyed, OnBoard):
    """Many rows of the bench of one function, turned on their side so that they are looked through together.

    A row that changed or left is a loose one or none, and what the block still says of it is harmless.
    """

    __tablename__ = "jobboard_bench_block"
    __table_args__ = (Index("ix_jobboard_bench_block_function", "board", "function"),)

    function: Mapped[str] = mapped_column(String(64))


class BenchBlockPart(Base):
    """One part of a block, as ``matching.blocks`` names them."""

    __tablename__ = "jobboard_bench_block_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    block_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("jobboard_bench_block.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, info=PERSONAL)


class TermCount(Base):
    """How many people on file have a term in a title they held, or a skill: how rare it is."""

    __tablename__ = "jobboard_term_count"

    board: Mapped[str] = mapped_column(String(64), primary_key=True)
    term: Mapped[str] = mapped_column(String(100), primary_key=True)
    people: Mapped[int] = mapped_column(Integer)


class Surfacing(Base, Keyed, Public, OnBoard, Versioned):
    """One kept person for one job under one policy: the explanation as it was, and what became of it.

    ``gaps`` are signed, candidate minus job; ``gaps_then`` are the same against the job interviewed for. The points of
    ``evidence`` add up to ``score``. ``run_id`` is the look that explains it, the newest where there were several;
    ``overridden`` names the gates a recruiter set aside to consider the person anyway.
    """

    __tablename__ = "jobboard_surfacing"
    __table_args__ = (
        UniqueConstraint("kept_id", "job_id", "policy_version"),
        Index("ix_jobboard_surfacing_board_status", "board", "status", "snoozed_until", "kept_id"),
        Index("ix_jobboard_surfacing_decided", "board", "decided_at"),
        # Everything by which the inbox counts and orders, so that it reads the explanations of one page alone
        Index(
            "ix_jobboard_surfacing_job",
            *("job_id", "status", "snoozed_until", "score", "kept_id", "policy_version"),
        ),
        Index("ix_jobboard_surfacing_kept", "kept_id", "status"),
    )

    kept_id: Mapped[int] = mapped_column(ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"))
    policy_version: Mapped[int] = mapped_column(Integer)
    score: Mapped[int] = mapped_column(Integer)
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=PERSONAL)
    gaps_then: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=PERSONAL)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=PERSONAL)
    gates: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=PERSONAL)
    why_now: Mapped[str] = mapped_column(String(300), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_surfacing_run.id", ondelete="SET NULL"))
    overridden: Mapped[list[str]] = mapped_column(default=list)
    surfaced_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[SurfacingStatus] = mapped_column(one_of(SurfacingStatus), default=SurfacingStatus.NEW)
    snoozed_until: Mapped[datetime | None]
    snoozed_for: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="the event that wakes it: level_rank, function, place; empty for a day"
    )
    dismissal_scope: Mapped[DismissalScope | None] = mapped_column(one_of(DismissalScope))
    dismissal_reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    before_undo: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="the decision an undo restores")

    kept: Mapped[KeptCandidate] = relationship(lazy="raise_on_sql")
    job: Mapped[Job] = relationship(lazy="raise_on_sql")


class DismissalRule(Base, Keyed, Public, OnBoard, Versioned):
    """A “not for this” that stays in force until somebody ends it: for one job, a level, a function, or always.

    It speaks about the person, so it holds for each of their kept records. ``job_id`` is set for the scope ``job``,
    ``level_rank`` for ``level``, ``function`` for ``function``.
    """

    __tablename__ = "jobboard_dismissal_rule"
    __table_args__ = (
        Index("ix_jobboard_dismissal_rule_candidate", "candidate_id", "ended_at"),
        Index("ix_jobboard_dismissal_rule_made", "board", "made_at"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    surfacing_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_surfacing.id", ondelete="SET NULL"))
    scope: Mapped[DismissalScope] = mapped_column(one_of(DismissalScope))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"))
    level_rank: Mapped[int | None] = mapped_column(Integer)
    function: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    until: Mapped[datetime | None] = mapped_column(comment="empty: until somebody ends it")
    made_by_id: Mapped[str] = mapped_column(String(128))
    made_by_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")

    candidate: Mapped[Candidate] = relationship(lazy="raise_on_sql")
    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")


class SurfacingRun(Base, Keyed, Public, OnBoard):
    """One look at the bench for one job: what was asked, under which policy, when, by whom, and what came of it.

    ``job_facts`` and ``policy`` are what was judged by, so that the run can be replayed; ``rules`` is the version of
    the gates and criteria themselves. ``considered`` counts the records that were read, ``passed`` those whom every
    gate let through, ``surfaced`` those written. Never changed once written.
    """

    __tablename__ = "jobboard_surfacing_run"
    __table_args__ = (Index("ix_jobboard_surfacing_run_job", "job_id", "ran_at"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"))
    why_now: Mapped[str] = mapped_column(String(300), default="")
    policy_version: Mapped[int] = mapped_column(Integer)
    policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rules: Mapped[int] = mapped_column(Integer, default=1)
    job_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    considered: Mapped[int] = mapped_column(Integer, default=0)
    passed: Mapped[int] = mapped_column(Integer, default=0)
    surfaced: Mapped[int] = mapped_column(Integer, default=0)
    actor_id: Mapped[str] = mapped_column(String(128))
    actor_name: Mapped[str] = mapped_column(String(200))
    ran_at: Mapped[datetime]

    job: Mapped[Job] = relationship(lazy="raise_on_sql")


class SurfacingRunEntry(Base, Keyed):
    """One person of a look: place and score, and the facts they were judged by. Whatever becomes of the surfacing, this
    stays; when the person is erased their facts go and the line remains to be counted."""

    __tablename__ = "jobboard_surfacing_run_entry"
    __table_args__ = (
        UniqueConstraint("run_id", "kept_id"),
        Index("ix_jobboard_surfacing_run_entry_kept", "kept_id"),
        Index("ix_jobboard_surfacing_run_entry_surfacing", "surfacing_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("jobboard_surfacing_run.id", ondelete="CASCADE"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"))
    surfacing_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_surfacing.id", ondelete="SET NULL"))
    place: Mapped[int] = mapped_column(Integer)
    score: Mapped[int] = mapped_column(Integer)
    overridden: Mapped[list[str]] = mapped_column(default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)

    run: Mapped[SurfacingRun] = relationship(lazy="raise_on_sql")
    kept: Mapped[KeptCandidate] = relationship(lazy="raise_on_sql")
    surfacing: Mapped[Surfacing | None] = relationship(lazy="raise_on_sql")


class PolicyProposal(Base, Keyed, Public, OnBoard, Versioned):
    """A change of policy that is being looked back on. It can be switched on once ``finished_at`` is set, and only
    while ``base_version`` is still in force. ``result`` holds counts and public ids, nothing about people."""

    __tablename__ = "jobboard_policy_proposal"
    __table_args__ = (Index("ix_jobboard_policy_proposal_board", "board", "proposed_at"),)

    base_version: Mapped[int] = mapped_column(Integer)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    openings: Mapped[int] = mapped_column(Integer, default=0, comment="how many past openings are looked back on")
    done: Mapped[int] = mapped_column(Integer, default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposed_by_id: Mapped[str] = mapped_column(String(128))
    proposed_by_name: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    adopted_version: Mapped[int | None] = mapped_column(Integer)


class MatchingPolicy(Base, Keyed, OnBoard):
    """The rules of matching as they were switched on: one row a version, never changed. ``settings`` are the gates
    switched off, the reach and the points; ``backtest`` is what a look back said before."""

    __tablename__ = "jobboard_matching_policy"
    __table_args__ = (UniqueConstraint("board", "version"),)

    version: Mapped[int] = mapped_column(Integer)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    backtest: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    adopted_by_id: Mapped[str] = mapped_column(String(128))
    adopted_by_name: Mapped[str] = mapped_column(String(200))
    adopted_at: Mapped[datetime]
