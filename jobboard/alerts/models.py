"""Saved searches and the mails they bring. Nobody here has an account: an address, and links that only its owner gets.

What somebody looks for is about them, so every search, and whatever is made of one, is personal.
"""

from datetime import datetime
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobboard.db.base import PERSONAL, Base, Keyed, OnBoard, Public, Versioned, one_of


class Frequency(StrEnum):
    """How often somebody wants to hear."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"


class AlertStatus(StrEnum):
    """Whether an alert watches. One that was stopped is deleted."""

    ACTIVE = "active"
    PAUSED = "paused"


class MailKind(StrEnum):
    """Why we wrote to a subscriber."""

    DIGEST = "digest"
    REMINDER = "reminder"


class AlertRequest(Base, Keyed, Public, OnBoard):
    """Somebody typed an address and asked for an alert. Nothing comes of it until the owner of the address presses the
    button behind the mailed link; then ``alert_id`` is what it became."""

    __tablename__ = "jobboard_alert_request"
    __table_args__ = (
        Index("ix_jobboard_alert_request_expires", "board", "expires_at"),
        Index("ix_jobboard_alert_request_address", "board", "address_key"),
    )

    address: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    address_key: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    search: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    title: Mapped[str] = mapped_column(String(400), info=PERSONAL)
    frequency: Mapped[Frequency] = mapped_column(one_of(Frequency))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_alert.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None] = mapped_column(comment="when its mail was handed over; set before it is")


class Subscriber(Base, Keyed, Public, OnBoard):
    """An address whose owner has confirmed at least one alert. ``access_key`` opens the page of their alerts."""

    __tablename__ = "jobboard_subscriber"
    __table_args__ = (UniqueConstraint("board", "address_key"),)

    address: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    address_key: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    access_key: Mapped[str] = mapped_column(
        String(43), default=lambda: token_urlsafe(24), unique=True, comment="only ever mailed to them"
    )
    created_at: Mapped[datetime]

    alerts: Mapped[list["Alert"]] = relationship(
        back_populates="subscriber", order_by="Alert.id", lazy="raise_on_sql", passive_deletes=True
    )


class Alert(Base, Keyed, Public, OnBoard, Versioned):
    """One search that somebody is told the news of.

    Jobs that opened here after ``news_since`` are news, whatever day they say they were posted. ``due_at`` is when what
    waits is mailed; empty while nothing waits. ``filed_as`` is the shape of the keys it is filed under; empty or
    another than the current: file it anew.
    """

    __tablename__ = "jobboard_alert"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "search_key"),
        Index("ix_jobboard_alert_filed", "board", "filed_as"),
        Index("ix_jobboard_alert_expires", "board", "expires_at"),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("jobboard_subscriber.id", ondelete="CASCADE"))
    search: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    search_key: Mapped[str] = mapped_column(String(64), comment="one a search, however it was put", info=PERSONAL)
    title: Mapped[str] = mapped_column(String(400), comment="in the words of the page it began on", info=PERSONAL)
    frequency: Mapped[Frequency] = mapped_column(one_of(Frequency))
    status: Mapped[AlertStatus] = mapped_column(one_of(AlertStatus), default=AlertStatus.ACTIVE)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime] = mapped_column(comment="when the owner of the address pressed the button")
    news_since: Mapped[datetime]
    expires_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None] = mapped_column(comment="when the mail about its end was written down")
    due_at: Mapped[datetime | None]
    filed_as: Mapped[str] = mapped_column(String(20), default="")

    subscriber: Mapped[Subscriber] = relationship(back_populates="alerts", lazy="raise_on_sql")


class AlertKey(Base):
    """One key of the searches' index: a document without it may still find the alert by another of its keys."""

    __tablename__ = "jobboard_alert_key"

    board: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True, info=PERSONAL)
    alert_id: Mapped[int] = mapped_column(
        ForeignKey("jobboard_alert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class AlertMail(Base, Keyed, Public, OnBoard):
    """One mail to a subscriber. It has left, or may have, from ``left_at`` on, which is written before it is handed
    over: a mail whose process died is never sent again. ``sent_at`` says that the server took it."""

    __tablename__ = "jobboard_alert_mail"
    __table_args__ = (
        Index("ix_jobboard_alert_mail_subscriber", "subscriber_id", "left_at"),
        Index("ix_jobboard_alert_mail_created", "board", "created_at"),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("jobboard_subscriber.id", ondelete="CASCADE"))
    alert_id: Mapped[int | None] = mapped_column(
        ForeignKey("jobboard_alert.id", ondelete="CASCADE"), index=True, comment="of a reminder: what ends"
    )
    kind: Mapped[MailKind] = mapped_column(one_of(MailKind))
    jobs: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class AlertMatch(Base):
    """A new job that an alert's search finds. Once a pair; ``mail_id`` is the digest that told of it."""

    __tablename__ = "jobboard_alert_match"

    alert_id: Mapped[int] = mapped_column(
        ForeignKey("jobboard_alert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    job_id: Mapped[int] = mapped_column(
        ForeignKey("jobboard_job.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    matched_at: Mapped[datetime] = mapped_column(index=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("jobboard_alert_mail.id", ondelete="CASCADE"), index=True)
