"""Every read of people. Each says what it loads and how many statements it costs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, SelectBase, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad  # what selectinload returns has no public name

from jobboard.access import Scope
from jobboard.candidates.models import (
    Candidate,
    CandidateAlias,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    Consent,
    ConsentPurpose,
    ResumeVersion,
    WorkHistory,
    phone_key,
)
from jobboard.candidates.tags import tagged
from jobboard.db.history import History
from jobboard.db.paging import Page, PageRequest, Stretch, page_of, stretch_of
from jobboard.errors import NotFound

_CONTACT = (Candidate.emails, Candidate.phones)
_REST = (
    Candidate.work_history,
    Candidate.skills,
    Candidate.education,
    Candidate.resumes,
    Candidate.consents,
)
_PARTS = (*_CONTACT, *_REST)

_LISTED = tuple(selectinload(part) for part in (Candidate.emails, Candidate.work_history, Candidate.consents))


def loaded() -> tuple[_AbstractLoad, ...]:
    """Everything about a person: one statement a part, seven in all."""
    return tuple(selectinload(part) for part in _PARTS)


def people_of(board: str) -> Select[Any]:
    """The board's living people: not erased, not merged away."""
    return select(Candidate).where(
        Candidate.board == board, Candidate.erased_at.is_(None), Candidate.merged_into_id.is_(None)
    )


def get_candidate(session: Session, scope: Scope, public_id: str, *, lock: bool = False) -> Candidate:
    """The person by public id, also by one they had before a merge; everything loaded. With ``lock`` whoever else wants
    to change what the reader has seen of them waits. Nine statements at most."""
    wanted = _named(scope, public_id)
    return _one(session, wanted.with_for_update(of=Candidate) if lock else wanted)


def get_profile(session: Session, scope: Scope, public_id: str) -> Candidate:
    """The same in six statements: addresses and numbers, of which a person has few, come with the person."""
    options = (*map(joinedload, _CONTACT), *map(selectinload, _REST))
    return _found(session, _named(scope, public_id).options(*options))


def _named(scope: Scope, public_id: str) -> Select[Any]:
    alias = select(CandidateAlias.candidate_id).where(
        CandidateAlias.board == scope.board, CandidateAlias.public_id == public_id
    )
    return people_of(scope.board).where(or_(Candidate.public_id == public_id, Candidate.id.in_(alias)))


def find_candidate(session: Session, scope: Scope, identifier: str) -> Candidate:
    """The person by external id or public id, also by one they had before a merge; everything loaded."""
    named = or_(Candidate.external_id == identifier, Candidate.public_id == identifier)
    return _one(session, people_of(scope.board).where(or_(named, _gave_way(scope.board, named))).limit(1))


def by_access_key(session: Session, board: str, key: str) -> Candidate:
    """The person whose own link this is, or was before a merge; everything loaded. A wrong key is ``NotFound``."""
    theirs = Candidate.access_key == key
    return _one(session, people_of(board).where(or_(theirs, _gave_way(board, theirs))))


def asked_for_no_mail(session: Session, board: str, address_key: str) -> bool:
    """Whether the person with this address asked not to be contacted. One statement."""
    asked = (
        select(Candidate.id)
        .join(Candidate.emails)
        .where(CandidateEmail.board == board, CandidateEmail.address_key == address_key, Candidate.do_not_contact)
    )
    return session.scalar(asked.limit(1)) is not None


def _gave_way(board: str, named: Any) -> Any:
    """Condition: a row that gave way to this one is ``named``."""
    gone = select(Candidate.merged_into_id).where(
        Candidate.board == board, Candidate.merged_into_id.is_not(None), named
    )
    return Candidate.id.in_(gone.correlate(None))


