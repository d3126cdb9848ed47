"""What ends of job alerts by itself: unanswered questions, alerts whose term is over, what mails told long ago."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM
from jobboard.alerts import mailing, news, queries, service
from jobboard.db import outbox
from jobboard.db.quota import forget_quotas
from jobboard.flows.alert_mails import REMIND
from jobboard.flows.alert_matching import NEWS_FOR
from jobboard.search.percolator import shape
from jobboard.state import BoardState

REMIND_BEFORE = timedelta(days=14)
_REMEMBERED = 2 * NEWS_FOR
_QUOTAS_LAST = timedelta(days=1)


def stand(board: BoardState, *, since: datetime) -> queries.Figures:
    """How alerts stand, with the mails since ``since``. Seven statements."""
    with Session(board.engine) as session:
        return queries.figures(session, board.name, shape(board.synonyms), since=since)


def count_over(board: BoardState, session: Session) -> int:
    """How many questions and alerts ``end_some`` would end by now. Two statements."""
    return sum(session.scalar(select(func.count()).select_from(each.subquery())) or 0 for each in _over(board))


def _over(board: BoardState) -> tuple[Select[Any], Select[Any]]:
    return queries.requests_over(board.name, board.now()), queries.alerts_over(board.name, board.now())


def end_some(board: BoardState, session: Session, *, limit: int) -> int:
    """Delete a batch of what is over and say how much that was."""
    requests, alerts = (session.scalars(each.limit(limit)).all() for each in _over(board))
    for request in requests:
        session.delete(request)
    for alert in alerts:
        service.stop_alert(session, alert, actor=SYSTEM, now=board.now())
    return len(requests) + len(alerts)


def remind_some(board: BoardState, session: Session, *, limit: int) -> int:
    """Write down the reminders for a batch of alerts that are about to end, and say how many."""
    ending = queries.about_to_end(board.name, now=board.now(), until=board.now() + REMIND_BEFORE)
    alerts = session.scalars(ending.limit(limit)).all()
    for alert in alerts:
        mail = mailing.write_reminder(session, alert, now=board.now())
        outbox.add(session, board.name, REMIND, {"mail": mail.public_id}, at=board.now())
    return len(alerts)


def forget_old(board: BoardState, session: Session) -> None:
    """Forget mails and matches too old to be told twice, and allowances whose time is over."""
    news.forget_told(session, board.name, before=board.now() - _REMEMBERED)
    forget_quotas(session, before=board.now() - _QUOTAS_LAST)
