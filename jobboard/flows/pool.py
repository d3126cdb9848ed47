"""The recruiter's daily writes: stages, scorecards, past roles."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries, service
from jobboard.applications.models import ApplicationStatus, Scorecard, Stage
from jobboard.applications.plan import asked_of
from jobboard.applications.schemas import read_scorecard_form
from jobboard.applications.scorecards import card_of
from jobboard.applications.service import ScorecardFields
from jobboard.candidates import queries as people
from jobboard.candidates import service as person_writes
from jobboard.candidates.models import Candidate, WorkHistory
from jobboard.candidates.schemas import read_past_level, read_past_role, read_skills
from jobboard.db.history import acting_together
from jobboard.db.seal import mark, seal
from jobboard.errors import CardChanged, ChangedMeanwhile, Conflict, InvalidInput
from jobboard.fit.titles import Level
from jobboard.flows import messages
from jobboard.flows.proposals import look_again
from jobboard.flows.rematch import rematch_person
from jobboard.flows.titles import titles
from jobboard.keep_on_file import service as keeping
from jobboard.state import BoardState

LEVEL_SEALED = ("level_rank", "level_declared", "level_evidence")
"""Columns of a past role that the form of its level shows."""


def move_stage(board: BoardState, application_id: str, to: str, *, actor: Actor, seen: str = "", why: str = "") -> str:
    """Move an application to another stage and return the key by which ``pool_many.undo`` takes it back.
    ``seen`` is the stage that the actor saw them in: ``MovedMeanwhile`` says that somebody else was faster. Raises
    ``IllegalMove``, or ``InvalidInput`` for an unknown stage."""
    if to not in set(Stage):
        raise InvalidInput({"stage": [f"There is no stage “{to}”. Choose one from the list."]})
    with board.transaction() as session, acting_together(session) as key:
        application = queries.get_application(session, Scope(board.name, actor), application_id)
        service.check_unmoved(session, application, seen)
        service.move_stage(session, application, Stage(to), actor=actor, now=board.now(), why=why)
        if application.status is ApplicationStatus.HIRED:
            hired = f"hired for “{application.applied_title}”"
            keeping.place(session, application.candidate_id, actor=actor, now=board.now(), why=hired)
        return key


def save_scorecard(board: BoardState, interview_id: str, form: Mapping[str, Any], *, actor: Actor, submit: bool) -> str:
    """Keep the actor's card as a draft, or submit it for good, and return the seal of what stands on it now; somebody
    who is kept already is judged anew by it.

    A draft that the page keeps while it is submitted waits, or comes too late. A form that carries a ``seal`` must have
    been filled in over the card as it is. Raises ``InvalidInput`` by field, ``CardChanged`` where they wrote on it
    elsewhere, and ``Conflict`` when it was submitted before."""
    with board.transaction() as session:
        interview = queries.get_interview(session, Scope(board.name, actor), interview_id, lock=True)
        own = card_of(interview, actor)
        fields = read_scorecard_form(form, asked_of(interview, own))
        _check_written_over(own, fields, form.get("seal"))
        service.save_scorecard(session, interview, fields, author=actor, now=board.now(), submit=submit)
        if submit:
            candidate_id = interview.application.candidate_id
            rematch_person(board, session, candidate_id, actor=actor, why_now="A scorecard came in.")
            look_again(board, session, candidate_id, actor=actor)
        return service.written_on(card_of(interview, actor)).seal


def _check_written_over(own: Scorecard | None, fields: ScorecardFields, seal: str | None) -> None:
    """A form without a seal, one that says what stands there, and one over a blank draft loses nothing."""
    if own is None or own.submitted_at is not None or seal is None:
        return
    stands = service.written_on(own)
    if seal != stands.seal and stands not in (fields, ScorecardFields()):
        raise CardChanged(stands.seal)


def add_work_history(board: BoardState, candidate_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Add one past role that the recruiter was told of. Raises ``InvalidInput`` by field."""
    row = read_past_role(form)
    with board.transaction() as session:
        candidate = people.get_candidate(session, Scope(board.name, actor), candidate_id)
        line = person_writes.add_work_history(
            session, candidate, row, actor=actor, now=board.now(), titles=titles(board, session)
        )
        why = f"A past role was added: {line.title}."
        rematch_person(board, session, candidate.id, actor=actor, why_now=why)
        look_again(board, session, candidate.id, actor=actor)


