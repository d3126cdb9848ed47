"""Files of people that somebody brings in, how far each has come, and what of it could not be used."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, Public, Versioned, one_of
from jobboard.foreign.days import DateOrder
from jobboard.foreign.kinds import Kind


class ImportStatus(StrEnum):
    """Where a file stands."""

    DRAFT = "draft"
    TRYING = "trying"
    TRIED = "tried"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class WhyGone(StrEnum):
    """Why a file is no longer held."""

    ALL_IN = "all_in"
    BY_HAND = "by_hand"
    ERASED = "erased"
    OVER = "over"


class FileImport(Base, Keyed, Public, OnBoard, Versioned):
    """A file of people: how it is read, and what became of it so far.

    ``taken`` counts the people who were looked at, of ``total``; ``added``, ``updated``, ``unchanged`` and ``rejected``
    add up to it. While it is tried they count what would become of them. An empty ``storage_key`` says that the file is
    no longer held.
    """

    __tablename__ = "jobboard_file_import"
    __table_args__ = (Index("ix_jobboard_file_import_board", "board", "id"),)

    filename: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    size_bytes: Mapped[int] = mapped_column(Integer)
    storage_key: Mapped[str] = mapped_column(String(64), index=True)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="column to field; empty: left out")
    dates: Mapped[DateOrder | None] = mapped_column(one_of(DateOrder), comment="null: as the file tells")
    tag: Mapped[str] = mapped_column(String(64), default="", comment="everybody of the file bears it")
    status: Mapped[ImportStatus] = mapped_column(one_of(ImportStatus), default=ImportStatus.DRAFT)
    total: Mapped[int] = mapped_column(Integer, default=0)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)
    made_by_id: Mapped[str] = mapped_column(String(128))
    made_by_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ImportReject(Base, Keyed):
    """A person of the file who could not be brought in: the line they begin on, the field in the way, and why. Goes
    with the file, because the reason may quote it."""

    __tablename__ = "jobboard_import_reject"

    import_id: Mapped[int] = mapped_column(ForeignKey("jobboard_file_import.id", ondelete="CASCADE"), index=True)
    line: Mapped[int] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    person: Mapped[str] = mapped_column(
        String(26), default="", comment="public id of who has their address already, if anybody"
    )


class ImportRemark(Base, Keyed):
    """What somebody should look at in people who come in all the same: said once, with how many and the first line."""

    __tablename__ = "jobboard_import_remark"

    import_id: Mapped[int] = mapped_column(ForeignKey("jobboard_file_import.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text, info=PERSONAL)
    line: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
