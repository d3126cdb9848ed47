"""The recruiter's pages: one module a feature; ``present_*`` turns what was read into a page's words."""

from jobboard.web.recruit import (
    applications,
    candidates,
    clients,
    closing,
    considering,
    inbox,
    interviews,
    jobs,
    kept,
    levels,
    looks,
    pipeline,
    reports,
    today,
    why_not,
)

FEATURES = (
    today.routes,
    inbox.routes,
    kept.routes,
    considering.routes,
    jobs.routes,
    looks.routes,
    clients.routes,
    pipeline.routes,
    applications.routes,
    closing.routes,
    interviews.routes,
    candidates.routes,
    reports.routes,
    levels.routes,
    why_not.routes,
)