def set_past_level(
    board: BoardState, candidate_id: str, position: int, form: Mapping[str, Any], *, actor: Actor
) -> None:
    """Declare where a past role stood (its ``position`` in their history, from 0), or, without a level in the form, let
    its title say it again. A kept person is judged anew. A form that carries a ``seal`` must have been filled in over
    the level as it is. Raises ``InvalidInput`` by field, ``ChangedMeanwhile``, and ``Conflict`` where another role
    stands there by now."""
    title, rank, why = read_past_level(form, ladder=board.ladder)
    with board.transaction() as session:
        candidate = people.get_candidate(session, Scope(board.name, actor), candidate_id, lock=True)
        line = _past_role(candidate, position, title)
        _check_seal(form, seal(line, LEVEL_SEALED), {"It stood at": _level_in_words(board, line)})
        read = titles(board, session).read(line.title)
        level = read if rank is None else _declared(board, read, rank, why, actor)
        person_writes.set_level(
            session,
            candidate,
            line,
            level,
            declared=rank is not None,
            said=board.ladder.label,
            actor=actor,
            now=board.now(),
            why=why,
        )
        why_now = f"The level of a past role was set: {title}."
        rematch_person(board, session, candidate.id, actor=actor, why_now=why_now)
        look_again(board, session, candidate.id, actor=actor)


def _past_role(candidate: Candidate, position: int, title: str) -> WorkHistory:
    for line in candidate.work_history:
        if (line.position, line.title) == (position, title):
            return line
    raise Conflict("Their past roles have changed since you opened this page. Nothing was changed; look at them again.")


def _level_in_words(board: BoardState, line: WorkHistory) -> str:
    return " ".join((f"{board.ladder.label(line.level_rank)}.", *line.level_evidence))


def _declared(board: BoardState, read: Level, rank: int, why: str, actor: Actor) -> Level:
    """The title's own track stays; who said so and when is the reason."""
    said = f"{actor.name} said so on {messages.on_day(board.now(), board)}"
    return replace(read, rank=rank, confidence=1.0, evidence=(f"{said}: {why}" if why else f"{said}.",))


def change_skills(board: BoardState, candidate_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Replace the skills by what the recruiter was told; a kept person is judged anew by them. A form that carries a
    ``seal`` must have been filled in over the skills as they are. Raises ``InvalidInput`` by field, and
    ``ChangedMeanwhile``."""
    names = read_skills(form)
    with board.transaction() as session:
        candidate = people.get_candidate(session, Scope(board.name, actor), candidate_id, lock=True)
        listed = ", ".join(skill.name for skill in candidate.skills) or "None is listed."
        _check_seal(form, skills_seal(candidate), {"Skills": listed})
        if person_writes.change_skills(session, candidate, names, actor=actor, now=board.now()):
            rematch_person(board, session, candidate.id, actor=actor, why_now="Their skills were brought up to date.")


def skills_seal(candidate: Candidate) -> str:
    """The mark of their skills, in whatever order."""
    return mark(sorted(skill.key for skill in candidate.skills))


def _check_seal(form: Mapping[str, Any], stands: str, theirs: Mapping[str, str]) -> None:
    if form.get("seal", stands) != stands:
        raise ChangedMeanwhile(theirs, stands)


def set_do_not_contact(board: BoardState, candidate_id: str, *, asked: bool, actor: Actor, why: str = "") -> None:
    """The person asked not to be contacted, or that is over. While it holds nobody writes to them, mails that
    have not left are cancelled, and they surface for nothing."""
    with board.transaction() as session:
        candidate = people.get_candidate(session, Scope(board.name, actor), candidate_id)
        if person_writes.mark_do_not_contact(session, candidate, asked, actor=actor, now=board.now(), why=why):
            if asked:
                _stop_mails(board, session, candidate)
            why_now = "They asked not to be contacted." if asked else "They may be contacted again."
            rematch_person(board, session, candidate.id, actor=actor, why_now=why_now)


def _stop_mails(board: BoardState, session: Session, candidate: Candidate) -> None:
    for message in session.scalars(messages.unsent_about_keeping(candidate)):
        messages.cancel(message, now=board.now())
