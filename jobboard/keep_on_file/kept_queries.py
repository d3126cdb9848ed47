"""The reads behind the lists of kept records: filtered, proposed, due for a look. Each says its cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from jobboard.access import Scope
from jobboard.applications.models import Application, Interview
from jobboard.candidates.models import Candidate
from jobboard.db.paging import Page, PageRequest, in_order, page_of
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus
from jobboard.keep_on_file.queries import consent_ends, kept_loaded, kept_on

ENDING_DAYS = 30
"""Within how many days a consent counts as ending in the list."""
_RUNNING = (KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION)
_KEPT_ANYWAY = (*_RUNNING, KeptStatus.AWAITING_CONSENT, KeptStatus.PLACED)


@dataclass(frozen=True, slots=True)
class KeptFilter:
    """What the list is narrowed to; None and empty narrow nothing. ``level`` is a rank within the levels agreed,
    ``text`` a piece of the name, ``ending`` means that the consent is live and ends within ``ENDING_DAYS``."""

    status: KeptStatus | None = None
    function: str = ""
    level: int | None = None
    owner: str = ""
    ending: bool = False
    text: str = ""


def kept_list(
    session: Session, scope: Scope, wanted: PageRequest, chosen: KeptFilter, *, now: datetime
) -> Page[KeptCandidate]:
    """Kept records, newest promise first (those whose consent ends: soonest first), with people, consents and the
    application of origin. What promises nothing is left out unless its status is asked for. Four statements."""
    order = KeptCandidate.expires_at if chosen.ending else KeptCandidate.promised_at.desc()
    return _page(session, scope, wanted, _narrowed(scope, chosen, now), (order, KeptCandidate.id.desc()))


def _page(
    session: Session, scope: Scope, wanted: PageRequest, conditions: Sequence[Any], order: Sequence[Any]
) -> Page[KeptCandidate]:
    """Which records is found by conditions on them alone, so that only the page's own are read whole."""
    found = select(KeptCandidate.id).where(KeptCandidate.board == scope.board, *conditions)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    keys = session.scalars(found.order_by(*order).limit(wanted.size).offset(wanted.offset)).all() if total else []
    return Page(kept_for_a_list(session, keys), total, wanted.number, wanted.size)


def kept_for_a_list(session: Session, keys: Sequence[int]) -> list[KeptCandidate]:
    """These records (internal keys) in this order, with people, consents and the application of origin. Two
    statements, none for no key."""
    if not keys:
        return []
    person, origin = joinedload(KeptCandidate.candidate), joinedload(KeptCandidate.origin_application)
    read = select(KeptCandidate).where(KeptCandidate.id.in_(keys))
    return in_order(session.scalars(read.options(person.selectinload(Candidate.consents), origin)).unique(), keys)


def _narrowed(scope: Scope, chosen: KeptFilter, now: datetime) -> list[Any]:
    status = KeptCandidate.status == chosen.status if chosen.status else KeptCandidate.status.not_in(NOT_PROMISED)
    conditions: list[Any] = [status, KeptCandidate.status != KeptStatus.ERASED]
    if chosen.function:
        stored = cast(KeptCandidate.target_functions, String)
        conditions.append(stored.contains(f'"{chosen.function}"', autoescape=True))
    if chosen.level is not None:
        conditions += [KeptCandidate.min_level <= chosen.level, KeptCandidate.max_level >= chosen.level]
    if chosen.owner:
        conditions.append(KeptCandidate.owner_id == chosen.owner)
    if chosen.ending:
        conditions.append(KeptCandidate.candidate_id.in_(consent_ends(now, now + timedelta(days=ENDING_DAYS))))
    if chosen.text:
        named = Candidate.name.icontains(chosen.text, autoescape=True)
        conditions.append(
            KeptCandidate.candidate_id.in_(select(Candidate.id).where(Candidate.board == scope.board, named))
        )
    return conditions


def owners(session: Session, scope: Scope, *, limit: int = 100) -> list[tuple[str, str]]:
    """Who keeps promises here, as (id, name), by name. One statement."""
    found = session.execute(
        select(KeptCandidate.owner_id, func.max(KeptCandidate.owner_name))
        .where(KeptCandidate.board == scope.board, KeptCandidate.status.not_in(NOT_PROMISED))
        .group_by(KeptCandidate.owner_id)
        .order_by(func.max(KeptCandidate.owner_name))
        .limit(limit)
    )
    return [(owner, name) for owner, name in found]


def reviews_due(session: Session, scope: Scope, wanted: PageRequest, *, now: datetime) -> Page[KeptCandidate]:
    """Running records whose day to look again has come, longest due first, with people, consents and the application of
    origin. Four statements."""
    due = (KeptCandidate.status.in_(_RUNNING), KeptCandidate.review_at <= now)
    return _page(session, scope, wanted, due, (KeptCandidate.review_at, KeptCandidate.id))


def _proposed(board: str) -> Select[Any]:
    other = aliased(KeptCandidate)
    kept_anyway = exists().where(
        other.candidate_id == KeptCandidate.candidate_id, other.board == board, other.status.in_(_KEPT_ANYWAY)
    )
    return kept_on(board).where(
        KeptCandidate.status == KeptStatus.PROPOSED,
        ~kept_anyway,
        KeptCandidate.origin_application_id.is_not(None),
        Candidate.do_not_contact.is_(False),
    )


def proposals(session: Session, scope: Scope, wanted: PageRequest) -> Page[KeptCandidate]:
    """Records that wait for somebody to confirm them, newest first, with all that matching needs and panels; people who
    are kept by another record, or asked not to be contacted, are left out. About twenty statements."""
    interviews = joinedload(KeptCandidate.origin_application).selectinload(Application.interviews)
    statement = _proposed(scope.board).options(*kept_loaded(), interviews.selectinload(Interview.panel))
    return page_of(session, statement.order_by(KeptCandidate.promised_at.desc(), KeptCandidate.id.desc()), wanted)


def proposal_count(session: Session, scope: Scope) -> int:
    """How many records wait for somebody to confirm them. One statement."""
    return session.scalar(select(func.count()).select_from(_proposed(scope.board).subquery())) or 0
