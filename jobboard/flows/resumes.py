"""Résumés: a file comes in and is judged by, and reading one is itself remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.adapters.resume_reader import ResumeText
from jobboard.adapters.storage import StoredFile
from jobboard.applications import queries as applications
from jobboard.candidates import queries
from jobboard.candidates import service as people
from jobboard.candidates.models import Candidate, ResumeVersion
from jobboard.candidates.resume_difference import Difference, difference
from jobboard.candidates.resume_lines import read_work_lines
from jobboard.db.history import record
from jobboard.errors import NotFound
from jobboard.flows.files import delete_later, keeping_files
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.rematch import rematch_person
from jobboard.flows.titles import titles
from jobboard.flows.uploads import Upload, accept
from jobboard.state import BoardState


def open_resume(board: BoardState, candidate_id: str, number: int, *, actor: Actor) -> tuple[ResumeVersion, BinaryIO]:
    """The version and its file, open for reading. Raises ``NotFound`` or ``StorageError``."""
    scope = Scope(board.name, actor)
    with board.transaction() as session:
        if not applications.is_seen(session, scope, candidate_id):
            raise NotFound("résumé")
        version = queries.get_resume(session, scope, candidate_id, number)
        stream = board.storage.open(version.storage_key)
        record(session, version, "resume_opened", actor=actor, at=board.now(), about=version.candidate_id)
        return version, stream


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a person's résumé, and how the ``new`` one differs: None where the text of one was not read, or
    where there is only one. Both are None for somebody without any."""

    candidate: Candidate
    old: ResumeVersion | None
    new: ResumeVersion | None
    difference: Difference | None


def compare(board: BoardState, candidate_id: str, old: int | None, new: int | None, *, actor: Actor) -> Comparison:
    """How version ``new`` differs from ``old``; by default the newest from the one before it. Like opening a file it is
    remembered. Raises ``NotFound`` for a version that is not there."""
    with board.transaction() as session:
        candidate = queries.get_candidate(session, Scope(board.name, actor), candidate_id)
        chosen = _chosen(candidate, old, new)
        if not chosen:
            newest = candidate.resumes[0] if candidate.resumes else None
            return Comparison(candidate, None, newest, None)
        before, after = chosen
        read = before.text and after.text
        if read:
            told = f"versions {before.number} and {after.number}"
            record(session, after, "resumes_compared", actor=actor, at=board.now(), about=candidate.id, after=told)
        return Comparison(candidate, before, after, difference(before.text, after.text) if read else None)


def _chosen(candidate: Candidate, old: int | None, new: int | None) -> tuple[ResumeVersion, ResumeVersion] | None:
    versions = {version.number: version for version in candidate.resumes}
    if len(versions) < 2 and old is None and new is None:
        return None
    newest = new if new is not None else max(versions, default=0)
    before = old if old is not None else max((number for number in versions if number < newest), default=newest)
    if before not in versions or newest not in versions:
        raise NotFound("résumé")
    return versions[before], versions[newest]


def add_resume(board: BoardState, candidate_id: str, upload: Upload, *, actor: Actor) -> bool:
    """Add a version that somebody handed to a recruiter; a kept person is judged anew by it. False, with nothing added,
    where it is the very file that is the newest one. Raises ``InvalidInput`` on ``resume``."""
    queries.get_candidate(board.session(), Scope(board.name, actor), candidate_id)  # before anything is stored
    received = store(board, upload)
    with keeping_files(board, received["storage_key"]) as session:
        candidate = queries.get_candidate(session, Scope(board.name, actor), candidate_id)
        return _add(board, session, candidate, received, actor=actor)


def add_own_resume(board: BoardState, access_key: str, upload: Upload) -> bool:
    """The same from a person's own page."""
    queries.by_access_key(board.session(), board.name, access_key)  # before anything is stored
    received = store(board, upload)
    with keeping_files(board, received["storage_key"]) as session:
        candidate = queries.by_access_key(session, board.name, access_key)
        return _add(board, session, candidate, received, actor=THEMSELVES)


def _add(
    board: BoardState, session: Session, candidate: Candidate, received: Mapping[str, Any], *, actor: Actor
) -> bool:
    if not attach(board, session, candidate, received, actor=actor):
        return False
    rematch_person(board, session, candidate.id, actor=actor, why_now="Their résumé was brought up to date.")
    return True


def store(board: BoardState, upload: Upload) -> dict[str, Any]:
    """Look into the file, read it and store it, before any transaction: what a stranger sends may take its time. Raises
    ``InvalidInput`` on ``resume``; a file that cannot be read is stored all the same."""
    accepted = accept(upload, most_bytes=board.config.max_upload_bytes)
    read = _read(board, upload.stream, accepted.content_type)
    stored = board.storage.save(upload.stream)
    return {
        "storage_key": stored.key,
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "filename": accepted.filename,
        "content_type": accepted.content_type,
        "text": read.text,
        "hidden_text": read.hidden_text,
        "unread": read.unread,
    }


def _read(board: BoardState, stream: BinaryIO, content_type: str) -> ResumeText:
    reader = board.resume_readers.get(content_type)
    if reader is None:
        return ResumeText()
    read = reader.read(stream, content_type)
    stream.seek(0)
    return read


def attach(
    board: BoardState, session: Session, candidate: Candidate, received: Mapping[str, Any], *, actor: Actor
) -> bool:
    """Make a stored file the person's newest version, unless it is that already: then it goes again, and False is
    returned. Their past roles are read from it only while none is known."""
    if candidate.resumes and candidate.resumes[0].sha256 == received["sha256"]:
        delete_later(board, session, received["storage_key"])
        return False
    stored = StoredFile(received["storage_key"], received["size_bytes"], received["sha256"])
    read = ResumeText(received.get("text", ""), received.get("hidden_text", False), received.get("unread", ""))
    file = people.ResumeFile(stored, received["filename"], received["content_type"], read)
    people.add_resume(session, candidate, file, actor=actor, now=board.now())
    if not candidate.work_history and read.text:
        reader = titles(board, session)
        people.set_work_history(candidate, read_work_lines(read.text, reader), titles=reader)
        people.order_work_history(candidate)
    return True
