"""Two records of one person become one, and are parted again. Call inside a transaction; the story around it is
``flows.merge_people``."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.candidates.models import (
    Attachment,
    Candidate,
    CandidateAlias,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    CandidateTag,
    Consent,
    ConsentPurpose,
    Education,
    Merge,
    ResumeVersion,
    WorkHistory,
)
from jobboard.candidates.queries import loaded
from jobboard.candidates.service import copy_level, order_work_history, role_mark
from jobboard.db.base import Versioned
from jobboard.db.history import record, tell_of_change
from jobboard.errors import Conflict, NotFound

CHANNEL = "merge"
EMAIL = "email"
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "headline": ("headline",),
    "place": ("locality", "region", "country"),
    "summary": ("summary",),
}
"""What a person has once, and its columns. Beside these, ``EMAIL`` is the address that is written to."""

_ROWS = (CandidateEmail, Consent, CandidateAlias, Attachment, ResumeVersion)
_PREFERRED, _OLDER, _TAGS_OF_BOTH = "preferred", "older", "tags_of_both"


def hand_over(session: Session, tables: Iterable[Any], *, goes: int, stays: int) -> dict[str, Any]:
    """All that points to one person (internal keys) points to the other; returns the rows' keys by table."""
    moved: dict[str, Any] = {}
    for table in tables:
        keys = session.scalars(select(table.id).where(table.candidate_id == goes)).all()
        point_to(session, table, keys, stays)
        moved[table.__tablename__] = list(keys)
    return moved


def point_to(session: Session, table: Any, keys: Sequence[int], person: int) -> None:
    """These rows of a table are the person's (internal key). Where somebody may be writing to one, a version is counted
    up, so that a stale writer learns of it."""
    values: dict[str, Any] = {"candidate_id": person}
    if issubclass(table, Versioned):
        values["version"] = table.version + 1
    session.execute(update(table).where(table.id.in_(keys)).values(values))


