"""People, once each however often they apply; their résumés, histories and consents.

Names follow JSON Resume. There is no birth date, photo, gender or graduation year here, and none may be added: matching
must not see them, so we do not hold them.
"""

from datetime import date, datetime
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, Public, Versioned, one_of


def new_access_key() -> str:
    """192 random bits for a link that is a person's alone."""
    return token_urlsafe(24)


class ConsentPurpose(StrEnum):
    """What a person allowed."""

    APPLICATION = "application"
    KEEP_ON_FILE = "keep_on_file"
    JOB_ALERTS = "job_alerts"


class Candidate(Base, Keyed, Public, OnBoard, Versioned):
    """One person. After a merge the row that gave way points to the one that stayed."""

    __tablename__ = "jobboard_candidate"
    __table_args__ = (
        UniqueConstraint("board", "external_id"),
        Index("ix_jobboard_candidate_board_created", "board", "created_at"),
        Index("ix_jobboard_candidate_do_not_contact", "board", "do_not_contact"),
        Index("ix_jobboard_candidate_name", "board", "name"),
    )

    external_id: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    headline: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    summary: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    locality: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    region: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    country: Mapped[str] = mapped_column(String(2), default="", info=PERSONAL)
    access_key: Mapped[str] = mapped_column(
        String(43), default=new_access_key, unique=True, comment="opens the person's own page; only ever mailed to them"
    )
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    import_digest: Mapped[str] = mapped_column(
        String(64), default="", comment="of the line this person was last imported from", info=PERSONAL
    )
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_candidate.id"))
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    emails: Mapped[list["CandidateEmail"]] = relationship(
        cascade="all, delete-orphan",
        order_by="(CandidateEmail.preferred.desc(), CandidateEmail.id)",
        lazy="raise_on_sql",
    )
    phones: Mapped[list["CandidatePhone"]] = relationship(
        cascade="all, delete-orphan", order_by="CandidatePhone.id", lazy="raise_on_sql"
    )
    work_history: Mapped[list["WorkHistory"]] = relationship(
        cascade="all, delete-orphan", order_by="WorkHistory.position", lazy="raise_on_sql"
    )
    skills: Mapped[list["CandidateSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="CandidateSkill.id", lazy="raise_on_sql"
    )
    education: Mapped[list["Education"]] = relationship(
        cascade="all, delete-orphan", order_by="Education.id", lazy="raise_on_sql"
    )
    resumes: Mapped[list["ResumeVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="ResumeVersion.number.desc()", lazy="raise_on_sql"
    )
    consents: Mapped[list["Consent"]] = relationship(
        cascade="all, delete-orphan", order_by="Consent.id", lazy="raise_on_sql"
    )


class CandidateEmail(Base, Keyed, OnBoard):
    """An address; ``address_key`` is its lower-case form and belongs to one person a board. Mails go to the
    ``preferred`` one, else to the one known longest."""

    __tablename__ = "jobboard_candidate_email"
    __table_args__ = (UniqueConstraint("board", "address_key"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    address_key: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    preferred: Mapped[bool] = mapped_column(default=False)


PHONE_DIGITS = 9
"""The last so many digits of a number are the same with and without its country's code."""


def phone_key(number: str) -> str:
    """By what two spellings of one telephone number are the same: its last digits; empty where there are too few to
    tell numbers apart."""
    digits = "".join(char for char in number if char.isdecimal())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS - 2 else ""


class CandidatePhone(Base, Keyed):
    """A number as the person wrote it, and its comparable ``key``."""

    __tablename__ = "jobboard_candidate_phone"

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    key: Mapped[str] = mapped_column(
        String(PHONE_DIGITS),
        default=lambda context: phone_key(context.get_current_parameters()["number"]),
        index=True,
        info=PERSONAL,
    )


class CandidateAlias(Base, Keyed, OnBoard):
    """An old public id that still leads to the person after a merge."""

    __tablename__ = "jobboard_candidate_alias"

    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)


class Merge(Base, Keyed, Public, OnBoard):
    """Two records became one person, and whatever it takes to part them again.

    The record that gave way keeps its own words, and whatever the other one said already. ``chosen`` are the fields
    whose words are from it, ``changed`` the columns of the one that stayed, each as ``[before, since]``, and ``moved``
    the internal keys of the rows that changed hands, by table. ``newest_consent`` is the last thing said before.
    """

    __tablename__ = "jobboard_merge"
    __table_args__ = (Index("ix_jobboard_merge_candidate", "candidate_id", "id"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    chosen: Mapped[list[str]] = mapped_column(default=list)
    changed: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    newest_consent: Mapped[int] = mapped_column(BigInteger, default=0)
    merged_by_name: Mapped[str] = mapped_column(String(200))
    merged_at: Mapped[datetime]
    parted_by_name: Mapped[str] = mapped_column(String(200), default="")
    parted_at: Mapped[datetime | None]


class ResumeVersion(Base, Keyed, Public, OnBoard):
    """One file as received, newest number wins. ``text`` is empty when the file's text was not read; ``unread`` then
    says why, if anybody tried. ``hidden_text``: the file also has words that nobody sees; they are not in ``text``."""

    __tablename__ = "jobboard_resume_version"
    __table_args__ = (UniqueConstraint("candidate_id", "number"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    storage_key: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    filename: Mapped[str] = mapped_column(String(255), info=PERSONAL)
    content_type: Mapped[str] = mapped_column(String(128))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    hidden_text: Mapped[bool] = mapped_column(Boolean, default=False)
    unread: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]


class AttachmentKind(StrEnum):
    """What a file other than a résumé is."""

    REFERENCE = "reference"
    CERTIFICATE = "certificate"
    WORK_SAMPLE = "work_sample"
    OTHER = "other"


class Attachment(Base, Keyed, Public, OnBoard):
    """A file about a person that is no résumé: nothing is read from it. One that was removed can be brought back for a
    day, then it is gone with its file."""

    __tablename__ = "jobboard_attachment"
    __table_args__ = (
        Index("ix_jobboard_attachment_candidate", "candidate_id", "removed_at"),
        Index("ix_jobboard_attachment_removed", "board", "removed_at"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    kind: Mapped[AttachmentKind] = mapped_column(one_of(AttachmentKind))
    label: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    storage_key: Mapped[str] = mapped_column(String(200), index=True, info=PERSONAL)
    filename: Mapped[str] = mapped_column(String(255), info=PERSONAL)
    content_type: Mapped[str] = mapped_column(String(128))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_name: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class WorkHistory(Base, Keyed):
    """One job held, newest first by ``position``. The level is read from the title and stored with its reason, unless
    ``level_declared``: then a recruiter who knows better said it, and no title is read for it again."""

    __tablename__ = "jobboard_work_history"
    __table_args__ = (
        Index(
            "ix_jobboard_work_history_doubtful",
            "title",
            "candidate_id",
            sqlite_where=text("level_confidence < 0.6"),
            postgresql_where=text("level_confidence < 0.6"),
        ),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    employer: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    started_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    ended_on: Mapped[date | None] = mapped_column(info=PERSONAL, comment="empty means still there")
    summary: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    highlights: Mapped[list[str]] = mapped_column(default=list, info=PERSONAL)
    level_rank: Mapped[int] = mapped_column(Integer)
    level_track: Mapped[str] = mapped_column(String(16))
    level_confidence: Mapped[float]
    level_evidence: Mapped[list[str]] = mapped_column(default=list, info=PERSONAL)
    level_declared: Mapped[bool] = mapped_column(default=False)
    function: Mapped[str | None] = mapped_column(String(64))
    occupation: Mapped[str | None] = mapped_column(String(10), comment="SOC code, where occupation data is installed")
    source: Mapped[str] = mapped_column(String(64), default="résumé", comment="where this line came from")


class CandidateSkill(Base, Keyed):
    """A skill as written and its comparable key."""

    __tablename__ = "jobboard_candidate_skill"
    __table_args__ = (UniqueConstraint("candidate_id", "key"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    key: Mapped[str] = mapped_column(String(200), info=PERSONAL)


class CandidateTag(Base, Keyed, OnBoard):
    """A free word by which recruiters find a person again. On one board all tags of one ``key`` bear one ``label``."""

    __tablename__ = "jobboard_candidate_tag"
    __table_args__ = (
        UniqueConstraint("candidate_id", "key"),
        Index("ix_jobboard_candidate_tag_board_key", "board", "key", "label", "candidate_id"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64), info=PERSONAL, comment="the label's comparable form")
    label: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    actor_id: Mapped[str] = mapped_column(String(128))
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class CandidateList(Base, Keyed, Public, OnBoard):
    """A search for people that somebody saved under a name: whoever answers it now is on the list. ``asked`` is the
    search as the arguments of its address, ``key`` the name's comparable form."""

    __tablename__ = "jobboard_candidate_list"
    __table_args__ = (UniqueConstraint("board", "key"),)

    name: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80))
    asked: Mapped[dict[str, Any]]
    author_id: Mapped[str] = mapped_column(String(128))
    author_name: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime]


class Education(Base, Keyed):
    """What was studied where. No dates: they stand in for age."""

    __tablename__ = "jobboard_education"

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), index=True)
    institution: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    area: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    study_type: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)


class Consent(Base, Keyed):
    """What a person said about one purpose. Append-only: giving, renewing and withdrawing each add a row, and the
    newest row of a purpose is what holds. A withdrawal repeats the grant's dates and adds ``withdrawn_at``."""

    __tablename__ = "jobboard_consent"
    __table_args__ = (
        Index("ix_jobboard_consent_candidate_purpose", "candidate_id", "purpose", "id", "withdrawn_at", "expires_at"),
        Index("ix_jobboard_consent_ends", "purpose", "expires_at"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    purpose: Mapped[ConsentPurpose] = mapped_column(one_of(ConsentPurpose))
    text_version: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32), comment="web, import, recruiter, mail")
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    def is_live(self, now: datetime) -> bool:
        """Whether this row allows its purpose at ``now``. Only meaningful for the newest row of a purpose."""
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > now)


@event.listens_for(Consent, "before_update")
def _never_rewrite(_mapper: Any, _connection: Any, consent: Consent) -> None:
    """What somebody said is never rewritten; only an erasure, which deletes the rows, ends it."""
    raise TypeError(f"A consent is append-only: add a row instead of changing consent {consent.id}.")


class Tombstone(Base, Keyed, OnBoard):
    """Somebody was erased: a keyed hash by which an import recognises them, and nothing that says who they were."""

    __tablename__ = "jobboard_tombstone"
    __table_args__ = (UniqueConstraint("board", "digest"),)

    digest: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime]
