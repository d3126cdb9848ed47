"""Writes what a candidate's line says about the person. Call inside a transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.candidates import service
from jobboard.candidates.interchange import ConsentGiven, PersonLine
from jobboard.candidates.models import Candidate, Consent
from jobboard.candidates.queries import newest_consent
from jobboard.db.history import record, tell_of_change
from jobboard.errors import AddressTaken
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.forms import comparable

CHANNEL = "import"


def owner_of(session: Session, board: str, line: PersonLine) -> Candidate | None:
    """Whom the first of the line's addresses that is known belongs to."""
    return next(filter(None, (service.find_by_email(session, board, address) for address in line.emails)), None)


def is_known_otherwise(owner: Candidate, line: PersonLine) -> bool:
    """Whether the line is about the owner of its address, whom another system gave another external id: address and
    name agree."""
    return owner.external_id not in (None, line.external_id) and comparable(owner.name) == comparable(line.name)


def add_person(
    session: Session,
    board: str,
    line: PersonLine,
    *,
    known: Candidate | None,
    actor: Actor,
    now: datetime,
    titles: TitleReader = PLAIN,
) -> Candidate:
    """A new person, or ``known``, the one this address already belongs to, if they have no external id yet.

    Raises ``AddressTaken`` when they have another external id.
    """
    if known is not None and known.external_id is not None:
        todo = "If they are one person, write the name as it is there; if not, put the address right."
        raise _taken(known, f"whose name is another. {todo}")
    if known is None:
        known = service.create_candidate(
            session, board, name=line.name, actor=actor, now=now, external_id=line.external_id
        )
    known.external_id = line.external_id
    _write(session, known, line, actor=actor, titles=titles)
    tell_of_change(session, board, known.id, at=now)
    return known


def complete_person(
    session: Session,
    candidate: Candidate,
    line: PersonLine,
    *,
    actor: Actor,
    now: datetime,
    titles: TitleReader = PLAIN,
) -> None:
    """Add what is not known yet of somebody whom another system knows, too. Whatever is known stays: this line may be
    the poorer one. They keep their external id."""
    missing = replace(
        line,
        about={column: getattr(candidate, column) or value for column, value in line.about.items()},
        work=() if candidate.work_history else line.work,
        skills=() if candidate.skills else line.skills,
        education=() if candidate.education else line.education,
    )
    _write(session, candidate, missing, actor=actor, titles=titles)
    candidate.import_digest, candidate.updated_at = line.digest, now
    record(session, candidate, "candidate_imported", actor=actor, at=now, about=candidate.id)


def _taken(owner: Candidate, why: str) -> AddressTaken:
    said = f"This address belongs to {owner.external_id or owner.public_id} already, {why}"
    return AddressTaken("basics.email", said, person=owner.public_id)


def update_person(
    session: Session,
    candidate: Candidate,
    line: PersonLine,
    *,
    actor: Actor,
    now: datetime,
    titles: TitleReader = PLAIN,
) -> None:
    """Bring a person in step with their newer line. What the line leaves out stays; consents are only added to,
    and only by what is newer than all that is known of them."""
    for address in line.emails:
        owner = service.find_by_email(session, candidate.board, address)
        if owner is not None and owner is not candidate:
            todo = "If they are one person, merge the two; if not, put the address right."
            raise _taken(owner, f"who is not {line.external_id}. {todo}")
    candidate.name = line.name
    candidate.updated_at = now
    _write(session, candidate, line, actor=actor, titles=titles)
    record(session, candidate, "candidate_imported", actor=actor, at=now, about=candidate.id)


def _write(session: Session, candidate: Candidate, line: PersonLine, *, actor: Actor, titles: TitleReader) -> None:
    for column, value in line.about.items():
        setattr(candidate, column, value or getattr(candidate, column) or "")
    for address in line.emails:
        service.add_email(candidate, address)
    for number in line.phones:
        service.add_phone(candidate, number)
    if line.work:
        service.set_work_history(candidate, line.work, titles=titles)
        service.order_work_history(candidate)
    if line.skills:
        service.set_skills(candidate, line.skills)
    if line.education:
        service.set_education(candidate, line.education)
    candidate.do_not_contact = candidate.do_not_contact or line.do_not_contact
    _remember(session, candidate, line)
    _add_consents(session, candidate, line, actor=actor)


def _remember(session: Session, candidate: Candidate, line: PersonLine) -> None:
    """Which line was read last, on the row that bears its external id: after a merge that is the one that gave way."""
    if candidate.external_id == line.external_id:
        candidate.import_digest = line.digest
        return
    bears = (Candidate.board == candidate.board, Candidate.external_id == line.external_id)
    session.execute(update(Candidate).where(*bears).values(import_digest=line.digest))


def _add_consents(session: Session, candidate: Candidate, line: PersonLine, *, actor: Actor) -> None:
    """What happened after all that is known of a purpose. The newest row is what holds, so what happened before it
    can no longer be written: an old file would bring back a consent that was withdrawn since."""
    for given in line.consents:
        newest = newest_consent(candidate, given.purpose)
        if newest is None or _moment(given) > _moment(newest) or _ends(given, newest):
            _say(session, candidate, given, actor=actor)


def _moment(consent: Consent | ConsentGiven) -> datetime:
    return consent.withdrawn_at or consent.granted_at


def _ends(given: ConsentGiven, newest: Consent) -> bool:
    """Given and taken back on the same day: two dates in a file, one moment."""
    return given.withdrawn_at == newest.granted_at and newest.withdrawn_at is None


def _say(session: Session, candidate: Candidate, given: ConsentGiven, *, actor: Actor) -> None:
    known = {(row.purpose, row.granted_at) for row in candidate.consents}
    if given.withdrawn_at is None or (given.purpose, given.granted_at) not in known:
        _grant(session, candidate, given, actor=actor)
    if given.withdrawn_at:
        _withdraw(session, candidate, given, actor=actor)


def _grant(session: Session, candidate: Candidate, given: ConsentGiven, *, actor: Actor) -> None:
    service.grant_consent(
        session,
        candidate,
        given.purpose,
        actor=actor,
        granted_at=given.granted_at,
        expires_at=given.expires_at,
        channel=CHANNEL,
        text_version=given.text_version,
    )


def _withdraw(session: Session, candidate: Candidate, given: ConsentGiven, *, actor: Actor) -> None:
    grant = next(
        row
        for row in reversed(candidate.consents)
        if row.purpose is given.purpose and row.granted_at == given.granted_at
    )
    assert given.withdrawn_at is not None
    service.withdraw_consent(session, candidate, grant, actor=actor, now=given.withdrawn_at, channel=CHANNEL)