def absorb(
    session: Session,
    stays: Candidate,
    goes: Candidate,
    *,
    chosen: Collection[str],
    moved: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> tuple[Candidate, Merge]:
    """Move everything that is known of ``goes`` to ``stays``, each thing once, and leave the old id as an alias;
    returns ``stays``, loaded anew, and what was done. Everything of both must be loaded; ``moved`` says what went
    before by ``hand_over``.

    Of the ``FIELDS`` what ``goes`` says holds where it is ``chosen`` or ``stays`` is silent. The newest word about a
    consent holds, whoever it was said as; asking not to be contacted holds for both.
    """
    said = {purpose: _newest_word(stays, goes, purpose) for purpose in ConsentPurpose}
    merge = Merge(
        board=stays.board,
        candidate_id=stays.id,
        gone_id=goes.id,
        chosen=[field for field in (*FIELDS, EMAIL) if field in chosen],
        newest_consent=max((row.id for row in (*stays.consents, *goes.consents)), default=0),
        merged_by_name=actor.name,
        merged_at=now,
    )
    _keep_declared(stays, goes)
    moved[_PREFERRED] = _prefer(session, stays, goes, theirs=EMAIL in chosen)
    moved |= _move_parts(session, stays, goes) | _move_tags(session, goes=goes.id, stays=stays.id)
    _step_aside(session, [*stays.resumes, *goes.resumes])
    moved |= hand_over(session, _ROWS, goes=goes.id, stays=stays.id)
    session.add(CandidateAlias(board=stays.board, public_id=goes.public_id, candidate_id=stays.id))
    moved[_OLDER] = _follow(session, goes, stays)
    merge.changed, merge.moved = _take_over(session, stays, goes, chosen), moved
    stays.updated_at = now
    session.add(merge)
    session.flush()
    record(session, merge, "people_merged", actor=actor, at=now, about=stays.id, before=goes.public_id)
    tell_of_change(session, goes.board, goes.id, at=now)
    session.flush()
    merged = _anew(session, stays.id)
    _say_again(session, merged, said)
    return merged, merge


def release(session: Session, merge: Merge, *, actor: Actor, now: datetime) -> tuple[Candidate, Candidate]:
    """Part two records again; returns who stayed and who is back, loaded anew.

    Everybody has what they came with. What was learned since is of who stayed, but for asking not to be contacted and
    withdrawing a consent, which hold for both: nobody knows as whom it was said.
    """
    stays, goes = _anew(session, merge.candidate_id), _anew(session, merge.gone_id)
    withdrawn = _withdrawn_since(merge, stays)
    their_words = _repeated_for(merge, stays)
    _step_aside(session, stays.resumes)
    for table in (*_ROWS, *(table for table, _, _ in _PARTS), CandidateTag):
        point_to(session, table, rows_back(session, merge, table), goes.id)
    point_to(session, Consent, their_words, goes.id)
    _copy_tags(session, merge, goes)
    session.execute(delete(CandidateAlias).where(CandidateAlias.public_id == goes.public_id))
    older = update(Candidate).where(Candidate.id.in_(merge.moved[_OLDER]))
    session.execute(older.values(merged_into_id=goes.id))
    preferred = update(CandidateEmail).where(CandidateEmail.id.in_(merge.moved[_PREFERRED]))
    session.execute(preferred.values(preferred=True))
    _give_back(session, merge, stays, goes)
    stays.updated_at = goes.updated_at = now
    merge.parted_at, merge.parted_by_name = now, actor.name
    for person in (stays, goes):
        record(session, merge, "people_parted", actor=actor, at=now, about=person.id)
    session.flush()
    both = _anew(session, stays.id), _anew(session, goes.id)
    for word in withdrawn:
        _repeat(both[1], word)
    session.flush()
    return both


def rows_back(session: Session, merge: Merge, table: Any) -> Sequence[int]:
    """The keys of a table's rows that go back: those that came, as far as they are still there."""
    came = table.id.in_(merge.moved.get(table.__tablename__, []))
    return session.scalars(select(table.id).where(came, table.candidate_id == merge.candidate_id)).all()


def get_merge(session: Session, scope: Scope, public_id: str) -> Merge:
    """One merge, also one that was undone, or ``NotFound``. One statement."""
    found = session.scalars(select(Merge).where(Merge.board == scope.board, Merge.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("merge")
    return found


def merges_of(session: Session, candidate: Candidate, *, limit: int = 20) -> Sequence[tuple[Merge, Candidate]]:
    """Records that a person's own absorbed and that were not parted since, newest first, each with the record that gave
    way. One statement."""
    theirs = (Merge.candidate_id == candidate.id, Merge.parted_at.is_(None))
    found = select(Merge, Candidate).join(Candidate, Candidate.id == Merge.gone_id).where(*theirs)
    return [(row[0], row[1]) for row in session.execute(found.order_by(Merge.id.desc()).limit(limit))]


def check_partable(session: Session, merge: Merge) -> None:
    """Raise ``Conflict`` unless the merge holds and is the last one of its person: they are undone in turn."""
    if merge.parted_at is not None:
        raise Conflict("These two were parted again already.")
    newer = select(Merge.id).where(
        Merge.id > merge.id,
        Merge.parted_at.is_(None),
        or_(Merge.candidate_id == merge.candidate_id, Merge.gone_id == merge.candidate_id),
    )
    if session.scalar(newer.limit(1)) is not None:
        raise Conflict("Another record was merged since. Part that one first.")


def _anew(session: Session, key: int) -> Candidate:
    person = session.get_one(Candidate, key, options=loaded(), populate_existing=True)
    order_work_history(person)
    _number_resumes(person)
    return person


def _keep_declared(stays: Candidate, goes: Candidate) -> None:
    """A level that somebody declared for a role counts for the same role of ``stays``, where none was."""
    declared = {role_mark(line): line for line in goes.work_history if line.level_declared}
    for line in stays.work_history:
        if not line.level_declared and (known := declared.get(role_mark(line))):
            copy_level(known, line)


def _prefer(session: Session, stays: Candidate, goes: Candidate, *, theirs: bool) -> list[int]:
    """The address to write to is the first one of who stays, or of who goes; returns those that were preferred."""
    before = [row.id for row in (*stays.emails, *goes.emails) if row.preferred]
    first, second = (goes, stays) if theirs else (stays, goes)
    for place, row in enumerate((*first.emails, *second.emails)):
        row.preferred = place == 0
    session.flush()
    return before


def _move_parts(session: Session, stays: Candidate, goes: Candidate) -> dict[str, Any]:
    """Phones, past roles, skills and study that ``stays`` does not have; the rest is left where it is."""
    moved: dict[str, Any] = {}
    for table, name, mark in _PARTS:
        known = {mark(row) for row in getattr(stays, name)}
        new = {mark(row): row.id for row in getattr(goes, name) if mark(row) not in known}
        point_to(session, table, list(new.values()), stays.id)
        moved[table.__tablename__] = list(new.values())
    return moved


def _plain(*words: str) -> tuple[str, ...]:
    return tuple(word.casefold().strip() for word in words)


_PARTS: tuple[tuple[Any, str, Any], ...] = (
    (CandidatePhone, "phones", lambda row: "".join(filter(str.isdigit, row.number))),
    (WorkHistory, "work_history", role_mark),
    (CandidateSkill, "skills", lambda row: row.key),
    (Education, "education", lambda row: _plain(row.institution, row.area, row.study_type)),
)


def _move_tags(session: Session, *, goes: int, stays: int) -> dict[str, Any]:
    """Each tag once, since tags are counted; of those that both bear the key of the one that stays is returned."""
    theirs = select(CandidateTag.key).where(CandidateTag.candidate_id == goes)
    both = select(CandidateTag.id).where(CandidateTag.candidate_id == stays, CandidateTag.key.in_(theirs))
    shared = list(session.scalars(both))
    known = select(CandidateTag.key).where(CandidateTag.candidate_id == stays).scalar_subquery()
    session.execute(delete(CandidateTag).where(CandidateTag.candidate_id == goes, CandidateTag.key.in_(known)))
    return hand_over(session, (CandidateTag,), goes=goes, stays=stays) | {_TAGS_OF_BOTH: shared}


def _copy_tags(session: Session, merge: Merge, goes: Candidate) -> None:
    """What both bore is borne by both again, unless it was taken off since."""
    for tag in session.scalars(select(CandidateTag).where(CandidateTag.id.in_(merge.moved[_TAGS_OF_BOTH]))):
        copied = {"key": tag.key, "label": tag.label, "actor_id": tag.actor_id, "actor_name": tag.actor_name}
        session.add(CandidateTag(board=tag.board, candidate_id=goes.id, at=tag.at, **copied))


def _step_aside(session: Session, versions: Sequence[ResumeVersion]) -> None:
    """Numbers are unique for a person: until they are given anew, the internal keys stand for them."""
    for version in versions:
        version.number = -version.id
    session.flush()


def _number_resumes(person: Candidate) -> None:
    """All versions in the order they came; the newest one counts."""
    versions = sorted(person.resumes, key=lambda version: (version.received_at, version.id))
    for number, version in enumerate(versions, start=1):
        version.number = number
    person.resumes.sort(key=lambda version: -version.number)


def _follow(session: Session, goes: Candidate, stays: Candidate) -> list[int]:
    """Who gave way to ``goes`` before leads to ``stays`` with them; returns their keys."""
    older = list(session.scalars(select(Candidate.id).where(Candidate.merged_into_id == goes.id)))
    session.execute(update(Candidate).where(Candidate.id.in_(older)).values(merged_into_id=stays.id))
    goes.merged_into_id = stays.id
    return older


def _take_over(session: Session, stays: Candidate, goes: Candidate, chosen: Collection[str]) -> dict[str, Any]:
    """What ``goes`` says where it was chosen or ``stays`` is silent; returns what that changed. An external id moves
    only to somebody who has none; otherwise the row that gave way keeps it, so that a file still finds its person."""
    new: dict[str, Any] = {}
    for field, columns in FIELDS.items():
        silent = not any(getattr(stays, column) for column in columns)
        if (field in chosen or silent) and any(getattr(goes, column) for column in columns):
            new |= {column: getattr(goes, column) for column in columns}
    new["do_not_contact"] = stays.do_not_contact or goes.do_not_contact
    new["created_at"] = min(stays.created_at, goes.created_at)
    if stays.external_id is None and goes.external_id is not None:
        new |= {"external_id": goes.external_id, "import_digest": goes.import_digest}
        goes.external_id, goes.import_digest = None, ""
        session.flush()
    changed = {column: [getattr(stays, column), value] for column, value in new.items()}
    for column, value in new.items():
        setattr(stays, column, value)
    changed["created_at"] = [moment.isoformat() for moment in changed["created_at"]]
    return changed


def _give_back(session: Session, merge: Merge, stays: Candidate, goes: Candidate) -> None:
    """Undo ``_take_over``, but for what somebody changed since."""
    changed = dict(merge.changed)
    refused_before, refused_then = changed.pop("do_not_contact")
    stays.created_at = datetime.fromisoformat(changed.pop("created_at")[0])
    if "external_id" in changed and stays.external_id == changed["external_id"][1]:
        external, digest = stays.external_id, stays.import_digest
        stays.external_id, stays.import_digest = None, ""
        session.flush()
        goes.external_id, goes.import_digest = external, digest
    for column in ("external_id", "import_digest"):
        changed.pop(column, None)
    for column, (before, since) in changed.items():
        if getattr(stays, column) == since:
            setattr(stays, column, before)
    if stays.do_not_contact and not refused_then:
        goes.do_not_contact = True
    else:
        stays.do_not_contact = stays.do_not_contact and refused_before
    goes.merged_into_id = None


def _newest_word(stays: Candidate, goes: Candidate, purpose: ConsentPurpose) -> Consent | None:
    """What was said last about a purpose; on the same moment a withdrawal."""
    rows = [row for row in (*stays.consents, *goes.consents) if row.purpose is purpose]
    return max(rows, key=lambda row: (row.withdrawn_at or row.granted_at, row.withdrawn_at is not None), default=None)


def _say_again(session: Session, merged: Candidate, said: dict[ConsentPurpose, Consent | None]) -> None:
    """The newest row of a purpose is what holds, so the newest word is repeated where it is not the newest row."""
    for purpose, word in said.items():
        rows = [row for row in merged.consents if row.purpose is purpose]
        if word is not None and rows[-1].id != word.id:
            _repeat(merged, word)
    session.flush()


def _repeat(person: Candidate, word: Consent) -> None:
    person.consents.append(
        Consent(
            candidate_id=person.id,
            purpose=word.purpose,
            text_version=word.text_version,
            channel=CHANNEL,
            granted_at=word.granted_at,
            expires_at=word.expires_at,
            withdrawn_at=word.withdrawn_at,
        )
    )


def _withdrawn_since(merge: Merge, stays: Candidate) -> list[Consent]:
    """What was withdrawn after the merge and not given again."""
    newest = {row.purpose: row for row in stays.consents}
    return [row for row in newest.values() if row.withdrawn_at is not None and _is_since(merge, row)]


def _is_since(merge: Merge, row: Consent) -> bool:
    return row.id > merge.newest_consent and row.channel != CHANNEL


def _repeated_for(merge: Merge, stays: Candidate) -> list[int]:
    """What the merge said again and who goes back had said: it is theirs."""
    came = set(merge.moved[Consent.__tablename__])
    theirs = {_word(row) for row in stays.consents if row.id in came}
    again = (row for row in stays.consents if row.id > merge.newest_consent and row.channel == CHANNEL)
    return [row.id for row in again if _word(row) in theirs]


def _word(row: Consent) -> tuple[Any, ...]:
    return row.purpose, row.granted_at, row.expires_at, row.withdrawn_at
