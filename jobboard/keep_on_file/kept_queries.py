"""The reads behind the lists of kept records: filtered, proposed, due for a look. Each says its cost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from jobboard.access import Scope
from jobboard.candidates.models import Candidate
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus
from jobboard.keep_on_file.queries import consent_is_live, kept_loaded, kept_on

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
    application of origin. What promises nothing is left out unless its status is asked for. Five statements."""
    statement = kept_on(scope.board).where(*_narrowed(chosen, now)).options(*_for_lists())
    order = (KeptCandidate.expires_at,) if chosen.ending else (KeptCandidate.promised_at.desc(),)
    return page_of(session, statement.order_by(*order, KeptCandidate.id.desc()), wanted)


def _for_lists() -> tuple[ORMOption, ...]:
    return (
        joinedload(KeptCandidate.candidate).selectinload(Candidate.consents),
        joinedload(KeptCandidate.origin_application),
    )


def _narrowed(chosen: KeptFilter, now: datetime) -> list[Any]:
    status = KeptCandidate.status == chosen.status if chosen.status else KeptCandidate.status.not_in(NOT_PROMISED)
    conditions: list[Any] = [status]
    if chosen.function:
        stored = cast(KeptCandidate.target_functions, String)
        conditions.append(stored.contains(f'"{chosen.function}"', autoescape=True))
    if chosen.level is not None:
        conditions += [KeptCandidate.min_level <= chosen.level, KeptCandidate.max_level >= chosen.level]
    if chosen.owner:
        conditions.append(KeptCandidate.owner_id == chosen.owner)
    if chosen.ending:
        conditions += [consent_is_live(now), ~consent_is_live(now + timedelta(days=ENDING_DAYS))]
    if chosen.text:
        conditions.append(Candidate.name.icontains(chosen.text, autoescape=True))
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
    origin. Five statements."""
    statement = kept_on(scope.board).where(KeptCandidate.status.in_(_RUNNING), KeptCandidate.review_at <= now)
    return page_of(
        session, statement.options(*_for_lists()).order_by(KeptCandidate.review_at, KeptCandidate.id), wanted
    )


def _proposed(board: str) -> Select[Any]:
    other = aliased(KeptCandidate)
    kept_anyway = select(other.candidate_id).where(other.board == board, other.status.in_(_KEPT_ANYWAY))
    return kept_on(board).where(
        KeptCandidate.status == KeptStatus.PROPOSED,
        KeptCandidate.candidate_id.not_in(kept_anyway),
        KeptCandidate.origin_application_id.is_not(None),
        Candidate.do_not_contact.is_(False),
    )


def proposals(session: Session, scope: Scope, wanted: PageRequest) -> Page[KeptCandidate]:
    """Records that wait for somebody to confirm them, newest first, with everything matching needs; people who are kept
    by another record, or asked not to be contacted, are left out. About twenty statements."""
    statement = _proposed(scope.board).options(*kept_loaded())
    return page_of(session, statement.order_by(KeptCandidate.promised_at.desc(), KeptCandidate.id.desc()), wanted)


def proposal_count(session: Session, scope: Scope) -> int:
    """How many records wait for somebody to confirm them. One statement."""
    return session.scalar(select(func.count()).select_from(_proposed(scope.board).subquery())) or 0
