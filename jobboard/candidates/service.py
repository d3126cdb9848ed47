"""Every write to people, résumés, histories and consents. Call inside a transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from jobboard.access import Actor
from jobboard.adapters.resume_reader import ResumeText
from jobboard.adapters.storage import StoredFile
from jobboard.candidates.models import (
    Candidate,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    Consent,
    ConsentPurpose,
    Education,
    ResumeVersion,
    WorkHistory,
)
from jobboard.db.history import record
from jobboard.fit.functions import read_function
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.fit.skills import skill_key
from jobboard.fit.titles import Level


@dataclass(frozen=True, slots=True)
class ResumeFile:
    """An uploaded file after it was stored: what it is called and what was read of it."""

    stored: StoredFile
    filename: str
    content_type: str
    read: ResumeText


def email_key(address: str) -> str:
    """The form by which addresses are compared: no surrounding space, lower case."""
    return address.strip().casefold()


def find_by_email(session: Session, board: str, address: str) -> Candidate | None:
    """The person this address belongs to, with everything loaded that writes here touch."""
    return session.scalars(
        select(Candidate)
        .join(CandidateEmail)
        .where(CandidateEmail.board == board, CandidateEmail.address_key == email_key(address))
        .options(
            selectinload(Candidate.emails),
            selectinload(Candidate.phones),
            selectinload(Candidate.consents),
            selectinload(Candidate.work_history),
            selectinload(Candidate.skills),
            selectinload(Candidate.education),
            selectinload(Candidate.resumes),
        )
    ).one_or_none()


def create_candidate(
    session: Session, board: str, *, name: str, actor: Actor, now: datetime, external_id: str | None = None
) -> Candidate:
    """A new person with nothing but a name yet."""
    candidate = Candidate(
        board=board,
        external_id=external_id,
        name=name,
        created_at=now,
        updated_at=now,
        emails=[],
        phones=[],
        work_history=[],
        skills=[],
        education=[],
        resumes=[],
        consents=[],
    )
    session.add(candidate)
    session.flush()
    record(session, candidate, "candidate_created", actor=actor, at=now, about=candidate.id)
    return candidate


def add_email(candidate: Candidate, address: str) -> None:
    """Add an address unless the person has it. The database refuses one that is somebody else's."""
    key = email_key(address)
    if key and all(known.address_key != key for known in candidate.emails):
        candidate.emails.append(CandidateEmail(board=candidate.board, address=address.strip(), address_key=key))


def add_phone(candidate: Candidate, number: str) -> None:
    """Add a number unless the person has it."""
    number = " ".join(number.split())
    if number and all(known.number != number for known in candidate.phones):
        candidate.phones.append(CandidatePhone(number=number))


def set_skills(candidate: Candidate, names: Iterable[str]) -> None:
    """Replace the skills; two spellings of one skill are one."""
    by_key = {skill_key(name): name[:200] for name in names if skill_key(name)}
    kept = {skill.key: skill for skill in candidate.skills}
    candidate.skills = [kept.get(key[:200]) or CandidateSkill(name=name, key=key[:200]) for key, name in by_key.items()]


def change_skills(session: Session, candidate: Candidate, names: Iterable[str], *, actor: Actor, now: datetime) -> bool:
    """Replace the skills by what somebody was told; returns whether that changed any. The history says which came and
    which went."""
    before = {skill.key: skill.name for skill in candidate.skills}
    set_skills(candidate, names)
    after = {skill.key: skill.name for skill in candidate.skills}
    if after.keys() == before.keys():
        return False
    candidate.updated_at = now
    why = _came_and_went(before, after)
    record(session, candidate, "skills_changed", actor=actor, at=now, about=candidate.id, why=why)
    return True


