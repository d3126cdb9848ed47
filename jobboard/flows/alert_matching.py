"""A job opens, and everybody who waits for such a job is remembered for the next mail.

The searches are filed (``search.percolator``), so that a new job is not held against each of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Scope
from jobboard.alerts import news, queries
from jobboard.alerts.models import Alert
from jobboard.alerts.saved_search import SavedSearch
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows import index
from jobboard.flows.alerts import mail_later, schedule
from jobboard.jobs.models import Job
from jobboard.jobs.queries import jobs_by_ids
from jobboard.search.percolator import Count, NewDocument, filed_under, search_for, shape
from jobboard.state import BoardState

NEWS_FOR = timedelta(days=30)
"""A job that opened here longer ago is no news, whatever is changed of it. Matches are kept for longer than that."""

_BATCH = 100
"""Jobs that are read and held against an alert at once when it looks back."""


def match_jobs(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``JOB_OUT`` asks for. Jobs that are no longer open or no news are passed over."""
    if not queries.any_alert(session, board.name):
        return
    file_alerts(board, session)
    wanted = dict.fromkeys(str(entry.payload["job"]) for entry in entries)
    jobs = jobs_by_ids(session, Scope(board.name, SYSTEM), wanted)
    _end_read(session)
    for job in jobs.values():
        if job.opened_here_at is not None and job.opened_here_at > board.now() - NEWS_FOR:
            match_job(board, session, job)


def match_job(board: BoardState, session: Session, job: Job) -> None:
    """Remember ``job`` for every alert that it is news for, a transaction for each batch of them. Organization, places
    and requirements must be loaded."""
    for found in find_waiting(board, session, job):
        _record(board, session, found, [job])


def find_waiting(board: BoardState, session: Session, job: Job) -> Iterator[Sequence[int]]:
    """The internal keys of the alerts that ``job`` is news for, in batches; no transaction is open when one comes. The
    same must be loaded."""
    new, now = _new_document(job, board), board.now()
    answers: dict[str, bool] = {}
    for waiting in queries.waiting_under(session, board.name, new.keys, job):
        for each in waiting:
            if each.search_key not in answers:
                answers[each.search_key] = new.answers(SavedSearch.read(each.search).query(now=now))
        _end_read(session)
        if found := [each.alert_id for each in waiting if answers[each.search_key]]:
            yield found


def look_back(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``LOOK_BACK`` asks for: what opened between the question and the answer, or during a pause."""
    for entry in entries:
        before: tuple[datetime, int] | None = None
        while jobs := _look_at_batch(board, session, str(entry.payload["alert"]), before):
            before = jobs[-1].opened_here_at or board.now(), jobs[-1].id


def _look_at_batch(
    board: BoardState, session: Session, alert_id: str, before: tuple[datetime, int] | None
) -> Sequence[Job]:
    """Remember for the alert which of the next jobs are news for it, in a transaction of their own, and return them
    all; none at the end."""
    alert, now = queries.find_alert(session, board.name, alert_id), board.now()
    if alert is None:
        return ()
    jobs = queries.news_for(session, alert, since=now - NEWS_FOR, now=now, limit=_BATCH, before=before)
    found = [job for job in jobs if _answers(alert, job, board)]
    _end_read(session)
    if found:
        _record(board, session, [alert.id], found)
    return jobs


def _answers(alert: Alert, job: Job, board: BoardState) -> bool:
    return _new_document(job, board).answers(SavedSearch.read(alert.search).query(now=board.now()))


def _new_document(job: Job, board: BoardState) -> NewDocument:
    (document,) = index.documents(board, [job])
    return NewDocument(document, board.synonyms)


def _record(board: BoardState, session: Session, alert_ids: Sequence[int], jobs: Iterable[Job]) -> None:
    with transaction(session, owned=True):
        job_ids = [job.id for job in jobs]
        due = news.record_matches(session, alert_ids, job_ids, now=board.now(), schedule=schedule(board))
        mail_later(board, session, *due)


def file_alerts(board: BoardState, session: Session) -> int:
    """File every alert that is filed under nothing, or in a shape of old; how many. In transactions short enough to
    wait for."""
    count, filed = _counter(board), 0
    while True:
        alerts = queries.unfiled(session, board.name, shape(board.synonyms))
        _end_read(session)
        if not alerts:
            return filed
        keys = {alert.id: _keys(board, alert, count) for alert in alerts}
        with transaction(session, owned=True):
            news.file_alerts(session, board.name, keys, shape=shape(board.synonyms))
        filed += len(alerts)


def _end_read(session: Session) -> None:
    """Hold no transaction, and keep the rows as they were read."""
    session.expunge_all()
    session.rollback()


def _keys(board: BoardState, alert: Alert, count: Count) -> frozenset[str]:
    return filed_under(SavedSearch.read(alert.search).query(now=board.now()), count, board.synonyms)


def _counter(board: BoardState) -> Count:
    """How many open jobs have a key, each asked of the engine once."""

    @cache
    def count(key: str) -> int:
        return board.search.search(search_for(key, now=board.now())).total

    return count
