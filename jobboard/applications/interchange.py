"""One application inside a candidate's line: what was applied for, the interviews and their scorecards, the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from jobboard.access import Actor, Role
from jobboard.applications.models import ApplicationStatus, InterviewStatus, Overall, Stage
from jobboard.applications.service import Rated
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder
from jobboard.interchange import Line, Moment, Text, Words, WordsList, invalid, one_line
from jobboard.jobs.posting_fields import FunctionKey, Level

_MISSING = "Give jobIdentifier or jobTitle: which job was it?"


class _Lax(Schema):
    class Meta:
        """An exporting system may say more than we read."""

        unknown = EXCLUDE


class PersonRef(fields.Field[Actor]):
    """``{"id", "name"}`` of somebody at the firm or its client, or a plain name."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> Actor:
        said = value if isinstance(value, Mapping) else {"name": value}
        name = one_line(said.get("name", "")) or one_line(said.get("id", ""))
        if not name:
            raise ValidationError("Give a name.")
        return Actor((one_line(said.get("id", "")) or name.casefold())[:128], name[:200], Role.INTERVIEWER)


class OverallAnswer(fields.Field[Overall]):
    """A scorecard's answer in any spelling: “Strong yes”, “STRONG_YES”."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> Overall:
        name = one_line(value).upper().replace(" ", "_").replace("-", "_")
        if name not in Overall.__members__:
            raise ValidationError(f"{one_line(value)[:40]!r} is not an answer. Use {', '.join(Overall)}.")
        return Overall[name]


class Ratings(fields.Field[dict[str, Rated]]):
    """A list of ``{"attribute", "rating", "note"}``, or a mapping of ratings; 1 poor to 4 strong, null for not seen."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> dict[str, Rated]:
        bare = isinstance(value, Mapping)
        rows = [(name, rating, "") for name, rating in value.items()] if bare else map(_row, _listed(value))
        return {one_line(name)[:200]: _rated(rating, note) for name, rating, note in rows if one_line(name)}


def _rated(rating: Any, note: Any) -> Rated:
    if rating is not None and (isinstance(rating, bool) or rating not in (1, 2, 3, 4)):
        raise ValidationError("A rating is 1, 2, 3 or 4, or null for not seen.")
    return Rated(rating, str(note or "").strip())


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValidationError("Write a list of ratings.")
    return value


def _row(row: Any) -> tuple[Any, Any, Any]:
    if not isinstance(row, Mapping):
        raise ValidationError("Write each rating as an attribute and a rating.")
    return row.get("attribute", ""), row.get("rating"), row.get("note")


class ScorecardLine(_Lax):
    """One interviewer's judgement."""

    author = PersonRef(load_default=None)
    overall = OverallAnswer(load_default=None)
    size = fields.Int(load_default=None, validate=validate.Range(-2, 2, error="Size runs from -2 to 2."))
    takeaways = Text(load_default="")
    ratings = Ratings(load_default=dict)
    submitted_at = Moment(data_key="submittedAt", load_default=None)


class InterviewLine(_Lax):
    """One meeting, held or to come."""

    completed_at = Moment(data_key="completedAt", load_default=None)
    scheduled_at = Moment(data_key="scheduledAt", load_default=None)
    status = fields.Enum(InterviewStatus, by_value=True, load_default=None)
    duration_minutes = fields.Int(data_key="durationMinutes", load_default=60, validate=validate.Range(1, 1440))
    place = Words(most=300, load_default="")
    round = Words(most=100, load_default="")
    interviewers = fields.List(PersonRef(), load_default=list)
    scorecards = fields.List(fields.Nested(ScorecardLine), load_default=list)


class ApplicationSchema(_Lax):
    """One application. ``keep`` stays raw for ``keep_on_file.interchange``."""

    job_identifier = Words(data_key="jobIdentifier", load_default="")
    job_title = Words(most=300, data_key="jobTitle", load_default="")
    job_level = Level(data_key="jobLevel", load_default=None)
    job_skills = WordsList(data_key="jobSkills", load_default=None)
    job_function = FunctionKey(data_key="jobFunction", load_default=None)
    job_organization = Words(data_key="jobOrganization", load_default="")
    applied_at = Moment(data_key="appliedAt", load_default=None)
    stage = fields.Enum(Stage, by_value=True, load_default=None)
    status = fields.Enum(ApplicationStatus, by_value=True, load_default=None)
    source = Words(most=64, load_default="import")
    note = Text(load_default="")
    interviews = fields.List(fields.Nested(InterviewLine), load_default=list)
    disposition = Words(most=200, load_default="")
    closed_at = Moment(data_key="closedAt", load_default=None)
    evidence = fields.List(fields.Raw(), load_default=list)
    keep = fields.Dict(load_default=None)

    def __init__(self, ladder: Ladder = DEFAULT_LADDER) -> None:
        super().__init__()
        self.ladder = ladder


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application as values. The ``job_*`` values say what was applied for where no job is named."""

    job_identifier: str
    job_title: str
    job_level: int | None
    job_skills: list[str] | None
    job_function: str | None
    job_organization: str
    applied_at: datetime | None
    stage: Stage | None
    status: ApplicationStatus | None
    source: str
    note: str
    interviews: list[dict[str, Any]]
    disposition: str
    closed_at: datetime | None
    evidence: list[Any]
    keep: Mapping[str, Any] | None

    @property
    def last_seen_at(self) -> datetime | None:
        """The moment of the last interview, or None."""
        return max((moment_of(row) for row in self.interviews), default=None)

    @property
    def began_at(self) -> datetime | None:
        """When it was applied for; an undated application began with its first interview."""
        return self.applied_at or min((moment_of(row) for row in self.interviews), default=self.closed_at)


def moment_of(interview: Mapping[str, Any]) -> datetime:
    """When an interview was, or will be."""
    moment: datetime = interview["completed_at"] or interview["scheduled_at"]
    return moment


@cache
def _schema(ladder: Ladder) -> ApplicationSchema:
    return ApplicationSchema(ladder)


def load_application(given: Mapping[str, Any], *, path: str, ladder: Ladder = DEFAULT_LADDER) -> ApplicationLine:
    """Read one application. ``path`` names it in errors. Raises ``InvalidInput``."""
    try:
        read = _schema(ladder).load(given)
        if not (read["job_identifier"] or read["job_title"]):
            raise ValidationError({"jobTitle": [_MISSING]})
        for number, interview in enumerate(read["interviews"]):
            if not (interview["completed_at"] or interview["scheduled_at"]):
                raise ValidationError({"interviews": {number: ["Give completedAt or scheduledAt."]}})
    except ValidationError as problem:
        raise invalid(problem, path) from problem
    return ApplicationLine(**read)
