"""A recruiter's morning: look at who surfaced, invite, snooze, set aside, undo, and ask why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries as applications
from jobboard.applications.lifecycle import is_untouched
from jobboard.applications.models import Application, CandidateMessage
from jobboard.applications.service import AppliedFor, start_application
from jobboard.errors import AlreadyDecided, Conflict, DecidedMeanwhile, IllegalMove
from jobboard.flows import approach, contact, invitations, messages
from jobboard.flows.rules import calendar, look_again
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file import decisions, queries, rules, service
from jobboard.keep_on_file.conversations import hold_person
from jobboard.keep_on_file.decisions import Decision
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.review_schemas import Snooze, read_invite_form, read_rule_form, read_snooze_form
from jobboard.keep_on_file.rules import RuleTerms
from jobboard.state import BoardState

SOURCE = "kept on file"


def open_surfacing(board: BoardState, surfacing_id: str, *, actor: Actor) -> None:
    """Remember that somebody looked at this person for this job."""
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        decisions.mark_seen(session, found, actor=actor, now=board.now())


def invitation(board: BoardState, surfacing_id: str, *, actor: Actor) -> messages.MessageDraft:
    """The personal message an invitation starts with. Raises ``ConsentMissing``, and ``AlreadyDecided`` where it
    has been sent before."""
    found = queries.get_surfacing(board.session(), Scope(board.name, actor), surfacing_id)
    _check_first_invitation(board, board.session(), found, actor=actor)
    return _invitation(board, found, actor=actor)


def _invitation(board: BoardState, found: Surfacing, *, actor: Actor) -> messages.MessageDraft:
    consent = contact.check_consent(board, found.kept)
    return invitations.invitation(board, found, actor=actor, consent=consent)


def invite(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Start the application for the better role and write to the person; returns the application's public id.

    The mail leaves after the board's delay, in which ``undo`` cancels it. Raises ``ConsentMissing``, ``InvalidInput``,
    ``AlreadyApplied``, ``AlreadyDecided`` when they were invited before, ``NoLongerWaits`` when they were taken out of
    the inbox, ``DecidedMeanwhile`` as ``snooze``, ``IllegalMove`` when the job has closed, ``InConversation`` when
    somebody talks with them already (a truthy ``anyway`` in the form goes on where that is possible), and
    ``ContactPaused`` when we wrote to them a short while ago (a truthy ``soon`` sets that aside). Of two who press at
    once exactly one gets through.
    """
    invitation = read_invite_form(form)
    with board.transaction() as session:
        hold_person(session, board.name, surfacing_id)
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        _check_first_invitation(board, session, found, actor=actor)
        _check_unchanged(board, found, form, actor=actor)
        contact.check_consent(board, found.kept)
        _check_open(found)
        approach.check_approach(board, session, found, invitation)
        application = _start(board, session, found, actor=actor)
        decisions.decide(session, found, Decision(SurfacingStatus.CONVERTED), actor=actor, now=board.now())
        service.move_kept(
            session, found.kept, KeptStatus.IN_CONVERSATION, actor=actor, now=board.now(), why=found.job.title
        )
        draft = messages.MessageDraft(messages.INVITATION, "", invitation.subject, invitation.body)
        messages.write_message(board, session, found.kept.candidate, draft, application=application, actor=actor)
        return application.public_id


def _check_first_invitation(board: BoardState, session: Session, found: Surfacing, *, actor: Actor) -> None:
    """Raise ``AlreadyDecided`` where somebody invited them for this job before, saying what became of that message."""
    if found.status is not SurfacingStatus.CONVERTED:
        return
    application = applications.application_from(session, Scope(board.name, actor), found.public_id)
    first = session.scalars(messages.for_application(application).limit(1)).first()
    became = "" if first is None else f" {_became_of(board, first)}"
    raise AlreadyDecided(f"{found.decided_by} has invited {found.kept.candidate.name} for this job before.{became}")


def _became_of(board: BoardState, message: CandidateMessage) -> str:
    if message.sent_at is not None:
        return f"That message left on {messages.on_day(message.sent_at, board)}."
    if message.cancelled_at is not None:
        return "That message was cancelled."
    return "That message is still waiting to leave, and can be undone until it does."


