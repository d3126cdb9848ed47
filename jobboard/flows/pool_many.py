"""Several people of a job moved, tagged or written to in one act, which one undo takes back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries, service
from jobboard.applications.lifecycle import next_stages
from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage, Stage
from jobboard.applications.schemas import read_message_form
from jobboard.candidates import tags
from jobboard.candidates.queries import bare_people
from jobboard.candidates.schemas import read_tags
from jobboard.db.history import History, acting_together, done_together, record
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import messages
from jobboard.flows.close_application import run_again
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.surface import surface_people_later
from jobboard.flows.together import UNDO_WITHIN, Together, check_picked
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState

MOVED, CLOSED, TAGGED, WRITTEN = "stage_moved", "application_closed", "tag_added", "message_written"
"""What of an act can be taken back, as the history calls it."""
_GONE_ON = (MOVED, CLOSED, "application_reopened", "message_cancelled", "mail_sent", "mail_not_sent", "tag_removed")
"""After one of these an earlier entry about the same thing stands no more."""
_ARRIVALS = ("applied", MOVED, "application_reopened")


def move_many(board: BoardState, ids: Sequence[str], to: str, *, actor: Actor) -> Together:
    """Move these applications (by public id) to a stage; who cannot go there from where they are stays. Hiring ends an
    application and is done one by one. Raises ``InvalidInput`` on ``pick`` or ``to``, and ``Conflict`` when nobody can
    go."""
    if to not in set(Stage) or to == Stage.HIRED:
        raise InvalidInput({"to": ["Choose a stage from the list."]})
    check_picked(ids)
    with board.transaction() as session, acting_together(session) as key:
        found = queries.chosen_applications(session, Scope(board.name, actor), ids)
        going = [one for one in found if Stage(to) in next_stages(one)]
        if not going:
            raise Conflict("Nobody was moved: none of them can go there from where they stand now.")
        for application in going:
            service.move_stage(session, application, Stage(to), actor=actor, now=board.now())
        return Together(key, len(going), tuple(f"{one.candidate.name}." for one in found if one not in going))


def tag_many(board: BoardState, ids: Sequence[str], form: Mapping[str, Any], *, actor: Actor) -> Together:
    """Give the people of these applications the tags that were typed. Raises ``InvalidInput`` on ``pick`` or
    ``tags``."""
    words = read_tags(form)
    check_picked(ids)
    with board.transaction() as session, acting_together(session) as key:
        found = queries.chosen_applications(session, Scope(board.name, actor), ids)
        new = [tags.add_tags(session, one.candidate, words, actor=actor, now=board.now()) for one in found]
        return Together(key, sum(map(bool, new)), ())


def write_many(board: BoardState, ids: Sequence[str], form: Mapping[str, Any], *, actor: Actor) -> Together:
    """Write the people of these applications a mail each, “Dear” and their first name above it; it waits for the
    board's delay. Who asked not to be contacted, or has no address, is left out. Raises ``InvalidInput`` by field, and
    ``Conflict`` when nobody is left."""
    typed = read_message_form(form)
    check_picked(ids)
    with board.transaction() as session, acting_together(session) as key:
        found = queries.chosen_applications(session, Scope(board.name, actor), ids)
        reached = [one for one in found if one.candidate.emails and not one.candidate.do_not_contact]
        if not reached:
            raise Conflict("Nobody was written to: none of them may be, or has an address.")
        for application in reached:
            _write(board, session, application, typed["subject"], typed["body"], actor=actor)
        return Together(key, len(reached), tuple(f"{one.candidate.name}." for one in found if one not in reached))


def _write(
    board: BoardState, session: Session, application: Application, subject: str, body: str, *, actor: Actor
) -> None:
    whole = messages.letter(application.candidate, [body], messages.signed(board, actor))
    draft = messages.MessageDraft(messages.FROM_THE_POOL, "", subject, whole)
    message = messages.write_message(board, session, application.candidate, draft, application=application, actor=actor)
    about = application.candidate_id
    record(session, message, WRITTEN, actor=actor, at=board.now(), about=about, after=message.subject)


def undo(board: BoardState, key: str, *, actor: Actor, person: str = "") -> int:
    """Take back what one act did within the last day, but of nobody who has gone on since; for how many it was taken
    back. With ``person`` (public id) of them alone. Raises ``Conflict`` when nothing is left to take back."""
    with board.transaction() as session:
        entries = done_together(session, board.name, key, since=board.now() - UNDO_WITHIN)
        if person:
            theirs = bare_people(session, Scope(board.name, actor), [person]).get(person)
            entries = [entry for entry in entries if theirs is not None and entry.about == theirs.id]
        act = _Undo(board, session, entries, actor)
        people = {entry.about for entry in entries if entry.what in _UNDONE and _UNDONE[entry.what](act, entry)}
        if not people:
            raise Conflict("There is nothing left to take back: it was done long ago, or they have gone on since.")
        return len(people)


def undoable(history: Iterable[History], *, now: datetime) -> frozenset[int]:
    """Of the entries of a timeline, newest first, those that ``undo`` takes back still (internal keys), as far as the
    timeline tells. What the person did themselves is theirs to take back."""
    found, gone_on = set[int](), set[str]()
    for entry in history:
        stands = entry.subject_id not in gone_on and entry.at >= now - UNDO_WITHIN
        by_us = entry.actor_id != THEMSELVES.id
        if entry.what in _UNDONE and entry.together and stands and by_us:
            found.add(entry.id)
        if entry.what in _GONE_ON:
            gone_on.add(entry.subject_id)
    return frozenset(found)


class _Undo:
    """One act being taken back; what its entries are about is read once."""

    def __init__(self, board: BoardState, session: Session, entries: Sequence[History], actor: Actor) -> None:
        self._board, self._session, self._entries, self._actor = board, session, entries, actor
        scope = Scope(board.name, actor)
        ids = [entry.subject_id for entry in entries if entry.what in (MOVED, CLOSED)]
        found = queries.chosen_applications(session, scope, ids) if ids else []
        self._applications = {one.public_id: one for one in found}
        self._arrived = _arrivals(session, board.name, entries)
        self._people = bare_people(session, scope, [e.subject_id for e in entries if e.what == TAGGED])
        self._messages = _messages(session, [entry.subject_id for entry in entries if entry.what == WRITTEN])

    def move(self, entry: History) -> bool:
        """Back to the stage before."""
        application = self._applications.get(entry.subject_id)
        since = self._arrived.get(entry.subject_id)
        if application is None or since is None:
            return False
        if entry.after == Stage.HIRED:
            return self._hire(application, entry)
        try:
            service.take_back_move(
                self._session, application, entry, since=since, actor=self._actor, now=self._board.now()
            )
        except Conflict:
            return False
        return True

    def _hire(self, application: Application, entry: History) -> bool:
        """In the offer again, and whatever they were kept for stands as it did."""
        if application.status is not ApplicationStatus.HIRED or application.closed_at != entry.at:
            return False
        session, now = self._session, self._board.now()
        service.reopen_application(session, application, actor=self._actor, now=now, why="undo")
        placed = [one for one in self._entries if one.what == "kept_moved" and one.after == KeptStatus.PLACED]
        before = {one.subject_id: KeptStatus(one.before) for one in placed if one.about == entry.about}
        for kept in keeping.kept_people(session, application.candidate_id):
            if kept.public_id in before and kept.status is KeptStatus.PLACED:
                to = before[kept.public_id]
                keeping.take_back_kept(session, kept, to, actor=self._actor, now=now, why="undo")
                surface_people_later(
                    self._board, session, [kept.id], actor=self._actor, why_now="They were not hired after all."
                )
        return True

    def close(self, entry: History) -> bool:
        """Running again, its promise and its mail withdrawn."""
        application = self._applications.get(entry.subject_id)
        if application is None or application.closed_at != entry.at:
            return False
        run_again(self._board, self._session, application, actor=self._actor, why="undo")
        return True

    def tag(self, entry: History) -> bool:
        """The tag is off again."""
        person = self._people.get(entry.subject_id)
        return person is not None and bool(
            tags.remove_tag(self._session, person, entry.why, actor=self._actor, now=self._board.now())
        )

    def message(self, entry: History) -> bool:
        """A mail that has not left does not leave."""
        message = self._messages.get(entry.subject_id)
        if message is None or message.sent_at is not None or message.cancelled_at is not None:
            return False
        message.cancelled_at = self._board.now()
        record(self._session, message, "message_cancelled", actor=self._actor, at=self._board.now(), about=entry.about)
        return True


_UNDONE: Mapping[str, Callable[[_Undo, History], bool]] = {
    MOVED: _Undo.move,
    CLOSED: _Undo.close,
    TAGGED: _Undo.tag,
    WRITTEN: _Undo.message,
}


def _arrivals(session: Session, board: str, entries: Sequence[History]) -> dict[str, datetime]:
    """Since when each application had stood where the act found it. One statement."""
    moved = {entry.subject_id: entry.id for entry in entries if entry.what == MOVED}
    if not moved:
        return {}
    came = select(History.subject_id, History.id, History.at).where(
        History.board == board, History.subject_type == "Application", History.subject_id.in_(moved)
    )
    rows = session.execute(came.where(History.what.in_(_ARRIVALS)).order_by(History.id)).all()
    return {subject_id: at for subject_id, number, at in rows if number < moved[subject_id]}


def _messages(session: Session, ids: Sequence[str]) -> dict[str, CandidateMessage]:
    found = session.scalars(select(CandidateMessage).where(CandidateMessage.public_id.in_(ids))) if ids else ()
    return {message.public_id: message for message in found}
