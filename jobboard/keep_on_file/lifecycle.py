"""How a kept record and a surfacing may move."""

from jobboard.errors import IllegalMove
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing, SurfacingStatus

_K, _S = KeptStatus, SurfacingStatus
_ENDS = frozenset({_K.DECLINED, _K.EXPIRED, _K.WITHDRAWN, _K.ERASED})

MOVES: dict[KeptStatus, frozenset[KeptStatus]] = {
    _K.PROPOSED: frozenset({_K.AWAITING_CONSENT, _K.ACTIVE, _K.NOT_NEEDED}) | _ENDS,
    _K.NOT_NEEDED: frozenset({_K.PROPOSED, _K.AWAITING_CONSENT, _K.ACTIVE, _K.ERASED}),
    _K.AWAITING_CONSENT: frozenset({_K.ACTIVE}) | _ENDS,
    _K.ACTIVE: frozenset({_K.PAUSED, _K.IN_CONVERSATION, _K.PLACED}) | _ENDS,
    _K.PAUSED: frozenset({_K.ACTIVE}) | _ENDS,
    _K.IN_CONVERSATION: frozenset({_K.ACTIVE, _K.PAUSED, _K.PLACED}) | _ENDS,
    _K.PLACED: frozenset({_K.ACTIVE}) | _ENDS,
    _K.DECLINED: frozenset({_K.ACTIVE, _K.AWAITING_CONSENT, _K.WITHDRAWN, _K.ERASED}),
    _K.EXPIRED: frozenset({_K.ACTIVE, _K.AWAITING_CONSENT, _K.WITHDRAWN, _K.ERASED}),
    _K.WITHDRAWN: frozenset({_K.ACTIVE, _K.AWAITING_CONSENT, _K.ERASED}),
    _K.ERASED: frozenset(),
}

DECISIONS: dict[SurfacingStatus, frozenset[SurfacingStatus]] = {
    _S.NEW: frozenset({_S.SEEN, _S.SNOOZED, _S.SHORTLISTED, _S.CONTACTED, _S.CONVERTED, _S.DISMISSED}),
    _S.SEEN: frozenset({_S.SNOOZED, _S.SHORTLISTED, _S.CONTACTED, _S.CONVERTED, _S.DISMISSED}),
    _S.SNOOZED: frozenset({_S.SEEN, _S.SNOOZED, _S.SHORTLISTED, _S.CONTACTED, _S.CONVERTED, _S.DISMISSED}),
    _S.SHORTLISTED: frozenset({_S.SNOOZED, _S.CONTACTED, _S.CONVERTED, _S.DISMISSED}),
    _S.CONTACTED: frozenset({_S.CONVERTED, _S.DISMISSED}),
    _S.CONVERTED: frozenset(),
    _S.DISMISSED: frozenset(),
}


def check_kept(kept: KeptCandidate, to: KeptStatus) -> None:
    """Raise ``IllegalMove`` unless the table has the move."""
    if to not in MOVES[kept.status]:
        allowed = sorted(status.value for status in MOVES[kept.status])
        raise IllegalMove("This kept record", here=kept.status.value, wanted=to.value, allowed=allowed)


def check_decision(surfacing: Surfacing, to: SurfacingStatus) -> None:
    """Raise ``IllegalMove`` unless the table has the move."""
    if to not in DECISIONS[surfacing.status]:
        allowed = sorted(status.value for status in DECISIONS[surfacing.status])
        raise IllegalMove("This review", here=surfacing.status.value, wanted=to.value, allowed=allowed)