def _check_unchanged(board: BoardState, found: Surfacing, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Raise ``DecidedMeanwhile`` where somebody snoozed them after the form was opened: ``version`` in the form is that
    of the review then. Who names none may replace a snooze of their own, and nobody else's."""
    seen = form.get("version", "")
    if found.status is not SurfacingStatus.SNOOZED or seen == str(found.version):
        return
    when = f" on {messages.on_day(found.decided_at, board)}" if found.decided_at else ""
    said = f"{what_stands(board, found)} That was{when}"
    if seen:
        raise DecidedMeanwhile(
            f"{said}, after you opened this page. Nothing was changed; press again if yours is to stand instead."
        )
    if found.decided_by != actor.name and decisions.is_decided(found, now=board.now()):
        raise DecidedMeanwhile(
            f"{said}. Nothing was changed; name version {found.version} of the review if yours is to stand instead."
        )


def what_stands(board: BoardState, found: Surfacing) -> str:
    """“Ravi Thornbury snoozed them until 24 December 2026.”: what was decided about somebody, in a sentence."""
    until = f" until {messages.on_day(found.snoozed_until, board)}" if found.snoozed_until else ""
    became = {SurfacingStatus.SNOOZED: f"snoozed them{until}", SurfacingStatus.DISMISSED: "set them aside"}
    return f"{found.decided_by} {became.get(found.status, 'wrote to them')}."


def _check_open(found: Surfacing) -> None:
    if found.job.status is not JobStatus.OPEN:
        raise IllegalMove(
            f"“{found.job.title}”",
            here=found.job.status.value,
            wanted="an invitation",
            allowed=["open, by reopening it"],
        )


def _start(board: BoardState, session: Session, found: Surfacing, *, actor: Actor) -> Application:
    candidate = found.kept.candidate
    return start_application(
        session,
        candidate,
        AppliedFor.of(found.job),
        job=found.job,
        actor=actor,
        now=board.now(),
        source=SOURCE,
        surfacing_id=found.public_id,
    )


def snooze(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> Snooze:
    """Let a person sleep until the morning of a day, or until a job of some kind surfaces them and a day at the latest;
    returns what was understood. Raises ``InvalidInput``, and ``DecidedMeanwhile`` for a form (``version``) that
    somebody decided after."""
    asked = read_snooze_form(form, calendar=calendar(board), ladder=board.ladder)
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        _check_unchanged(board, found, form, actor=actor)
        decisions.decide(session, found, snoozing(asked), actor=actor, now=board.now())
    return asked


def snoozing(asked: Snooze, together: str = "") -> Decision:
    """The decision that a snooze is."""
    event = asked.event.to_json() if asked.event else {}
    return Decision(SurfacingStatus.SNOOZED, snoozed_until=asked.until, snoozed_for=event, together=together)


def dismiss(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Set a person aside for this job, level, function, or always: a rule that can be seen, changed and ended. Raises
    as ``snooze``."""
    terms = read_rule_form(form, calendar=calendar(board))
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        _check_unchanged(board, found, form, actor=actor)
        set_aside(session, found, terms, actor=actor, now=board.now())


def set_aside(
    session: Session, found: Surfacing, terms: RuleTerms, *, actor: Actor, now: datetime, together: str = ""
) -> None:
    """Dismiss one review and write down the rule that says so."""
    decision = Decision(SurfacingStatus.DISMISSED, why=terms.reason, scope=terms.scope, together=together)
    decisions.decide(session, found, decision, actor=actor, now=now)
    rules.make_rule(session, found, terms, actor=actor, now=now)


def undo(board: BoardState, surfacing_id: str, *, actor: Actor) -> None:
    """Take back the last decision; an invitation's unsent mail is cancelled and its untouched application removed, a
    dismissal's rule is ended. Raises ``Conflict`` when there is nothing to undo, the mail has left, or work on the
    application has begun."""
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        if found.status is SurfacingStatus.CONVERTED:
            _take_back(board, session, found, actor=actor)
        decisions.undo_decision(session, found, actor=actor, now=board.now())
        people = rules.end_rules_from(session, [found], actor=actor, now=board.now())
        look_again(board, session, people, actor=actor, why_now="A “not for this” was taken back.")


def _take_back(board: BoardState, session: Session, found: Surfacing, *, actor: Actor) -> None:
    application = applications.application_from(session, Scope(board.name, actor), found.public_id)
    if not is_untouched(application):
        raise Conflict("Work has begun on this application. Close it with its reason instead.")
    written = session.scalars(messages.for_application(application)).all()
    for message in written:
        messages.cancel(message, now=board.now())
        message.application_id = None
    session.flush()
    session.delete(application)
    if found.kept.status is KeptStatus.IN_CONVERSATION:
        service.move_kept(session, found.kept, KeptStatus.ACTIVE, actor=actor, now=board.now(), why="invitation undone")


def take_back_unsent(board: BoardState, session: Session, application: Application, *, actor: Actor) -> None:
    """Take back the invitation that started this untouched application, as ``undo`` does; nothing once its mail has
    left."""
    written = session.scalars(messages.for_application(application)).all()
    if application.surfacing_id is None or any(message.sent_at for message in written):
        return
    found = queries.get_surfacing(session, Scope(board.name, actor), application.surfacing_id)
    _take_back(board, session, found, actor=actor)
    if found.status is SurfacingStatus.CONVERTED:
        decisions.undo_decision(session, found, actor=actor, now=board.now())
