"""Every table, imported in one place for migrations, erasure and ``create_all``."""

from sqlalchemy import MetaData

from jobboard.alerts import models as alerts
from jobboard.applications import models as applications
from jobboard.candidates import models as candidates
from jobboard.db import history, outbox, quota
from jobboard.db.base import Base
from jobboard.foreign import models as foreign
from jobboard.jobs import models as jobs
from jobboard.keep_on_file import models as keep_on_file
from jobboard.ladders import models as ladders
from jobboard.teamwork import models as teamwork

MODULES = (jobs, candidates, alerts, applications, keep_on_file, teamwork, foreign, ladders, outbox, history, quota)


def metadata() -> MetaData:
    """The metadata with all our tables on it."""
    return Base.metadata
