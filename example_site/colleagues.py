"""What the demo's recruiters wrote about people for each other, by the services that their pages call."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from example_site.seed.story import RECRUITERS
from example_site.seed.tables import table
from jobboard.access import Actor, Role
from jobboard.adapters.resume_reader import ResumeText
from jobboard.candidates import service as people
from jobboard.candidates import tags
from jobboard.candidates.models import Candidate
from jobboard.flows import attachments
from jobboard.flows import tasks as flow
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.teamwork import service, tasks
from jobboard.teamwork.mentions import find_mentions

_STAFF = {member["id"]: Actor(member["id"], member["name"], Role(member["role"])) for member in RECRUITERS}


def leave_word(board: BoardState) -> None:
    """Write everything in ``seed/data/colleagues.toml``, dated before now."""
    for person in table("colleagues")["person"]:
        with board.transaction() as session:
            candidate = _find(board, session, person["name"])
            _about(board, session, candidate, person)
            public_id = candidate.public_id
        for file in person.get("attachments", ()):
            upload = Upload(BytesIO(file["text"].strip().encode()), file["name"])
            attachments.add(board, public_id, file, upload, actor=_STAFF[file["by"]])


def _find(board: BoardState, session: Session, name: str) -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.board == board.name, Candidate.name == name)).one()


def _about(board: BoardState, session: Session, candidate: Candidate, person: Mapping[str, Any]) -> None:
    author = _STAFF[person.get("tagged_by", "judith")]
    tags.add_tags(session, candidate, person.get("tags", ()), actor=author, now=board.now() - timedelta(days=2))
    for note in person.get("notes", ()):
        said = find_mentions(note["text"], list(_STAFF.values()))
        author, at = _STAFF[note["by"]], board.now() - timedelta(days=note["days"], hours=2)
        service.write_note(session, candidate, said, application=None, actor=author, now=at)
    for resume in person.get("resumes", ()):
        _resume(board, session, candidate, resume)
    for task in person.get("tasks", ()):
        _task(board, session, candidate, task)


def _resume(board: BoardState, session: Session, candidate: Candidate, resume: Mapping[str, Any]) -> None:
    text = resume["text"].strip()
    stored = board.storage.save(BytesIO(text.encode()))
    file = people.ResumeFile(stored, resume["name"], "text/plain", ResumeText(text))
    people.add_resume(session, candidate, file, actor=THEMSELVES, now=board.now() - timedelta(days=resume["days"]))


def _task(board: BoardState, session: Session, candidate: Candidate, task: Mapping[str, Any]) -> None:
    tasks.make_task(
        session,
        candidate,
        task["text"],
        due_on=flow.today(board) + timedelta(days=task["in"]),
        assignee=_STAFF[task["who"]],
        application=None,
        actor=_STAFF[task["by"]],
        now=board.now() - timedelta(days=3, hours=1),
    )
