"""Several applications end in one act, each with its own reason; who was bigger than the job is proposed to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries
from jobboard.applications.models import Application, ApplicationStatus, Disposition
from jobboard.db.history import acting_together
from jobboard.errors import Conflict, EvidenceRequired, InvalidInput
from jobboard.flows import close_application, keep_terms
from jobboard.flows.close_application import ClosingProposal
from jobboard.flows.gaps import gaps_for
from jobboard.flows.messages import ASK_TO_KEEP, HONEST_NO, KEPT_ON_FILE, NO_MAIL, MessageDraft
from jobboard.flows.together import Together, check_picked
from jobboard.keep_on_file.schemas import CloseFields, read_close_form
from jobboard.state import BoardState

MOST_CLOSED = 50
"""People in one act of closing: each of them is read and decided about."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one of them: the reason's code, and whether they are kept on file."""

    disposition: str
    keep: bool


def propose_many(
    board: BoardState, ids: Sequence[str], dispositions: Sequence[Disposition], *, actor: Actor
) -> list[ClosingProposal]:
    """What the dialog proposes for each running application, by name. About fifteen statements. Writes nothing."""
    found = queries.chosen_applications(board.session(), Scope(board.name, actor), ids[:MOST_CLOSED])
    running = (one for one in found if one.status is ApplicationStatus.ACTIVE)
    return [close_application.proposal_for(board, one, dispositions, actor=actor) for one in running]


@dataclass(frozen=True, slots=True)
class Parting:
    """What goes with every decision: whether each gets the ``letter`` that fits it, a paragraph of one's own in it,
    and a ``note`` for colleagues."""

    letter: bool
    note: str = ""
    own_paragraph: str = ""


def letters(
    board: BoardState,
    proposals: Sequence[ClosingProposal],
    decisions: Mapping[str, Decision],
    parting: Parting,
    *,
    actor: Actor,
) -> list[tuple[str, MessageDraft]]:
    """The mail that each of them would get by these decisions, with the name it goes to. No statement. Raises
    ``InvalidInput`` for a paragraph that is too long."""
    found = []
    for proposal in proposals:
        application = proposal.application
        fields = _fields(board, application, decisions[application.public_id], parting, actor=actor)
        drafts = close_application.letters(board, proposal, fields, actor=actor)
        fitting = (draft for draft in drafts if draft.kind == fields.agreed.message and draft.body)
        found += [(application.candidate.name, draft) for draft in fitting]
    return found


def close_many(board: BoardState, decisions: Mapping[str, Decision], parting: Parting, *, actor: Actor) -> Together:
    """End these applications (by public id), all of them or none. The letter that goes with a decision tells of the
    file, asks whether we may keep one, or is an honest no; all wait for the board's delay. What ended meanwhile stays.

    Raises ``InvalidInput`` on ``pick``, on ``reason-`` and the id for a reason that does not hold for that person, or
    on ``keep-`` and the id for somebody who has stopped being kept, and ``Conflict`` when all of them have ended.
    """
    check_picked(list(decisions), most=MOST_CLOSED)
    with board.transaction() as session, acting_together(session) as key:
        found = queries.chosen_applications(session, Scope(board.name, actor), list(decisions))
        running = [one for one in found if one.status is ApplicationStatus.ACTIVE]
        left = tuple(f"{one.candidate.name}." for one in found if one not in running)
        if not running:
            raise Conflict("Nothing was changed: all of these have ended in the meantime.")
        for application in running:
            fields = _fields(board, application, decisions[application.public_id], parting, actor=actor)
            _close(board, session, application, fields, actor=actor)
        return Together(key, len(running), left)


def _fields(
    board: BoardState, application: Application, decision: Decision, parting: Parting, *, actor: Actor
) -> CloseFields:
    """The close dialog as if it had been filled in for them alone, with all that shows the actor they are above the
    job."""
    gaps = gaps_for(application, now=board.now(), reader=actor)
    over = [gap["dimension"] for gap in gaps.to_json() if (gap["value"] or 0) > 0]
    form: dict[str, Any] = {
        "disposition": decision.disposition,
        "evidence": over,
        "keep": decision.keep,
        "message": _letter(board, application, decision) if parting.letter else NO_MAIL,
        "note": parting.note,
        "own_paragraph": parting.own_paragraph,
    }
    return read_close_form(form, ladder=board.ladder, currency=board.config.currency)


def _close(board: BoardState, session: Session, application: Application, fields: CloseFields, *, actor: Actor) -> None:
    name = f"reason-{application.public_id}"
    try:
        close_application.end(board, session, application, fields, actor=actor)
    except EvidenceRequired as problem:
        said = f"Nothing found shows {application.candidate.name} above this job: choose another reason."
        raise InvalidInput({name: [said]}) from problem
    except InvalidInput as problem:
        if "keep" in problem.errors:
            raise InvalidInput({f"keep-{application.public_id}": problem.errors["keep"]}) from problem
        raise InvalidInput({name: [sentence for said in problem.errors.values() for sentence in said]}) from problem


def _letter(board: BoardState, application: Application, decision: Decision) -> str:
    if not decision.keep:
        return HONEST_NO
    consent = keep_terms.consent_of(board, application)
    return KEPT_ON_FILE if consent else ASK_TO_KEEP
