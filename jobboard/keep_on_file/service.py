"""Every write to kept records. Call inside a transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.db.history import History, record
from jobboard.errors import IllegalMove
from jobboard.jobs.models import SalaryUnit
from jobboard.keep_on_file.lifecycle import MOVES, check_kept
from jobboard.keep_on_file.models import (
    BenchRow,
    DismissalRule,
    KeepReason,
    KeptCandidate,
    KeptStatus,
    Surfacing,
    SurfacingRunEntry,
)

_ABOUT_WISHES = ("kept_edited", "wishes_edited", "surfacing_decided", "rule_made", "rule_changed")
"""History whose reasons repeat what a person wished, or why they were set aside."""


@dataclass(frozen=True, slots=True)
class KeepTerms:
    """What was agreed: for what, within which levels (ranks), from which pay (minor units), where, until when."""

    reason: KeepReason
    target_functions: Sequence[str]
    min_level: int
    max_level: int
    pay_floor: int | None = None
    pay_floor_currency: str | None = None
    pay_floor_unit: SalaryUnit | None = None
    places: Sequence[str] = ()
    work_modes: Sequence[str] = ()
    conditions: str = ""
    own_words: str = ""
    own_words_at: datetime | None = None
    excluded_organizations: Sequence[str] = ()
    available_from: date | None = None
    review_at: datetime | None = None
    expires_at: datetime | None = None


def keep(
    session: Session,
    candidate: Candidate,
    terms: KeepTerms,
    *,
    origin: Application | None,
    status: KeptStatus,
    owner: Actor,
    now: datetime,
) -> KeptCandidate:
    """Keep a person on file. Keeping somebody again for the same application renews that record.

    Raises ``IllegalMove`` when the record that is there cannot go to ``status``.
    """
    kept = _existing(session, candidate, origin)
    before = kept.status.value if kept else ""
    if kept is not None and kept.status is not status:
        check_kept(kept, status)
    if kept is None:
        kept = KeptCandidate(board=candidate.board, candidate=candidate, origin_application=origin)
        session.add(kept)
    _set_terms(kept, terms)
    kept.status, kept.promised_at = status, now
    kept.owner_id, kept.owner_name = owner.id, owner.name
    session.flush()
    record(
        session,
        kept,
        "kept_on_file",
        actor=owner,
        at=now,
        about=candidate.id,
        before=before,
        after=status.value,
        why=terms.reason.value,
    )
    return kept


def propose(
    session: Session, candidate: Candidate, terms: KeepTerms, *, origin: Application, owner: Actor, now: datetime
) -> KeptCandidate | None:
    """Note that somebody may be worth keeping; a person confirms it or says that it is not needed. None when there is a
    record for this application already, whatever became of it: nobody is asked twice."""
    if _existing(session, candidate, origin) is not None:
        return None
    kept = KeptCandidate(board=candidate.board, candidate=candidate, origin_application=origin)
    session.add(kept)
    _set_terms(kept, terms)
    kept.status, kept.promised_at = KeptStatus.PROPOSED, now
    kept.owner_id, kept.owner_name = owner.id, owner.name
    session.flush()
    record(session, kept, "keep_proposed", actor=owner, at=now, about=candidate.id)
    return kept


def _existing(session: Session, candidate: Candidate, origin: Application | None) -> KeptCandidate | None:
    if origin is None:
        return None
    return session.scalars(
        select(KeptCandidate).where(
            KeptCandidate.candidate_id == candidate.id, KeptCandidate.origin_application_id == origin.id
        )
    ).one_or_none()


def _set_terms(kept: KeptCandidate, terms: KeepTerms) -> None:
    kept.reason = terms.reason
    kept.target_functions = list(terms.target_functions)
    kept.min_level, kept.max_level = min(terms.min_level, terms.max_level), max(terms.min_level, terms.max_level)
    kept.pay_floor = terms.pay_floor
    kept.pay_floor_currency, kept.pay_floor_unit = terms.pay_floor_currency, terms.pay_floor_unit
    kept.places, kept.work_modes = list(terms.places), list(terms.work_modes)
    kept.conditions = terms.conditions
    kept.own_words, kept.own_words_at = terms.own_words, terms.own_words_at
    kept.excluded_organizations = list(terms.excluded_organizations)
    kept.available_from = terms.available_from
    kept.review_at, kept.expires_at = terms.review_at, terms.expires_at


def move_kept(
    session: Session, kept: KeptCandidate, to: KeptStatus, *, actor: Actor, now: datetime, why: str = ""
) -> None:
    """Move a kept record along the transition table. Raises ``IllegalMove``."""
    check_kept(kept, to)
    take_back_kept(session, kept, to, actor=actor, now=now, why=why)


def take_back_kept(
    session: Session, kept: KeptCandidate, to: KeptStatus, *, actor: Actor, now: datetime, why: str = ""
) -> None:
    """Let a kept record stand where it stood before a move that was a mistake, against the table's direction."""
    before, kept.status = kept.status, to
    if before is KeptStatus.ACTIVE:
        session.execute(delete(BenchRow).where(BenchRow.kept_id == kept.id))
    elif to is KeptStatus.ACTIVE:
        kept.benched_at = None
    record(
        session,
        kept,
        "kept_moved",
        actor=actor,
        at=now,
        about=kept.candidate_id,
        before=before.value,
        after=to.value,
        why=why,
    )