def perhaps_the_same(
    session: Session, scope: Scope, candidate: Candidate, *, near: Sequence[str], limit: int
) -> list[Candidate]:
    """People of the same name or telephone number, and those with the public ids ``near``, newest first; with emails,
    phones and work history. Phones must be loaded. One statement."""
    keys = [phone.key for phone in candidate.phones if phone.key]
    same_phone = select(CandidatePhone.candidate_id).where(CandidatePhone.key.in_(keys))
    alike = or_(
        func.lower(Candidate.name) == candidate.name.lower(),
        Candidate.id.in_(same_phone),
        Candidate.public_id.in_(near),
    )
    found = people_of(scope.board).where(Candidate.id != candidate.id, alike).order_by(Candidate.id.desc())
    parts = (Candidate.emails, Candidate.phones, Candidate.work_history)
    return list(session.scalars(found.options(*map(joinedload, parts)).limit(limit)).unique())


def _one(session: Session, statement: Select[Any]) -> Candidate:
    return _found(session, statement.options(*loaded()))


def _found(session: Session, statement: Select[Any]) -> Candidate:
    found: Candidate | None = session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound("candidate")
    return found


def list_candidates(
    session: Session, scope: Scope, wanted: PageRequest, *, text: str = "", tag: str = ""
) -> Page[Candidate]:
    """People by newest, narrowed by a piece of name, headline, title, employer, skill or address, and by a tag's key.
    Emails, work history and consents loaded. Five statements."""
    statement = people_of(scope.board).options(*_LISTED)
    if text.strip():
        statement = statement.where(_mentions(text.strip()[:200]))
    if tag:
        statement = statement.where(tagged(scope.board, tag))
    return page_of(session, statement.order_by(Candidate.created_at.desc(), Candidate.id.desc()), wanted)


def with_contact(session: Session, scope: Scope, wanted: PageRequest, contact: str) -> Page[Candidate]:
    """People with a piece of an e-mail address, or with a telephone number, newest first; loaded as ``list_candidates``
    does. Five statements."""
    if "@" in contact:
        like = _like(contact.strip()[:200])
        reached = select(CandidateEmail.candidate_id).where(CandidateEmail.address.ilike(like, escape="\\"))
    else:
        reached = select(CandidatePhone.candidate_id).where(
            CandidatePhone.key == phone_key(contact), CandidatePhone.key != ""
        )
    statement = people_of(scope.board).where(Candidate.id.in_(reached)).options(*_LISTED)
    return page_of(session, statement.order_by(Candidate.created_at.desc(), Candidate.id.desc()), wanted)


def listed_people(session: Session, scope: Scope, ids: Sequence[str]) -> dict[str, Candidate]:
    """Living people by public id, loaded as ``list_candidates`` does, with their education. Five statements."""
    wanted = people_of(scope.board).where(Candidate.public_id.in_(ids)).options(*_LISTED)
    found: Sequence[Candidate] = session.scalars(wanted.options(selectinload(Candidate.education))).all()
    return {person.public_id: person for person in found}


def met_person(session: Session, key: int) -> Candidate:
    """The person by internal key, with work history, skills and résumés, for who interviews them. Four statements."""
    parts = (Candidate.work_history, Candidate.skills, Candidate.resumes)
    options = tuple(map(selectinload, parts))
    return session.get_one(Candidate, key, options=options, populate_existing=True)


def bare_people(session: Session, scope: Scope, ids: Iterable[str]) -> dict[str, Candidate]:
    """Living people by public id, with nothing loaded beside their own row. One statement."""
    wanted = people_of(scope.board).where(Candidate.public_id.in_(sorted(set(ids))))
    return {person.public_id: person for person in session.scalars(wanted)}


