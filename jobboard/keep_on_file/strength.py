"""Bench strength: whom a firm could call for which level of which function, and for how long it still may. Counted in
SQL."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from operator import add
from typing import Any

from sqlalchemy import Text, case, cast, func, or_, select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus

SOON, SOONER = timedelta(days=60), timedelta(days=30)
_ON_THE_BENCH = (KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION)
_COUNTED = (*_ON_THE_BENCH, KeptStatus.AWAITING_CONSENT, KeptStatus.EXPIRED, KeptStatus.WITHDRAWN)


class ConsentState(StrEnum):
    """How long a kept person may still be written to. ``ending_60`` ends in 31 to 60 days; ``asked`` waits for a yes;
    ``ended`` ran out or was withdrawn."""

    LIVE = "live"
    ENDING_60 = "ending_60"
    ENDING_30 = "ending_30"
    ASKED = "asked"
    ENDED = "ended"


MAY_BE_CALLED = (ConsentState.LIVE, ConsentState.ENDING_60, ConsentState.ENDING_30)


@dataclass(frozen=True, slots=True)
class Strength:
    """Kept records by consent state for one function and level (a rank); ``function`` is empty for “any”."""

    function: str
    level: int
    by_state: Counter[ConsentState]

    @property
    def callable(self) -> int:
        """Those with a live consent, however soon it ends."""
        return sum(self.by_state[state] for state in MAY_BE_CALLED)


@dataclass(frozen=True, slots=True)
class Bench:
    """The cells that are not empty, by function and level; ``total`` and ``by_function`` count each record once."""

    cells: tuple[Strength, ...]
    by_function: dict[str, Counter[ConsentState]]
    total: Counter[ConsentState]


def bench_strength(session: Session, scope: Scope, *, now: datetime) -> Bench:
    """The bench as it stands: a record stands in each of its functions, at each level from its lowest to its highest.
    Leaves out proposals, who is placed, said no, was erased or is not to be contacted. One statement."""
    not_to_be_contacted = select(Candidate.id).where(Candidate.board == scope.board, Candidate.do_not_contact.is_(True))
    record = (
        select(
            cast(KeptCandidate.target_functions, Text).label("kept_for"),
            KeptCandidate.min_level,
            KeptCandidate.max_level,
            _state(now).label("state"),
        )
        .where(
            KeptCandidate.board == scope.board,
            KeptCandidate.status.in_(_COUNTED),
            KeptCandidate.candidate_id.not_in(not_to_be_contacted),
        )
        .cte("record")
        .prefix_with("MATERIALIZED")
    )
    kind = (record.c.kept_for, record.c.min_level, record.c.max_level)
    counts = (func.count().filter(record.c.state == state.value) for state in ConsentState)
    return _bench(session.execute(select(*kind, *counts).group_by(*kind)).all())


def _bench(rows: Sequence[Any]) -> Bench:
    """Few functions and levels, many rows: counted in plain lists, named at the end."""
    read = cache(json.loads)
    cells: dict[tuple[str, int], list[int]] = defaultdict(_none_yet)
    by_function: dict[str, list[int]] = defaultdict(_none_yet)
    total = _none_yet()
    for kept_for, lowest, highest, *counts in rows:
        _add(total, counts)
        for function in read(kept_for) or ("",):
            _add(by_function[function], counts)
            for level in range(lowest, highest + 1):
                _add(cells[function, level], counts)
    found = (Strength(function, level, _named(counts)) for (function, level), counts in sorted(cells.items()))
    return Bench(tuple(found), {function: _named(counts) for function, counts in by_function.items()}, _named(total))


def _add(counted: list[int], more: Sequence[int]) -> None:
    counted[:] = map(add, counted, more)


def _none_yet() -> list[int]:
    return [0] * len(ConsentState)


def _named(counts: Sequence[int]) -> Counter[ConsentState]:
    return Counter({state: count for state, count in zip(ConsentState, counts, strict=True) if count})


def _state(now: datetime) -> Any:
    """Whichever of the consent and the promise ends first decides. The consent is looked up once a record, and only
    where it can still be live."""
    consent = (
        select(_how_long(now))
        .where(Consent.candidate_id == KeptCandidate.candidate_id, Consent.purpose == ConsentPurpose.KEEP_ON_FILE)
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(KeptCandidate)
        .scalar_subquery()
    )
    return case(
        (KeptCandidate.status == KeptStatus.AWAITING_CONSENT, ConsentState.ASKED.value),
        (KeptCandidate.status.in_(_ON_THE_BENCH), func.coalesce(consent, ConsentState.ENDED.value)),
        else_=ConsentState.ENDED.value,
    )


def _how_long(now: datetime) -> Any:
    """The state by the newest consent."""

    def ends_by(moment: datetime) -> Any:
        return or_(Consent.expires_at <= moment, KeptCandidate.expires_at <= moment)

    return case(
        (or_(Consent.withdrawn_at.is_not(None), ends_by(now)), ConsentState.ENDED.value),
        (ends_by(now + SOONER), ConsentState.ENDING_30.value),
        (ends_by(now + SOON), ConsentState.ENDING_60.value),
        else_=ConsentState.LIVE.value,
    )
