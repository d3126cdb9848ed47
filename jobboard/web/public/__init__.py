"""The job seeker's pages: one module a feature; ``asked`` and ``found`` are what the search page says."""

from jobboard.web.public import alerts, apply, feed, health, job, own_data, search, sitemap, suggest

FEATURES = (
    search.routes,
    suggest.routes,
    feed.routes,
    sitemap.routes,
    health.routes,
    job.routes,
    apply.routes,
    own_data.routes,
    alerts.routes,
)
