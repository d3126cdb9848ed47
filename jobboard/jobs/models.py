"""Jobs and the organizations that hire for them. Names follow schema.org JobPosting."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.db.base import Base, Keyed, OnBoard, Public, Versioned, one_of


class JobStatus(StrEnum):
    """Where a requisition stands."""

    DRAFT = "draft"
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CLOSED = "closed"


class EmploymentType(StrEnum):
    """schema.org's eight values of ``employmentType``."""

    FULL_TIME = "FULL_TIME"
    PART_TIME = "PART_TIME"
    CONTRACTOR = "CONTRACTOR"
    TEMPORARY = "TEMPORARY"
    INTERN = "INTERN"
    VOLUNTEER = "VOLUNTEER"
    PER_DIEM = "PER_DIEM"
    OTHER = "OTHER"


class WorkMode(StrEnum):
    """Where the work is done."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class SalaryUnit(StrEnum):
    """The period one amount of pay is for."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class Strength(StrEnum):
    """How firmly a job asks for something."""

    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class RequirementKind(StrEnum):
    """What a requirement is about."""

    SKILL = "skill"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    OTHER = "other"


class LevelSource(StrEnum):
    """Whether a person confirmed a level or it was read from a title."""

    DECLARED = "declared"
    INFERRED = "inferred"


def organization_key(name: str) -> str:
    """One key for a name however it is spaced and capitalised."""
    return " ".join(name.split()).casefold()[:200]


class HiringOrganization(Base, Keyed, Public, OnBoard):
    """A client of the firm, or the firm itself."""

    __tablename__ = "jobboard_hiring_organization"
    __table_args__ = (UniqueConstraint("board", "name_key"),)

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), comment="casefolded name, one row a name")
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    evidence_wall: Mapped[bool] = mapped_column(
        default=False, comment="what was learned in this client's interviews stays with this client"
    )


class Job(Base, Keyed, Public, OnBoard, Versioned):
    """One requisition and its posting.

    Salaries are integers in minor units of ``salary_currency`` for one ``salary_unit``. ``level_rank`` is the default
    ladder's 0 to 9. ``experience_months`` is the stated need, never a wish for more.
    """

    __tablename__ = "jobboard_job"
    __table_args__ = (
        UniqueConstraint("board", "external_id"),
        Index("ix_jobboard_job_board_status", "board", "status", "published_at"),
        Index("ix_jobboard_job_opened_here", "board", "status", "opened_here_at"),
    )

    external_id: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="", comment="Markdown, plain text or HTML as it came")
    qualifications: Mapped[str] = mapped_column(Text, default="")
    responsibilities: Mapped[str] = mapped_column(Text, default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("jobboard_hiring_organization.id"), index=True)
    department: Mapped[str] = mapped_column(String(200), default="")
    industry: Mapped[str] = mapped_column(String(300), default="")
    level_rank: Mapped[int | None] = mapped_column(Integer)
    level_source: Mapped[LevelSource] = mapped_column(one_of(LevelSource), default=LevelSource.INFERRED)
    level_confidence: Mapped[float] = mapped_column(default=0.0)
    function: Mapped[str | None] = mapped_column(String(64))
    occupation: Mapped[str | None] = mapped_column(String(10), comment="SOC code, where occupation data is installed")
    employment_types: Mapped[list[str]] = mapped_column(default=list)
    work_mode: Mapped[WorkMode | None] = mapped_column(one_of(WorkMode))
    salary_min: Mapped[int | None] = mapped_column(BigInteger, comment="minor units")
    salary_max: Mapped[int | None] = mapped_column(BigInteger, comment="minor units")
    salary_currency: Mapped[str | None] = mapped_column(String(3))
    salary_unit: Mapped[SalaryUnit | None] = mapped_column(one_of(SalaryUnit))
    experience_months: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[JobStatus] = mapped_column(one_of(JobStatus), default=JobStatus.DRAFT)
    posted_at: Mapped[datetime | None] = mapped_column(comment="datePosted; set at first publication if not given")
    published_at: Mapped[datetime | None] = mapped_column(comment="when it last opened, here or where it came from")
    opened_here_at: Mapped[datetime | None] = mapped_column(comment="when it last opened here, whatever its dates say")
    valid_through: Mapped[datetime | None]
    owner_id: Mapped[str] = mapped_column(String(128), default="")
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="JobPosting keys we keep but do not use")

    organization: Mapped[HiringOrganization] = relationship(lazy="raise_on_sql")
    locations: Mapped[list["JobLocation"]] = relationship(
        cascade="all, delete-orphan", order_by="JobLocation.position", lazy="raise_on_sql"
    )
    requirements: Mapped[list["JobRequirement"]] = relationship(
        cascade="all, delete-orphan", order_by="JobRequirement.position", lazy="raise_on_sql"
    )

    @property
    def accepts_applications(self) -> bool:
        """Whether the job is open; ``queries.public_job`` also checks the closing date."""
        return self.status is JobStatus.OPEN


class JobTeamMember(Base, Keyed):
    """Somebody of a job's hiring team, by the host's opaque actor id. A hiring manager sees the jobs of theirs."""

    __tablename__ = "jobboard_job_team"
    __table_args__ = (
        UniqueConstraint("job_id", "actor_id"),
        Index("ix_jobboard_job_team_actor", "actor_id", "job_id"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"))
    actor_id: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(200))


class JobLocation(Base, Keyed):
    """One place of a job, a schema.org PostalAddress with coordinates where they are known."""

    __tablename__ = "jobboard_job_location"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    locality: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    street: Mapped[str] = mapped_column(String(300), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class JobRequirement(Base, Keyed):
    """One thing the job asks for. ``years`` only for experience."""

    __tablename__ = "jobboard_job_requirement"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[RequirementKind] = mapped_column(one_of(RequirementKind), default=RequirementKind.SKILL)
    strength: Mapped[Strength] = mapped_column(one_of(Strength), default=Strength.SHOULD)
    text: Mapped[str] = mapped_column(String(300))
    years: Mapped[float | None]
