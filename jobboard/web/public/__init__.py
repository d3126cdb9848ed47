"""The job seeker's pages: one module a feature; ``asked`` and ``found`` are what the search page says."""

from jobboard.web.public import alerts, apply, job, own_data, search

FEATURES = (search.routes, job.routes, apply.routes, own_data.routes, alerts.routes)