def newest_resume_texts(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """What was read of each person's newest résumé whose text was read, by internal key. One statement."""
    newest = (
        select(ResumeVersion.candidate_id, func.max(ResumeVersion.number).label("number"))
        .where(ResumeVersion.candidate_id.in_(keys), ResumeVersion.text != "")
        .group_by(ResumeVersion.candidate_id)
        .subquery()
    )
    same = (ResumeVersion.candidate_id == newest.c.candidate_id) & (ResumeVersion.number == newest.c.number)
    return dict(session.execute(select(ResumeVersion.candidate_id, ResumeVersion.text).join(newest, same)).all())


def written(person: Candidate, resume: str) -> Iterator[str]:
    """What somebody wrote of themselves, beside headlines and the names of titles, employers and skills. Work history
    and education must be loaded; ``resume`` is the text of their newest one."""
    yield from filter(None, (person.summary, resume))
    for line in person.work_history:
        yield from filter(None, (line.summary, *line.highlights))
    for row in person.education:
        yield from filter(None, (row.study_type, row.area, row.institution))


def _like(text: str) -> str:
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _mentions(text: str) -> Any:
    like = _like(text)

    def has(column: Any) -> Any:
        return column.ilike(like, escape="\\")

    held = select(WorkHistory.candidate_id).where(or_(has(WorkHistory.title), has(WorkHistory.employer)))
    skilled = select(CandidateSkill.candidate_id).where(has(CandidateSkill.name))
    addressed = select(CandidateEmail.candidate_id).where(has(CandidateEmail.address))
    return or_(
        has(Candidate.name),
        has(Candidate.headline),
        Candidate.id.in_(held),
        Candidate.id.in_(skilled),
        Candidate.id.in_(addressed),
    )


def timeline(
    session: Session,
    scope: Scope,
    candidate: Candidate,
    *,
    only: Collection[str] = (),
    behind: Iterable[SelectBase] = (),
    limit: int = 100,
) -> list[History]:
    """What was recorded about the person, or what of it is one of ``only``, without what is about the public ids
    that ``behind`` selects; newest first, bounded. One statement."""
    return list(session.scalars(_recorded(scope, candidate, only, behind).limit(limit)))


def timeline_page(
    session: Session,
    scope: Scope,
    candidate: Candidate,
    wanted: PageRequest,
    *,
    only: Collection[str] = (),
    without: Collection[str] = (),
    behind: Iterable[SelectBase] = (),
) -> Stretch[History]:
    """A stretch of everything recorded about the person, newest first; ``only`` and ``without`` name what is wanted of
    it and what is not, ``behind`` selects public ids that nothing of it may be about. One statement."""
    return stretch_of(session, _recorded(scope, candidate, only, behind).where(History.what.not_in(without)), wanted)


def _recorded(scope: Scope, candidate: Candidate, only: Collection[str], behind: Iterable[SelectBase]) -> Select[Any]:
    recorded = select(History).where(History.board == scope.board, History.about == candidate.id)
    recorded = recorded.where(*(History.subject_id.not_in(ids) for ids in behind))
    if only:
        recorded = recorded.where(History.what.in_(only))
    return recorded.order_by(History.at.desc(), History.id.desc())


def get_resume(session: Session, scope: Scope, candidate_id: str, number: int) -> ResumeVersion:
    """One résumé version of a person of this board, or ``NotFound``. One statement."""
    found: ResumeVersion | None = session.scalars(
        select(ResumeVersion)
        .join(Candidate, Candidate.id == ResumeVersion.candidate_id)
        .where(
            ResumeVersion.board == scope.board,
            Candidate.public_id == candidate_id,
            Candidate.erased_at.is_(None),
            ResumeVersion.number == number,
        )
    ).one_or_none()
    if found is None:
        raise NotFound("résumé")
    return found


def newest_consent(candidate: Candidate, purpose: ConsentPurpose) -> Consent | None:
    """What holds for a purpose: its newest row, live or not. Consents must be loaded."""
    rows = [consent for consent in candidate.consents if consent.purpose is purpose]
    return rows[-1] if rows else None


def withdrawn_since(candidate: Candidate, purpose: ConsentPurpose) -> datetime | None:
    """When they withdrew ``purpose``; None where they never did, or have said yes since. Consents must be loaded."""
    newest = newest_consent(candidate, purpose)
    return newest.withdrawn_at if newest is not None else None


def live_consent(candidate: Candidate, purpose: ConsentPurpose, now: datetime) -> Consent | None:
    """The grant that allows ``purpose`` at ``now``, or None. Consents must be loaded."""
    newest = newest_consent(candidate, purpose)
    return newest if newest is not None and newest.is_live(now) else None
