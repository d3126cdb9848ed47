"""Every read of alerts. Each says what it loads and how many statements it costs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased, selectinload

from jobboard.alerts.models import (
    Alert,
    AlertKey,
    AlertMail,
    AlertMatch,
    AlertRequest,
    AlertStatus,
    MailKind,
    Subscriber,
)
from jobboard.errors import NotFound
from jobboard.jobs.models import Job
from jobboard.jobs.queries import is_public, loaded

BATCH = 500


def get_request(session: Session, board: str, public_id: str, *, now: datetime, lock: bool = False) -> AlertRequest:
    """What somebody asked for and may still confirm. One statement."""
    wanted = select(AlertRequest).where(
        AlertRequest.board == board, AlertRequest.public_id == public_id, AlertRequest.expires_at > now
    )
    found = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        raise NotFound("job alert to start")
    return found


def get_subscriber(session: Session, board: str, access_key: str, *, lock: bool = False) -> Subscriber:
    """Whose link this is, with their alerts. A wrong key is ``NotFound``. Two statements."""
    found = find_subscriber(session, board, Subscriber.access_key == access_key, lock=lock)
    if found is None:
        raise NotFound("page of job alerts")
    return found


def subscriber_of(session: Session, board: str, address_key: str) -> Subscriber | None:
    """Who gets mail at this address, with their alerts, held until the commit. Two statements."""
    return find_subscriber(session, board, Subscriber.address_key == address_key, lock=True)


def find_subscriber(session: Session, board: str, which: ColumnElement[bool], *, lock: bool) -> Subscriber | None:
    """The one subscriber of whom ``which`` is true, with their alerts. Two statements."""
    wanted = select(Subscriber).where(Subscriber.board == board, which).options(selectinload(Subscriber.alerts))
    if lock:
        wanted = wanted.with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def access_key_of(session: Session, alert_id: int) -> str:
    """The key of the page on which an alert stands. One statement."""
    return session.scalars(select(Subscriber.access_key).join(Subscriber.alerts).where(Alert.id == alert_id)).one()


def find_alert(session: Session, board: str, public_id: str) -> Alert | None:
    """The alert, unless it was stopped. One statement."""
    return session.scalars(select(Alert).where(Alert.board == board, Alert.public_id == public_id)).one_or_none()


def any_alert(session: Session, board: str) -> bool:
    """Whether anybody has an alert. One statement."""
    return session.scalar(select(Alert.id).where(Alert.board == board).limit(1)) is not None


def unfiled(session: Session, board: str, shape: str) -> Sequence[Alert]:
    """Alerts that are filed under no keys, or under those of another shape; a batch. One statement."""
    return session.scalars(
        select(Alert)
        .where(Alert.board == board, or_(Alert.filed_as < shape, Alert.filed_as > shape))
        .order_by(Alert.id)
        .limit(BATCH)
    ).all()


class Waiting(NamedTuple):
    """An alert that watches, by its internal key, and what it looks for; ``search_key`` is one a search."""

    alert_id: int
    search_key: str
    search: dict[str, Any]


def waiting_under(session: Session, board: str, keys: Collection[str], job: Job) -> Iterator[Sequence[Waiting]]:
    """Active alerts filed under any of ``keys`` for which ``job`` is news that they have not had, in batches, each
    alert once. Statements: one for each 500 keys, and one more for each 500 alerts under them."""
    seen: set[int] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        for found in _watching(session, board, ordered[start : start + BATCH], job):
            fresh = [each for each in found if each.alert_id not in seen]
            seen.update(each.alert_id for each in fresh)
            if fresh:
                yield fresh


def _watching(session: Session, board: str, keys: Sequence[str], job: Job) -> Iterator[Sequence[Waiting]]:
    filed = select(AlertKey.alert_id).where(AlertKey.board == board, AlertKey.key.in_(keys))
    told = exists().where(AlertMatch.job_id == job.id, AlertMatch.alert_id == Alert.id)
    wanted = (
        select(Alert.id, Alert.search_key, Alert.search)
        .where(Alert.id.in_(filed), Alert.status == AlertStatus.ACTIVE, Alert.news_since < job.opened_here_at, ~told)
        .order_by(Alert.id)
        .limit(BATCH)
    )
    last = 0
    while found := [Waiting(*row) for row in session.execute(wanted.where(Alert.id > last))]:
        last = found[-1].alert_id
        yield found


def news_for(
    session: Session,
    alert: Alert,
    *,
    since: datetime,
    now: datetime,
    limit: int,
    before: tuple[datetime, int] | None = None,
) -> Sequence[Job]:
    """The jobs that opened here last, after ``since``, of those that are news for ``alert`` and not noted for it,
    whatever it looks for; to go on, only those that come after ``before``, the moment and key of the last one. Three
    statements."""
    told = select(AlertMatch.job_id).where(AlertMatch.alert_id == alert.id)
    return (
        session.scalars(
            select(Job)
            .where(
                Job.board == alert.board,
                Job.opened_here_at > max(alert.news_since, since),
                _opened_before(*before) if before else true(),
                Job.id.not_in(told),
                *is_public(now),
            )
            .options(*loaded())
            .order_by(Job.opened_here_at.desc(), Job.id.desc())
            .limit(limit)
        )
        .unique()
        .all()
    )


def _opened_before(moment: datetime, key: int) -> ColumnElement[bool]:
    return or_(Job.opened_here_at < moment, and_(Job.opened_here_at == moment, Job.id < key))


def untold_open(alert_ids: Collection[int], *, now: datetime) -> Subquery:
    """``alert_id`` and ``job_id`` of what these alerts found, no mail has told and is open."""
    waits = AlertMatch.alert_id.in_(alert_ids), AlertMatch.mail_id.is_(None)
    pairs = select(AlertMatch.alert_id, AlertMatch.job_id).join(Job, Job.id == AlertMatch.job_id)
    return pairs.where(*waits, *is_public(now)).subquery()


@dataclass(frozen=True, slots=True)
class News:
    """What one alert has to tell: the newest jobs, and how many there are in all."""

    alert_id: int
    job_ids: list[int]
    total: int


def news_of(
    session: Session, subscriber: Subscriber, alert_ids: Collection[int], *, now: datetime, most: int
) -> list[News]:
    """What these alerts of a subscriber have to tell, ``most`` jobs of each by key. A job that several found is the
    first one's; one that an earlier mail told of, for whichever alert, is none's. One statement."""
    earlier, mail = aliased(AlertMatch), aliased(AlertMail)
    found = untold_open(alert_ids, now=now)
    told = exists().where(
        earlier.job_id == found.c.job_id, mail.id == earlier.mail_id, mail.subscriber_id == subscriber.id
    )
    firsts = (
        select(func.min(found.c.alert_id).label("alert_id"), found.c.job_id)
        .where(~told)
        .group_by(found.c.job_id)
        .subquery()
    )
    newest = func.row_number().over(partition_by=firsts.c.alert_id, order_by=(Job.published_at.desc(), Job.id.desc()))
    total = func.count().over(partition_by=firsts.c.alert_id)
    ranked = (
        select(firsts.c.alert_id, firsts.c.job_id, newest.label("rank"), total.label("total"))
        .join(Job, Job.id == firsts.c.job_id)
        .subquery()
    )
    news: dict[int, News] = {}
    for row in session.execute(select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.alert_id, ranked.c.rank)):
        news.setdefault(row.alert_id, News(row.alert_id, [], row.total)).job_ids.append(row.job_id)
    return list(news.values())


def digests_since(session: Session, subscriber: Subscriber, since: datetime) -> int:
    """How many digests have left for them. One statement."""
    left = select(func.count()).where(
        AlertMail.subscriber_id == subscriber.id, AlertMail.kind == MailKind.DIGEST, AlertMail.left_at >= since
    )
    return session.scalar(left) or 0


def find_reminder(session: Session, board: str, public_id: str) -> tuple[AlertMail, Alert, Subscriber] | None:
    """A reminder's mail, what it is about and whom it goes to, unless the alert was stopped. One statement."""
    found = session.execute(
        select(AlertMail, Alert, Subscriber)
        .join(Alert, Alert.id == AlertMail.alert_id)
        .join(Alert.subscriber)
        .where(AlertMail.board == board, AlertMail.public_id == public_id)
    ).one_or_none()
    return (found[0], found[1], found[2]) if found else None


