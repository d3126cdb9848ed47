"""What colleagues write about a person for each other: notes, whom a note mentions, and what is still to be done."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, Public, Versioned


class Note(Base, Keyed, Public, OnBoard, Versioned):
    """What somebody here wrote about a person, perhaps about one application of theirs. In ``text`` every mention is
    written out: “@” and the whole name. A deleted note can be brought back for a day, then it is gone."""

    __tablename__ = "jobboard_note"
    __table_args__ = (
        Index("ix_jobboard_note_candidate", "candidate_id", "deleted_at", "written_at"),
        Index("ix_jobboard_note_deleted", "board", "deleted_at"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_application.id", ondelete="SET NULL"))
    author_id: Mapped[str] = mapped_column(String(128))
    author_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    candidate: Mapped[Candidate] = relationship(lazy="raise_on_sql")
    application: Mapped[Application | None] = relationship(lazy="raise_on_sql")
    mentions: Mapped[list["Mention"]] = relationship(
        cascade="all, delete-orphan", order_by="Mention.id", lazy="raise_on_sql", back_populates="note"
    )


class Mention(Base, Keyed, OnBoard):
    """A colleague whom a note names. It waits on their first page until they tick it off."""

    __tablename__ = "jobboard_mention"
    __table_args__ = (
        UniqueConstraint("note_id", "actor_id"),
        Index("ix_jobboard_mention_waiting", "board", "actor_id", "seen_at"),
    )

    note_id: Mapped[int] = mapped_column(ForeignKey("jobboard_note.id", ondelete="CASCADE"))
    actor_id: Mapped[str] = mapped_column(String(128))
    actor_name: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime | None]

    note: Mapped[Note] = relationship(lazy="raise_on_sql", back_populates="mentions")


class Task(Base, Keyed, Public, OnBoard, Versioned):
    """What somebody here has to do about a person, perhaps about one application of theirs, by ``due_on``: a day in the
    board's zone."""

    __tablename__ = "jobboard_task"
    __table_args__ = (
        Index("ix_jobboard_task_candidate", "candidate_id", "done_at", "due_on"),
        Index("ix_jobboard_task_assignee", "board", "assignee_id", "done_at", "due_on"),
        Index("ix_jobboard_task_board", "board", "done_at", "due_on"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("jobboard_candidate.id", ondelete="CASCADE"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_application.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    due_on: Mapped[date]
    assignee_id: Mapped[str] = mapped_column(String(128))
    assignee_name: Mapped[str] = mapped_column(String(200))
    made_by_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_name: Mapped[str] = mapped_column(String(200), default="")

    candidate: Mapped[Candidate] = relationship(lazy="raise_on_sql")
    application: Mapped[Application | None] = relationship(lazy="raise_on_sql")
