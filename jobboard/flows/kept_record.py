"""A kept record in the hands of a recruiter: its terms, its pauses, its end, and the day to look again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.candidates.models import Consent, ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.errors import Conflict, ConsentMissing, InvalidInput, TermsChanged
from jobboard.flows.rematch import rematch
from jobboard.flows.wishes import told
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus
from jobboard.keep_on_file.terms import TERMS, read_day, read_record_form, seal
from jobboard.state import BoardState

ASIDE = frozenset({"Conditions", "Look again", "Kept until", "Owner"})
"""What is agreed besides that no gate or criterion looks at."""


def edit(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> list[str]:
    """Change the terms; returns the labels of what really changed.

    The form's ``seal`` must be that of the record as it was shown. Whoever no longer fits a job leaves the inbox at
    once, whoever fits another comes to it after the commit. Raises ``InvalidInput`` by field, and ``TermsChanged`` when
    somebody else changed the terms in between.
    """
    read = read_record_form(form, ladder=board.ladder, currency=board.config.currency)
    columns = read.columns | {"review_at": morning(board, read.review_on)}
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        check_seal(board, kept, form)
        changed = service.edit_kept(
            session,
            kept,
            columns | _owner(board, kept, read.owner),
            said=lambda record: told(board, record),
            actor=actor,
            now=board.now(),
        )
        if matters := [label for label in changed if label not in ASIDE]:
            why = f"What they are kept for was changed: {changes(matters)}."
            rematch(board, session, [kept.id], actor=actor, why_now=why)
        return changed


def check_seal(board: BoardState, kept: KeptCandidate, form: Mapping[str, Any], columns: Sequence[str] = TERMS) -> None:
    """Raise ``TermsChanged`` unless ``form`` was filled in over these columns as they are now."""
    if form.get("seal") != seal(kept, columns):
        raise TermsChanged(told(board, kept), seal(kept, columns))


def changes(labels: Sequence[str]) -> str:
    """“places, pay from”: what changed, inside a sentence."""
    return ", ".join(label.lower() for label in labels)


def _owner(board: BoardState, kept: KeptCandidate, owner: str) -> dict[str, str]:
    """Who keeps the promise from now on; the form may leave it as it is, also when that person is gone."""
    if not owner or owner == kept.owner_id:
        return {}
    person = next((one for one in board.identity.staff() if one.id == owner), None)
    if person is None:
        raise InvalidInput({"owner": ["Choose an owner from the list."]})
    return {"owner_id": person.id, "owner_name": person.name}


def pause(board: BoardState, kept_id: str, *, actor: Actor, why: str = "") -> None:
    """Let the record rest: it surfaces for nothing until it is made active. Raises ``IllegalMove``."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        service.move_kept(session, kept, KeptStatus.PAUSED, actor=actor, now=board.now(), why=why)
        rematch(board, session, [kept.id], actor=actor, why_now="The record was paused.")


def activate(board: BoardState, kept_id: str, *, actor: Actor, why: str = "") -> None:
    """Make the record active again. Raises ``ConsentMissing`` without a live consent, ``Conflict`` for what was only
    proposed and has no terms yet, and ``IllegalMove``."""
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        consent = _consent(board, kept)
        if kept.status in NOT_PROMISED:
            raise Conflict("Nothing was promised here yet. Confirm the proposal, with its terms.")
        service.move_kept(session, kept, KeptStatus.ACTIVE, actor=actor, now=board.now(), why=why)
        if kept.expires_at is not None and kept.expires_at <= board.now():
            kept.expires_at = consent.expires_at
        rematch(board, session, [kept.id], actor=actor, why_now="The record was made active again.")


def _consent(board: BoardState, kept: KeptCandidate) -> Consent:
    consent = live_consent(kept.candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    if consent is None:
        raise ConsentMissing(
            f"{kept.candidate.name} does not allow being kept at the moment. Only they can say yes, on their own page."
        )
    return consent


def extend(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Let the promise run until a later day (``until``), never beyond the consent. Raises ``ConsentMissing`` and
    ``InvalidInput``."""
    wanted = read_day(form, "until")
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        _extend(board, session, kept, wanted, actor=actor)


def _extend(board: BoardState, session: Session, kept: KeptCandidate, wanted: date, *, actor: Actor) -> None:
    consent, until = _consent(board, kept), datetime.combine(wanted, time.max, tzinfo=board.zone)
    if until <= board.now():
        raise InvalidInput({"until": ["Choose a day after today."]})
    if consent.expires_at is not None and until > consent.expires_at:
        last = consent.expires_at.astimezone(board.zone)
        if wanted > last.date():
            raise InvalidInput({"until": [f"Their consent ends on {last:%-d %B %Y}. Ask them to renew it first."]})
        until = consent.expires_at
    service.edit_kept(
        session,
        kept,
        {"expires_at": until},
        said=lambda record: told(board, record),
        actor=actor,
        now=board.now(),
    )


def review(board: BoardState, kept_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """The record was looked at; ``next_on`` is the day to look again, empty for never. Raises ``InvalidInput``."""
    wanted = read_day(form, "next_on") if form.get("next_on") else None
    if wanted is not None and wanted <= board.now().astimezone(board.zone).date():
        raise InvalidInput({"next_on": ["Choose a day after today."]})
    with board.transaction() as session:
        kept = queries.get_kept(session, Scope(board.name, actor), kept_id)
        service.mark_reviewed(session, kept, morning(board, wanted), actor=actor, now=board.now())


def morning(board: BoardState, day: date | None) -> datetime | None:
    """Eight o'clock of a day in the board's zone; None for none."""
    return datetime.combine(day, time(8), tzinfo=board.zone) if day else None