def requests_over(board: str, now: datetime) -> Select[Any]:
    """What was asked for and can no longer be confirmed, and the traces of what was."""
    return select(AlertRequest).where(AlertRequest.board == board, AlertRequest.expires_at <= now)


def alerts_over(board: str, now: datetime) -> Select[Any]:
    """Alerts whose term is over."""
    return select(Alert).where(Alert.board == board, Alert.expires_at <= now)


def about_to_end(board: str, *, now: datetime, until: datetime) -> Select[Any]:
    """Alerts whose term ends by ``until`` and whose owner has not been asked."""
    return select(Alert).where(
        Alert.board == board, Alert.expires_at > now, Alert.expires_at <= until, Alert.reminded_at.is_(None)
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """How alerts stand. ``interrupted`` mails may have left and are not sent again."""

    active: int
    paused: int
    unconfirmed: int
    unfiled: int
    waiting: int
    sent: int
    interrupted: int


def figures(session: Session, board: str, shape: str, *, since: datetime) -> Figures:
    """The numbers an operator asks for; mails are those since ``since``. Seven statements."""

    def count(*conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0

    return Figures(
        active=count(Alert.board == board, Alert.status == AlertStatus.ACTIVE),
        paused=count(Alert.board == board, Alert.status == AlertStatus.PAUSED),
        unconfirmed=count(AlertRequest.board == board, AlertRequest.alert_id.is_(None)),
        unfiled=count(Alert.board == board, Alert.filed_as != shape),
        waiting=count(Alert.board == board, Alert.due_at.is_not(None)),
        sent=count(AlertMail.board == board, AlertMail.sent_at >= since),
        interrupted=count(AlertMail.board == board, AlertMail.left_at >= since, AlertMail.sent_at.is_(None)),
    )