def _came_and_went(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    came = ", ".join(name for key, name in after.items() if key not in before)
    went = ", ".join(name for key, name in before.items() if key not in after)
    return " ".join(f"{what}: {names}." for what, names in (("Added", came), ("Taken out", went)) if names)


def mark_do_not_contact(
    session: Session, candidate: Candidate, asked: bool, *, actor: Actor, now: datetime, why: str = ""
) -> bool:
    """Remember, or take back, that the person asked not to be contacted; returns whether that changed anything."""
    if candidate.do_not_contact is asked:
        return False
    candidate.do_not_contact, candidate.updated_at = asked, now
    what = "do_not_contact_set" if asked else "do_not_contact_ended"
    record(session, candidate, what, actor=actor, at=now, about=candidate.id, why=why)
    return True


def set_education(candidate: Candidate, rows: Sequence[Mapping[str, str]]) -> None:
    """Replace the education: institution, area and study type, never a date."""
    candidate.education = [
        Education(
            institution=row.get("institution", "")[:200],
            area=row.get("area", "")[:200],
            study_type=row.get("study_type", "")[:100],
        )
        for row in rows
    ]


def set_work_history(candidate: Candidate, rows: Sequence[Mapping[str, Any]], *, titles: TitleReader = PLAIN) -> None:
    """Replace the work history, newest first, reading each title's level and function once. What somebody declared of
    a role that is still there stays declared."""
    declared = {role_mark(line): line for line in candidate.work_history if line.level_declared}
    lines = [make_work_history(row, position, titles) for position, row in enumerate(rows)]
    for line in lines:
        if known := declared.get(role_mark(line)):
            copy_level(known, line)
    candidate.work_history = lines


def role_mark(line: WorkHistory) -> tuple[str, str, date | None]:
    """By what two lines of work history are the same role."""
    return line.title.casefold().strip(), line.employer.casefold().strip(), line.started_on


def copy_level(known: WorkHistory, line: WorkHistory) -> None:
    """What one line says of its level, said by the other."""
    line.level_rank, line.level_track = known.level_rank, known.level_track
    line.level_confidence, line.level_evidence = known.level_confidence, list(known.level_evidence)
    line.level_declared = known.level_declared


def place_role(line: WorkHistory, level: Level, *, declared: bool = False) -> None:
    """Let a past role stand at ``level``."""
    line.level_rank, line.level_track = level.rank, level.track.value
    line.level_confidence, line.level_evidence = level.confidence, list(level.evidence)
    line.level_declared = declared


def set_level(
    session: Session,
    candidate: Candidate,
    line: WorkHistory,
    level: Level,
    *,
    declared: bool,
    said: Callable[[int], str],
    actor: Actor,
    now: datetime,
    why: str = "",
) -> None:
    """Somebody declares where a past role stood, or lets its title say it again. ``said`` puts a rank into words."""
    before = said(line.level_rank)
    place_role(line, level, declared=declared)
    candidate.updated_at = now
    record(
        session,
        candidate,
        "past_level_declared" if declared else "past_level_read",
        actor=actor,
        at=now,
        about=candidate.id,
        before=before,
        after=said(level.rank),
        why=f"{line.title}: {why}" if why else line.title,
    )


def make_work_history(row: Mapping[str, Any], position: int, titles: TitleReader = PLAIN) -> WorkHistory:
    """One line of work history with the level its title says. ``row`` has title, employer, started_on, ended_on,
    summary, highlights and source."""
    function = read_function(row["title"]).key
    line = WorkHistory(
        position=position,
        title=row["title"][:300],
        employer=row.get("employer", "")[:200],
        started_on=row.get("started_on"),
        ended_on=row.get("ended_on"),
        summary=row.get("summary", ""),
        highlights=list(row.get("highlights", ())),
        function=function,
        occupation=titles.occupation(row["title"]),
        source=row.get("source", "résumé")[:64],
    )
    place_role(line, titles.read(row["title"]))
    return line


def add_work_history(
    session: Session,
    candidate: Candidate,
    row: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    titles: TitleReader = PLAIN,
) -> WorkHistory:
    """Add one past role that somebody told us of."""
    line = make_work_history({**row, "source": f"added by {actor.name}"}, len(candidate.work_history), titles)
    candidate.work_history.append(line)
    order_work_history(candidate)
    candidate.updated_at = now
    record(session, candidate, "work_history_added", actor=actor, at=now, about=candidate.id)
    return line


def order_work_history(candidate: Candidate) -> None:
    """Number the lines newest first; current roles lead, undated ones end the list."""

    def newest(line: WorkHistory) -> tuple[bool, str, str]:
        ended = line.ended_on.isoformat() if line.ended_on else "9999"
        return line.started_on is not None, ended, line.started_on.isoformat() if line.started_on else ""

    for position, line in enumerate(sorted(candidate.work_history, key=newest, reverse=True)):
        line.position = position


def add_resume(
    session: Session, candidate: Candidate, file: ResumeFile, *, actor: Actor, now: datetime
) -> ResumeVersion:
    """Add a version; the highest number is the current one."""
    newest = session.scalar(select(func.max(ResumeVersion.number)).where(ResumeVersion.candidate_id == candidate.id))
    version = ResumeVersion(
        board=candidate.board,
        candidate_id=candidate.id,
        number=(newest or 0) + 1,
        storage_key=file.stored.key,
        filename=file.filename[:255],
        content_type=file.content_type,
        size_bytes=file.stored.size_bytes,
        sha256=file.stored.sha256,
        text=file.read.text,
        hidden_text=file.read.hidden_text,
        unread=file.read.unread[:200],
        received_at=now,
    )
    session.add(version)
    candidate.updated_at = now
    record(
        session,
        candidate,
        "resume_received",
        actor=actor,
        at=now,
        about=candidate.id,
        after=f"version {version.number}",
    )
    return version


def grant_consent(
    session: Session,
    candidate: Candidate,
    purpose: ConsentPurpose,
    *,
    actor: Actor,
    granted_at: datetime,
    expires_at: datetime | None,
    channel: str,
    text_version: str,
) -> Consent:
    """Append a grant: the person allowed ``purpose`` until ``expires_at``."""
    consent = Consent(
        candidate_id=candidate.id,
        purpose=purpose,
        text_version=text_version,
        channel=channel,
        granted_at=granted_at,
        expires_at=expires_at,
    )
    candidate.consents.append(consent)
    record(session, candidate, "consent_granted", actor=actor, at=granted_at, about=candidate.id, after=purpose.value)
    return consent


def withdraw_consent(
    session: Session, candidate: Candidate, newest: Consent, *, actor: Actor, now: datetime, channel: str
) -> Consent:
    """Append a withdrawal of the grant ``newest``, with effect at once."""
    withdrawal = Consent(
        candidate_id=candidate.id,
        purpose=newest.purpose,
        text_version=newest.text_version,
        channel=channel,
        granted_at=newest.granted_at,
        expires_at=newest.expires_at,
        withdrawn_at=now,
    )
    candidate.consents.append(withdrawal)
    record(
        session, candidate, "consent_withdrawn", actor=actor, at=now, about=candidate.id, before=newest.purpose.value
    )
    return withdrawal
