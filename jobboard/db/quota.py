"""How often something may be done within a while, agreed on through the database by every process of a board."""

from datetime import datetime, timedelta

from sqlalchemy import Integer, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jobboard.db.base import Base


class Quota(Base):
    """What was used of one allowance since its window began. ``key`` is a keyed hash: nobody can be told from it."""

    __tablename__ = "jobboard_quota"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    used: Mapped[int] = mapped_column(Integer)


def spend(session: Session, key: str, *, most: int, window: timedelta, now: datetime) -> timedelta | None:
    """Use one of ``most`` within ``window``, in the caller's transaction. ``None`` when there was one left, otherwise
    how long to wait for the next. Of two who begin a window at the same moment the database refuses one."""
    quota = session.scalars(select(Quota).where(Quota.key == key).with_for_update()).one_or_none()
    if quota is None:
        quota = Quota(key=key, began_at=now, used=0)
        session.add(quota)
    if not quota.began_at <= now < quota.began_at + window:
        quota.began_at, quota.used = now, 0
    if quota.used >= most:
        return quota.began_at + window - now
    quota.used += 1
    session.flush()
    return None


def forget_quotas(session: Session, *, before: datetime) -> None:
    """Delete what began before a moment by which every window is over."""
    session.execute(delete(Quota).where(Quota.began_at < before))
