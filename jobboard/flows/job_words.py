"""A job's place and pay, as our mails say them."""

from jobboard.fit.pay import money
from jobboard.jobs.models import Job, SalaryUnit


def places(job: Job) -> list[str]:
    """Town by town; the region where no town is named. Locations must be loaded."""
    return list(dict.fromkeys(filter(None, (place.locality or place.region for place in job.locations))))


def pay(job: Job) -> str:
    """“£46,000–£52,000 a year”, “from £18.50 an hour”; empty when the job does not say."""
    if not job.salary_currency or not job.salary_unit:
        return ""
    low, high = (
        money(amount, job.salary_currency) if amount is not None else "" for amount in (job.salary_min, job.salary_max)
    )
    unit = f"{'an' if job.salary_unit is SalaryUnit.HOUR else 'a'} {job.salary_unit.value.lower()}"
    if low and high:
        return f"{low if low == high else f'{low}–{high}'} {unit}"
    return f"from {low} {unit}" if low else f"up to {high} {unit}" if high else ""