def check_undecided(kept: KeptCandidate) -> None:
    """Raise ``IllegalMove`` unless the record is still only proposed."""
    if kept.status is not KeptStatus.PROPOSED:
        raise IllegalMove("This proposal", here=kept.status.value, wanted="another decision", allowed=[])


def kept_people(session: Session, candidate_id: int) -> Sequence[KeptCandidate]:
    """Every kept record of a person, newest first, whatever its status: writes must not miss one. One statement."""
    return session.scalars(
        select(KeptCandidate).where(KeptCandidate.candidate_id == candidate_id).order_by(KeptCandidate.id.desc())
    ).all()


def edit_kept(
    session: Session,
    kept: KeptCandidate,
    columns: Mapping[str, Any],
    *,
    said: Callable[[KeptCandidate], Mapping[str, str]],
    actor: Actor,
    now: datetime,
    what: str = "kept_edited",
) -> list[str]:
    """Set ``columns`` and return what really changed, by the labels of ``said``, which puts a record into words.

    Each change is a line of history that names its label and, where an erasure reaches it, the words before and after.
    Own words that changed are from ``now``.
    """
    before, words = dict(said(kept)), kept.own_words
    for name, value in columns.items():
        setattr(kept, name, value)
    if kept.own_words != words:
        kept.own_words_at = now if kept.own_words else None
    after = said(kept)
    changed = [label for label in dict.fromkeys([*before, *after]) if before.get(label) != after.get(label)]
    for label in changed:
        why = f"{before.get(label) or '–'} → {after.get(label) or '–'}"
        record(session, kept, what, actor=actor, at=now, about=kept.candidate_id, after=label, why=why)
    return changed


def mark_reviewed(
    session: Session, kept: KeptCandidate, next_at: datetime | None, *, actor: Actor, now: datetime
) -> None:
    """Somebody looked at the record; it is due again at ``next_at``, or never."""
    kept.review_at = next_at
    after = f"{next_at:%Y-%m-%d}" if next_at else ""
    record(session, kept, "kept_reviewed", actor=actor, at=now, about=kept.candidate_id, after=after)


def reconfirm(session: Session, kept: KeptCandidate, *, actor: Actor, now: datetime) -> None:
    """The person says that all we noted still holds. Their newest word counts as fresh evidence."""
    kept.reconfirmed_at = now
    record(session, kept, "reconfirmed", actor=actor, at=now, about=kept.candidate_id)


def place(session: Session, candidate_id: int, *, actor: Actor, now: datetime, why: str) -> None:
    """The person has a job with us: their records are kept promises now and surface no more."""
    for kept in kept_people(session, candidate_id):
        if KeptStatus.PLACED in MOVES[kept.status]:
            move_kept(session, kept, KeptStatus.PLACED, actor=actor, now=now, why=why)


def end_conversation(
    session: Session, surfacing_id: str | None, *, actor: Actor, now: datetime, why: str
) -> KeptCandidate | None:
    """The application that an invitation started has ended without a hire: the promise lives on. Returns the record
    that is active again, or None."""
    if surfacing_id is None:
        return None
    kept = session.scalars(
        select(KeptCandidate)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(Surfacing.public_id == surfacing_id, KeptCandidate.status == KeptStatus.IN_CONVERSATION)
    ).one_or_none()
    if kept is not None:
        move_kept(session, kept, KeptStatus.ACTIVE, actor=actor, now=now, why=why)
    return kept


def forget_wishes(session: Session, kept_ids: Sequence[int]) -> None:
    """Blank what people told us about their wishes and every explanation drawn from it. The records stay as dates,
    levels and outcomes; so does whom they are never to be shown to, which protects them, until an erasure."""
    session.execute(
        update(Surfacing)
        .where(Surfacing.kept_id.in_(kept_ids))
        .values(gaps=[], gaps_then=[], evidence=[], gates=[], dismissal_reason="", version=Surfacing.version + 1)
    )
    session.execute(update(SurfacingRunEntry).where(SurfacingRunEntry.kept_id.in_(kept_ids)).values(facts={}))
    people = select(KeptCandidate.candidate_id).where(KeptCandidate.id.in_(kept_ids))
    session.execute(update(History).where(History.about.in_(people), History.what.in_(_ABOUT_WISHES)).values(why=""))
    session.execute(
        update(DismissalRule)
        .where(DismissalRule.candidate_id.in_(people))
        .values(reason="", version=DismissalRule.version + 1)
    )
    session.execute(
        update(KeptCandidate)
        .where(KeptCandidate.id.in_(kept_ids))
        .values(
            pay_floor=None,
            places=[],
            conditions="",
            own_words="",
            available_from=None,
            reconfirmed_at=None,
            version=KeptCandidate.version + 1,
        )
    )
