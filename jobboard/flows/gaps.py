"""Where the person of an application stands against the job they applied for."""

from datetime import datetime

from jobboard.applications.models import Application
from jobboard.fit.gap import Gaps, compare
from jobboard.keep_on_file.profiles import applied_facts, person_facts, scorecards_of


def gaps_for(application: Application, *, now: datetime) -> Gaps:
    """The person against the job they applied for. Candidate, interviews and job must be loaded; no query."""
    facts = person_facts(application.candidate, today=now.date(), scorecards=scorecards_of(application))
    return compare(facts, applied_facts(application))
