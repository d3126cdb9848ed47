"""A host's own ladder as it stands, and every change of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobboard.db.base import Base, Keyed, OnBoard, Public, one_of
from jobboard.fit.host import EntryKind


class LadderEntry(Base, Keyed, Public, OnBoard):
    """One line of the ladder: a title, or the name of a rung, and where it stands."""

    __tablename__ = "jobboard_ladder_entry"
    __table_args__ = (UniqueConstraint("board", "function", "kind", "key"),)

    function: Mapped[str] = mapped_column(String(64), default="", comment="empty: every field")
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind), default=EntryKind.TITLE)
    key: Mapped[str] = mapped_column(String(400), comment="the phrase as it is compared")
    phrase: Mapped[str] = mapped_column(String(120))
    level_rank: Mapped[int] = mapped_column(Integer)
    track: Mapped[str] = mapped_column(String(16), default="", comment="empty: the title's own")
    label: Mapped[str] = mapped_column(String(60), default="", comment="what the firm calls the rung")
    set_by_name: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class LadderChange(Base, Keyed, Public, OnBoard):
    """One change of the ladder: who, when, why, and the entries before and after. Append-only; the newest says which
    state of the ladder holds. ``jobs_moved`` and ``lines_moved`` count what was placed anew by it so far."""

    __tablename__ = "jobboard_ladder_change"
    __table_args__ = (Index("ix_jobboard_ladder_change_board", "board", "id"),)

    made_by_id: Mapped[str] = mapped_column(String(128))
    made_by_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    after: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    jobs_moved: Mapped[int] = mapped_column(Integer, default=0)
    lines_moved: Mapped[int] = mapped_column(Integer, default=0)
    reread_at: Mapped[datetime | None] = mapped_column(comment="when everything it touches had been read anew")
