"""One schema.org JobPosting as a line of a file, in and out: the same shape for files, the command line and the API.

Forgiving on the way in: spellings vary, keys we do not know are kept in ``Job.extra``, and only what would be wrong
is refused. On the way out ``dump_job`` writes everything that ``load_job`` reads, so that a job exported and
imported again is unchanged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from jobboard.errors import InvalidInput
from jobboard.fit.functions import read_function
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.fit.skills import skill_terms
from jobboard.interchange import Moment, Text, Words, cleaned, cut, digest, invalid, one_line, repaired
from jobboard.jobs.models import EmploymentType, JobStatus, LevelSource, RequirementKind, Strength, WorkMode
from jobboard.jobs.posting_dump import dump_job, public_posting
from jobboard.jobs.posting_fields import (
    NO_IDENTIFIER,
    BaseSalary,
    EmploymentTypes,
    ExperienceMonths,
    FunctionKey,
    Identifier,
    Level,
    PayRange,
    Places,
)
from jobboard.jobs.service import JobFields

__all__ = ["PostingDefaults", "PostingLine", "dump_job", "load_job", "public_posting"]

DIGEST = "jobboard:digest"
"""Key in ``Job.extra`` under which the digest of the imported line is kept; it is never dumped."""

NO_TITLE = "Give the job a title."

_ENVELOPE = frozenset({"@context", "@type", "@id", DIGEST})
_ORGANIZATION_READ = frozenset({"@type", "name", "description", "department"})
_ALWAYS_READ = frozenset({"skills", "hiringOrganization", "jobLocationType"})
_PROSE = 60
_MOST_REQUIREMENTS = 100


@dataclass(frozen=True, slots=True)
class PostingDefaults:
    """What a line that does not say means: who hires, in which currency, and how titles are read."""

    organization: str = "Employer not named"
    currency: str = "GBP"
    titles: TitleReader = PLAIN


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A line as values of a job. ``status`` is None when the line does not say; ``inferred`` names the fields that
    were read from the title; ``digest`` tells two lines apart."""

    fields: JobFields
    status: JobStatus | None
    inferred: frozenset[str]
    digest: str

    @property
    def identifier(self) -> str:
        """The external id, unique on a board."""
        return self.fields["external_id"] or ""


class RequirementLine(Schema):
    """One thing the job asks for; ``years`` only for experience."""

    text = Words(most=300, required=True, validate=validate.Length(1, error="Say what is required."))
    strength = fields.Enum(Strength, by_value=True, load_default=Strength.SHOULD)
    kind = fields.Enum(RequirementKind, by_value=True, load_default=RequirementKind.SKILL)
    years = fields.Float(load_default=None, allow_none=True, validate=validate.Range(0, 60))


class JobPosting(Schema):
    """The keys we use."""

    class Meta:
        """A feed's further keys are kept as they are, in ``Job.extra``."""

        unknown = EXCLUDE

    identifier = Identifier(required=True, error_messages={"required": NO_IDENTIFIER})
    title = Words(
        most=300,
        required=True,
        error_messages={"required": NO_TITLE},
        validate=validate.Length(1, error=NO_TITLE),
    )
    description = Text(load_default="")
    responsibilities = Text(load_default="")
    qualifications = Text(load_default="")
    industry = Words(most=300, load_default="")
    salary = BaseSalary(data_key="baseSalary", load_default=None)
    places = Places(data_key="jobLocation", load_default=list)
    employment_types = EmploymentTypes(data_key="employmentType", load_default=list)
    posted_at = Moment(data_key="datePosted", load_default=None)
    valid_through = Moment(data_key="validThrough", end_of_day=True, load_default=None)
    experience_months = ExperienceMonths(data_key="experienceRequirements", load_default=None)
    requirements = fields.List(fields.Nested(RequirementLine), data_key="jobboard:requirements", load_default=list)
    level = Level(data_key="jobboard:level", load_default=None)
    level_source = fields.Enum(
        LevelSource, by_value=True, data_key="jobboard:levelSource", load_default=LevelSource.DECLARED
    )
    level_confidence = fields.Float(
        data_key="jobboard:levelConfidence", load_default=1.0, validate=validate.Range(0, 1)
    )
    function = FunctionKey(data_key="jobboard:function", load_default=None)
    work_mode = fields.Enum(WorkMode, by_value=True, data_key="jobboard:workMode", load_default=None)
    status = fields.Enum(JobStatus, by_value=True, data_key="jobboard:status", load_default=None)

    def __init__(self, ladder: Ladder = DEFAULT_LADDER, currency: str = "GBP") -> None:
        super().__init__()
        self.ladder, self.currency = ladder, currency


@cache
def _schema(ladder: Ladder, currency: str) -> JobPosting:
    return JobPosting(ladder, currency)


def load_job(line: Mapping[str, Any], defaults: PostingDefaults | None = None) -> PostingLine:
    """Read one JobPosting. Raises ``InvalidInput`` with the one field that stands in the way and what to write.

    A missing level and function are read from the title; the level is then inferred, with its confidence.
    """
    defaults = defaults or PostingDefaults()
    given = {key: value for key, value in line.items() if value not in (None, "", [])}
    try:
        read = _schema(defaults.titles.ladder, defaults.currency).load(given)
    except ValidationError as problem:
        raise invalid(problem) from problem
    wanted: JobFields = {
        "external_id": read["identifier"],
        "title": read["title"],
        "description": read["description"],
        "responsibilities": read["responsibilities"],
        "qualifications": _with_skills(read["qualifications"], given.get("skills")),
        "industry": read["industry"],
        "employment_types": read["employment_types"],
        "work_mode": _work_mode(read, given),
        "experience_months": read["experience_months"],
        "posted_at": read["posted_at"],
        "valid_through": read["valid_through"],
        "locations": read["places"],
        "requirements": _requirements(read, given),
        "extra": _extra(read, given),
    }
    wanted |= _organization(given.get("hiringOrganization"), defaults)
    wanted |= _pay(read["salary"], defaults)
    wanted |= _level(read, defaults)
    return PostingLine(wanted, read["status"], _inferred(read), digest([wanted, read["status"]]))


