"""Where the person of an application stands against the job they applied for."""

from datetime import datetime

from jobboard.access import Actor
from jobboard.applications.models import Application
from jobboard.applications.scorecards import is_sealed, submitted
from jobboard.fit.gap import Gaps, compare
from jobboard.keep_on_file.profiles import applied_facts, person_facts


def gaps_for(application: Application, *, now: datetime, reader: Actor | None) -> Gaps:
    """The person against the job they applied for, without what scorecards say that are not open to the ``reader`` yet;
    None for what nobody is shown. Candidate, interviews and job must be loaded, and panels for a reader; no query."""
    told = [one for one in application.interviews if reader is None or not is_sealed(one, reader)]
    cards = [card for one in told for card in submitted(one)]
    return compare(person_facts(application.candidate, today=now.date(), scorecards=cards), applied_facts(application))
