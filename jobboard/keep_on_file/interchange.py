"""The ``keep`` of an imported application, and what the parts it leaves out mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from jobboard.access import Actor
from jobboard.applications.dispositions import TOO_SENIOR
from jobboard.applications.interchange import PersonRef
from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import newest_consent
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder
from jobboard.interchange import Line, Moment, PartialDate, Text, WordsList, invalid, one_line
from jobboard.jobs.models import SalaryUnit, WorkMode
from jobboard.jobs.posting_fields import Level, minor_units, pay_unit
from jobboard.keep_on_file.models import KeepReason, KeptStatus
from jobboard.keep_on_file.service import KeepTerms

_SURE = 0.5
_MIDDLE = 2


@dataclass(frozen=True, slots=True)
class PayFloor:
    """The least somebody moves for: minor units of a currency (None: the board's) for one unit."""

    amount: int
    currency: str | None
    unit: SalaryUnit


class PayFloorField(fields.Field[PayFloor]):
    """``{"amount", "currency", "unit"}`` with the amount in minor units, or a plain number: major units a year, of
    the currency that the root schema carries."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> PayFloor:
        if not isinstance(value, Mapping):
            currency = str(getattr(self.root, "currency", "GBP"))
            return PayFloor(minor_units(value, currency) or 0, None, SalaryUnit.YEAR)
        amount = value.get("amount")
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= 2_147_483_647:
            raise ValidationError("Write the amount in minor units, a whole number from 0.")
        return PayFloor(amount, one_line(value.get("currency", "")).upper()[:3] or None, pay_unit(value.get("unit")))


class Functions(fields.Field[list[str]]):
    """Keys or labels of functions, a list or one; loads to keys."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> list[str]:
        given = value if isinstance(value, list) else [value]
        try:
            return list(dict.fromkeys(parse_function(one_line(name)) for name in given))
        except UnknownFunction as problem:
            raise ValidationError(str(problem)) from None


class WorkModes(fields.Field[list[str]]):
    """Work modes, a list or one, in any spelling of “on-site”."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> list[str]:
        given = value if isinstance(value, list) else [value]
        names = ["".join(filter(str.isalpha, one_line(name).casefold())) for name in given]
        if unknown := [name for name in names if name not in set(WorkMode)]:
            raise ValidationError(f"{unknown[0][:40]!r} is not a work mode. Use {', '.join(WorkMode)}.")
        return list(dict.fromkeys(names))


class KeepLine(Schema):
    """What was agreed, as far as the line says."""

    class Meta:
        """An exporting system may say more than we read."""

        unknown = EXCLUDE

    functions = Functions(data_key="targetFunctions", load_default=list)
    min_level = Level(data_key="minLevel", load_default=None)
    max_level = Level(data_key="maxLevel", load_default=None)
    pay_floor = PayFloorField(data_key="payFloor", load_default=None)
    places = WordsList(data_key="locations", load_default=list)
    work_modes = WorkModes(data_key="workModes", load_default=list)
    expires_at = Moment(data_key="expiresAt", load_default=None)
    review_at = Moment(data_key="reviewAt", load_default=None)
    promised_at = Moment(data_key="promisedAt", load_default=None)
    available_from = PartialDate(data_key="availableFrom", load_default=None)
    reason = fields.Enum(KeepReason, by_value=True, load_default=None)
    conditions = Text(load_default="")
    own_words = Text(data_key="ownWords", load_default="")
    own_words_at = Moment(data_key="ownWordsAt", load_default=None)
    excluded = WordsList(data_key="excludedOrganizations", load_default=list)
    status = fields.Enum(KeptStatus, by_value=True, load_default=None)
    owner = PersonRef(load_default=None)

    def __init__(self, ladder: Ladder = DEFAULT_LADDER, currency: str = "GBP") -> None:
        super().__init__()
        self.ladder, self.currency = ladder, currency


@dataclass(frozen=True, slots=True)
class Kept:
    """An imported promise: its terms, where it stands, when and by whom it was made (None: not said)."""

    terms: KeepTerms
    status: KeptStatus
    promised_at: datetime
    owner: Actor | None


@cache
def _schema(ladder: Ladder, currency: str) -> KeepLine:
    return KeepLine(ladder, currency)


def load_keep(
    given: Mapping[str, Any], *, path: str, ladder: Ladder = DEFAULT_LADDER, currency: str = "GBP"
) -> dict[str, Any]:
    """Read one ``keep``. ``path`` names it in errors, ``currency`` is that of a plain pay floor. Raises
    ``InvalidInput``."""
    try:
        read: dict[str, Any] = _schema(ladder, currency).load(given)
    except ValidationError as problem:
        raise invalid(problem, path) from problem
    return read


def agreed(read: Mapping[str, Any], application: Application, *, now: datetime, currency: str) -> Kept:
    """What ``read`` promises the person of ``application``; the gap between the job applied for and what they have
    held fills in what it leaves open. The candidate's consents and work history must be loaded."""
    candidate, floor = application.candidate, read["pay_floor"]
    consent = newest_consent(candidate, ConsentPurpose.KEEP_ON_FILE)
    promised_at = read["promised_at"] or application.closed_at or application.applied_at
    low, high = _levels(read, application)
    terms = KeepTerms(
        reason=read["reason"] or _reason(application),
        target_functions=read["functions"] or _functions(application),
        min_level=low,
        max_level=high,
        pay_floor=floor.amount if floor else None,
        pay_floor_currency=(floor.currency or currency) if floor else None,
        pay_floor_unit=floor.unit if floor else None,
        places=read["places"],
        work_modes=read["work_modes"],
        conditions=read["conditions"],
        own_words=read["own_words"],
        own_words_at=read["own_words_at"] or (promised_at if read["own_words"] else None),
        excluded_organizations=read["excluded"],
        available_from=read["available_from"],
        review_at=read["review_at"],
        expires_at=read["expires_at"] or (consent.expires_at if consent else None),
    )
    return Kept(terms, read["status"] or status_from_consent(candidate, now), promised_at, read["owner"])


def status_from_consent(candidate: Candidate, now: datetime) -> KeptStatus:
    """Where a record stands that does not say: active while consent is live, else as the consent ended."""
    consent = newest_consent(candidate, ConsentPurpose.KEEP_ON_FILE)
    if consent is None:
        return KeptStatus.AWAITING_CONSENT
    if consent.is_live(now):
        return KeptStatus.ACTIVE
    return KeptStatus.WITHDRAWN if consent.withdrawn_at else KeptStatus.EXPIRED


def _levels(read: Mapping[str, Any], application: Application) -> tuple[int, int]:
    """From one above the job applied for, unless the line agrees on less, to one above the highest level held. Whoever
    was too senior has held a level above that job: one that was declared says what they have held at least, one that
    was read from its title gives way to it."""
    applied = application.applied_level_rank if application.applied_level_rank is not None else _MIDDLE
    lines = application.candidate.work_history
    sure = [line.level_rank for line in lines if line.level_confidence >= _SURE]
    held = max(sure or [line.level_rank for line in lines], default=applied)
    better = applied + 1
    if _too_senior(application) and application.applied_level_declared:
        held = max(held, better)
    elif _too_senior(application) and sure:
        better = min(better, held)
    low, high = read["min_level"], read["max_level"]
    if low is None:
        low = min(better, 9 if high is None else high)
    if high is None:
        high = max(low, min(held + 1, 9))
    return low, high


def _too_senior(application: Application) -> bool:
    return application.disposition is not None and application.disposition.code == TOO_SENIOR


def _functions(application: Application) -> Sequence[str]:
    """That of the job applied for and those of the titles held. Where neither the job nor their newest title says one,
    older titles do not speak for them: they are kept for any."""
    held = [line.function for line in application.candidate.work_history]
    if application.applied_function is None and not (held and held[0]):
        return []
    return list(dict.fromkeys(key for key in [application.applied_function, *held] if key))[:3]


def _reason(application: Application) -> KeepReason:
    code = application.disposition.code if application.disposition else ""
    if code == TOO_SENIOR:
        return KeepReason.MORE_SENIOR
    return KeepReason(code) if code in set(KeepReason) else KeepReason.RUNNER_UP