def _organization(given: Any, defaults: PostingDefaults) -> JobFields:
    about = given if isinstance(given, Mapping) else {"name": given}
    department = about.get("department", "")
    if isinstance(department, Mapping):
        department = department.get("name", "")
    return {
        "organization": cut(one_line(about.get("name", "")), 200) or defaults.organization,
        "organization_description": repaired(str(about.get("description") or "")).strip(),
        "department": cut(one_line(department), 200),
    }


def _pay(salary: PayRange | None, defaults: PostingDefaults) -> JobFields:
    if salary is None:
        return {"salary_min": None, "salary_max": None, "salary_currency": None, "salary_unit": None}
    return {
        "salary_min": salary.low,
        "salary_max": salary.high,
        "salary_currency": salary.currency or defaults.currency,
        "salary_unit": salary.unit,
    }


def _level(read: Mapping[str, Any], defaults: PostingDefaults) -> JobFields:
    function = read["function"] or read_function(read["title"], industry=read["industry"]).key
    if read["level"] is not None:
        return {
            "level_rank": read["level"],
            "level_source": read["level_source"],
            "level_confidence": read["level_confidence"],
            "function": function,
        }
    inferred = defaults.titles.read(read["title"], function=read["function"], field=function)
    return {
        "level_rank": inferred.rank,
        "level_source": LevelSource.INFERRED,
        "level_confidence": inferred.confidence,
        "function": function,
    }


def _inferred(read: Mapping[str, Any]) -> frozenset[str]:
    level = () if read["level"] is not None else ("level_rank", "level_source", "level_confidence")
    return frozenset((*level, *(() if read["function"] else ("function",))))


def _work_mode(read: Mapping[str, Any], given: Mapping[str, Any]) -> WorkMode | None:
    said: WorkMode | None = read["work_mode"]
    if said is not None or "jobLocationType" not in given:
        return said
    return WorkMode.REMOTE if "TELECOMMUTE" in str(given["jobLocationType"]).upper() else None


def _with_skills(qualifications: str, skills: Any) -> str:
    """Skills written as prose are also what an applicant reads; a plain list of terms is not repeated."""
    prose = repaired(skills).strip() if isinstance(skills, str) else ""
    if len(prose) < _PROSE or prose in qualifications:
        return qualifications
    return f"{qualifications}\n\n{prose}".strip()


def _requirements(read: Mapping[str, Any], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = [
        *read["requirements"],
        *_skills(given.get("skills")),
        *_education(given.get("educationRequirements")),
        *_experience(given.get("experienceRequirements")),
    ]
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["text"].casefold(), row)
    return list(first.values())[:_MOST_REQUIREMENTS]


def _skills(given: Any) -> Iterator[dict[str, Any]]:
    if isinstance(given, str):
        for term in skill_terms(repaired(given)):
            yield _requirement(term, Strength.SHOULD)
        return
    for skill in given if isinstance(given, list) else [given]:
        named = skill if isinstance(skill, Mapping) else {"name": skill}
        strength = str(named.get("jobboard:strength", Strength.MUST.value))
        if strength not in {known.value for known in Strength}:
            raise InvalidInput({"skills": [f"{strength[:40]!r} is not a strength. Use must, should or nice."]})
        if text := cut(one_line(named.get("name", "")), 300):
            yield _requirement(text, Strength(strength))


def _requirement(
    text: str, strength: Strength, kind: RequirementKind = RequirementKind.SKILL, years: float | None = None
) -> dict[str, Any]:
    return {"text": text, "strength": strength, "kind": kind, "years": years}


def _education(given: Any) -> Iterator[dict[str, Any]]:
    for part in given if isinstance(given, list) else [given]:
        said = part.get("credentialCategory", "") if isinstance(part, Mapping) else part
        if text := cut(one_line(said), 300):
            yield _requirement(text, Strength.MUST, RequirementKind.EDUCATION)


def _experience(given: Any) -> Iterator[dict[str, Any]]:
    """Only words are a requirement of their own; a bare number of months is a column of the job."""
    said = given.get("description", "") if isinstance(given, Mapping) else given
    if isinstance(said, str) and any(char.isalpha() for char in said):
        months = ExperienceMonths().deserialize(said)
        yield _requirement(
            cut(one_line(said), 300), Strength.MUST, RequirementKind.EXPERIENCE, months / 12 if months else None
        )


@cache
def _known() -> frozenset[str]:
    return frozenset(field.data_key or name for name, field in JobPosting().fields.items())


def _extra(read: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Keys we do not use, and the words as they came where our own form says less."""
    unused = set(given) - _known() - _ENVELOPE - _ALWAYS_READ
    if EmploymentType.OTHER.value in read["employment_types"] and given["employmentType"] != ["OTHER"]:
        unused.add("employmentType")
    if isinstance(given["identifier"], Mapping) and given["identifier"].get("name"):
        unused.add("identifier")
    organization = given.get("hiringOrganization")
    if isinstance(organization, Mapping) and set(organization) - _ORGANIZATION_READ:
        unused.add("hiringOrganization")
    return {key: cleaned(given[key]) for key in sorted(unused)}
