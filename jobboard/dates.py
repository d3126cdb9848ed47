"""Calendar arithmetic that the standard library lacks."""

from datetime import date, datetime


def months_after(moment: datetime, months: int) -> datetime:
    """The same day ``months`` later, or the month's last day when it has no such day."""
    year, month = divmod(moment.month - 1 + months, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=moment.year + year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def day(moment: date) -> str:
    """“3 March 2027”, in English, as explanations are stored."""
    return f"{moment.day} {moment:%B %Y}"
