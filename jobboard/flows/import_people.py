"""A line of a candidate file becomes a person, with what they applied for and what they were promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications.dispositions import ensure_dispositions
from jobboard.applications.interchange import ApplicationLine, load_application
from jobboard.applications.models import Disposition
from jobboard.candidates.import_person import add_person, complete_person, is_known_otherwise, owner_of, update_person
from jobboard.candidates.interchange import PersonLine, load_candidate
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import find_candidate
from jobboard.candidates.tags import add_tags
from jobboard.candidates.tombstones import is_buried
from jobboard.errors import InvalidInput
from jobboard.fit.reading import PLAIN
from jobboard.flows.import_applications import ApplicationImport
from jobboard.flows.line_import import Landed
from jobboard.flows.rematch import rematch
from jobboard.flows.surface import surface_people_later
from jobboard.flows.titles import titles
from jobboard.jobs.models import Job
from jobboard.jobs.queries import identified_jobs
from jobboard.keep_on_file.interchange import load_keep
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState
from jobboard.teamwork.mentions import Mentioned
from jobboard.teamwork.queries import known_texts
from jobboard.teamwork.service import write_note

_KNOWN_OTHERWISE = (
    "basics.email",
    "Known here by another id; name and address are the same, so only what was missing was added.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """One line: who it is, and what they applied for."""

    person: PersonLine
    applications: tuple[ApplicationLine, ...]

    @property
    def job_identifiers(self) -> list[str]:
        """The jobs the line names by identifier."""
        return [line.job_identifier for line in self.applications if line.job_identifier]


class PersonImport:
    """People, by external id."""

    def __init__(self, board: BoardState, actor: Actor) -> None:
        self.board, self.actor = board, actor
        self._digests: dict[str, str] = {}
        self._applications = ApplicationImport(board, actor, {}, ())
        self._kept_ids: list[int] = []
        self._titles = PLAIN
        self._updated: list[int] = []
        self._known_otherwise: set[str] = set()

    def read(self, line: Any) -> Story:
        """The line's values, those of its applications and promises too, so that a bad one rejects the line."""
        person = load_candidate(line)
        read = (self._application(given, number) for number, given in enumerate(person.applications))
        return Story(person, tuple(read))

    def _application(self, given: Mapping[str, Any], number: int) -> ApplicationLine:
        path = f"meta.jobboard.applications[{number}]"
        line = load_application(given, path=path, ladder=self.board.ladder)
        if line.keep is not None:
            load_keep(line.keep, path=f"{path}.keep", ladder=self.board.ladder, currency=self.board.config.currency)
        return line

    def begin(self, session: Session, batch: Sequence[Story]) -> None:
        """Who is there already, the jobs they applied for, and the board's dispositions. Seven statements."""
        ids = [story.person.external_id for story in batch]
        rows = session.execute(
            select(Candidate.external_id, Candidate.import_digest).where(
                Candidate.board == self.board.name, Candidate.external_id.in_(ids)
            )
        )
        self._digests = {external_id: digest for external_id, digest in rows if external_id}
        self._titles = titles(self.board, session)
        ensure_dispositions(session, self.board.name)
        reasons = session.scalars(select(Disposition).where(Disposition.board == self.board.name)).all()
        jobs = self._find_jobs(session, batch)
        self._applications = ApplicationImport(self.board, self.actor, jobs, reasons, self._titles)
        self._kept_ids, self._updated, self._known_otherwise = [], [], set()

    def _find_jobs(self, session: Session, batch: Sequence[Story]) -> dict[str, Job]:
        wanted = [identifier for story in batch for identifier in story.job_identifiers]
        found = identified_jobs(session, self.board.name, wanted)
        return {key: job for job in found for key in (job.external_id, job.public_id) if key}

    def write(self, session: Session, line: Story) -> Landed:
        """Add the person, change them, or leave them alone."""
        person = line.person
        known = self._digests.get(person.external_id)
        if known == person.digest:
            return Landed.UNCHANGED
        owner = owner_of(session, self.board.name, person) if known is None else None
        if owner is not None and is_known_otherwise(owner, person):
            if owner.import_digest == person.digest:
                return Landed.UNCHANGED
            known = owner.import_digest
            self._known_otherwise.add(person.external_id)
        kept_before = len(self._kept_ids)
        try:
            candidate = self._person(session, person, owner, is_new=known is None)
            for number, application in enumerate(line.applications):
                kept = self._applications.write(session, candidate, application, number)
                self._kept_ids += [kept.id] if kept and kept.status is KeptStatus.ACTIVE else []
            self._about(session, candidate, person)
            session.flush()
            self._updated += [candidate.id] if known is not None else []
        except Exception:
            del self._kept_ids[kept_before:]
            raise
        self._digests[person.external_id] = person.digest
        return Landed.ADDED if known is None else Landed.UPDATED

    def _about(self, session: Session, candidate: Candidate, line: PersonLine) -> None:
        """What colleagues wrote about them elsewhere: tags and notes, each once."""
        now = self.board.now()
        if line.tags:
            add_tags(session, candidate, line.tags, actor=self.actor, now=now)
        notes = {note.text: note for note in line.notes if note.text}
        known = known_texts(session, candidate, notes) if notes else set()
        for text, note in notes.items():
            if text not in known:
                author = replace(self.actor, name=note.author or self.actor.name)
                said = Mentioned(text, (), ())
                at = min(note.written_at or now, now)
                write_note(session, candidate, said, application=None, actor=author, now=at)

    def remarks(self, line: Story) -> Iterable[tuple[str, str]]:
        """Who was known by another id; else none: what people say of themselves is theirs."""
        return (_KNOWN_OTHERWISE,) if line.person.external_id in self._known_otherwise else ()

    def end(self, session: Session) -> None:
        """Those kept by this batch surface for the jobs that are open; those it brought up to date are judged anew."""
        newer = "Their file was brought up to date by an import."
        rematch(self.board, session, self._changed(session), actor=self.actor, why_now=newer)
        why = "They were imported as kept on file."
        surface_people_later(self.board, session, self._kept_ids, actor=self.actor, why_now=why)

    def _changed(self, session: Session) -> Sequence[int]:
        """Records of people who were known before and that this batch did not write itself."""
        if not self._updated:
            return ()
        theirs = select(KeptCandidate.id).where(
            KeptCandidate.candidate_id.in_(self._updated), KeptCandidate.id.not_in(self._kept_ids)
        )
        return session.scalars(theirs).all()

    def _person(self, session: Session, line: PersonLine, owner: Candidate | None, *, is_new: bool) -> Candidate:
        now = self.board.now()
        if is_new or owner is not None:
            self._refuse_the_erased(session, line)
        if is_new:
            candidate = add_person(
                session, self.board.name, line, known=owner, actor=self.actor, now=now, titles=self._titles
            )
        elif owner is not None:
            candidate = owner
            complete_person(session, owner, line, actor=self.actor, now=now, titles=self._titles)
        else:
            candidate = find_candidate(session, Scope(self.board.name, self.actor), line.external_id)
            update_person(session, candidate, line, actor=self.actor, now=now, titles=self._titles)
        session.flush()
        return candidate

    def _refuse_the_erased(self, session: Session, line: PersonLine) -> None:
        names = [line.external_id, *line.emails]
        if is_buried(session, self.board.name, names, secret=self.board.secret):
            reason = "This person was erased here. A file cannot bring them back; they can, by applying again."
            raise InvalidInput({"meta.jobboard.externalId": [reason]})
