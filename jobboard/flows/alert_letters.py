"""The mails of job alerts, in words: the question to the owner of an address, what is new, and what is about to end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

from jobboard.adapters.mail import new_message
from jobboard.alerts.models import Alert, AlertRequest, Frequency, Subscriber
from jobboard.alerts.schedule import HOW_OFTEN
from jobboard.flows import job_words
from jobboard.flows.html_mail import as_html
from jobboard.flows.messages import OWN_PAGE, as_it_leaves, on_day, public_page
from jobboard.jobs.models import Job
from jobboard.state import BoardState

_LONGEST_LINE = 78
_OFTEN = {
    Frequency.INSTANT: "as soon as a job opens",
    Frequency.DAILY: "once a day, if there is something new",
    Frequency.WEEKLY: "once a week, if there is something new",
}


@dataclass(frozen=True, slots=True)
class Section:
    """What one alert tells: the jobs shown, and how many there are in all."""

    alert: Alert
    jobs: Sequence[Job]
    total: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is made: ``link`` is where its one button leads, ``button`` what it says."""

    to: str
    subject: str
    blocks: Sequence[str]
    link: str
    button: str


def own_page(board: BoardState, subscriber: Subscriber) -> str:
    """The page of somebody's alerts, absolute. Only ever put into a mail to them."""
    return public_page(board, f"alerts/{subscriber.access_key}")


def question(board: BoardState, request: AlertRequest, token: str) -> EmailMessage:
    """Whether the owner of the address wants what somebody asked for. It is no alert before they press the button."""
    days = board.config.alert_confirm_days
    letter = Letter(
        request.address,
        _one_line(f"Start your job alert? {request.title}"),
        [
            "Hello,",
            f"somebody, you we hope, asked {_firm(board)} to write to this address when a new job opens.",
            f"  What       {_one_line(request.title)}\n  How often  {HOW_OFTEN[request.frequency]}",
            "If that was you, one press on the next page starts it:",
            f"  {OWN_PAGE}",
            f"Nothing comes before that. The link holds for {_days(days)}. If it was not you, do nothing: then this is "
            "forgotten, and the address with it.",
            _firm(board),
        ],
        public_page(board, f"alerts/start/{token}"),
        "Look at it and start it",
    )
    return _mail(board, letter)


def digest(board: BoardState, subscriber: Subscriber, sections: Sequence[Section]) -> EmailMessage:
    """What is new, by alert. Organization and places of the jobs must be loaded."""
    shown = [job for section in sections for job in section.jobs]
    letter = Letter(
        subscriber.address,
        _subject(sections, shown),
        [*(block for section in sections for block in _section(board, section)), *_why(board, subscriber, sections)],
        own_page(board, subscriber),
        "Change or stop your alerts",
    )
    return _with_unsubscribe(board, subscriber, _mail(board, letter))


def reminder(board: BoardState, subscriber: Subscriber, alert: Alert) -> EmailMessage:
    """An alert is about to end, and its owner can keep it."""
    ends = on_day(alert.expires_at, board)
    letter = Letter(
        subscriber.address,
        f"Your job alert ends on {ends}",
        [
            "Hello,",
            f"on {on_day(alert.confirmed_at, board)} you started a job alert with {_firm(board)}:",
            f"  What       {_one_line(alert.title)}\n  How often  {HOW_OFTEN[alert.frequency]}",
            f"It ends on {ends}, and we forget it then, unless you keep it. One press on your page does:",
            f"  {OWN_PAGE}",
            "If you have found something, do nothing. We are glad.",
            _firm(board),
        ],
        own_page(board, subscriber),
        "Keep it, or let it end",
    )
    return _with_unsubscribe(board, subscriber, _mail(board, letter))


def _subject(sections: Sequence[Section], shown: Sequence[Job]) -> str:
    total = sum(section.total for section in sections)
    if total == 1:
        return _one_line(f"New: {shown[0].title} at {shown[0].organization.name}")
    if len(sections) == 1:
        return _one_line(f"{total} new jobs: {sections[0].alert.title}")
    return f"{total} new jobs for you"


def _section(board: BoardState, section: Section) -> Iterator[str]:
    title = _one_line(section.alert.title)
    yield f"{title}\n{'-' * min(len(title), _LONGEST_LINE)}"
    yield from (_card(board, job) for job in section.jobs)
    if left := section.total - len(section.jobs):
        address = public_page(board, f"?{_parameters(section.alert.search['address'])}")
        yield f"  And {left:,} more\n  {address}"


def _card(board: BoardState, job: Job) -> str:
    where = " or ".join(job_words.places(job)[:3])
    mode = job.work_mode.value.replace("onsite", "on site") if job.work_mode else ""
    closes = f"closes {on_day(job.valid_through, board)}" if job.valid_through else ""
    lines = [
        job.title,
        ", ".join(filter(None, [job.organization.name, where, mode])),
        ", ".join(filter(None, [job_words.pay(job), closes])),
        public_page(board, job.public_id),
    ]
    return "\n".join(f"  {' '.join(line.split())}" for line in lines if line)


def _why(board: BoardState, subscriber: Subscriber, sections: Sequence[Section]) -> Iterator[str]:
    first = sections[0].alert
    yield (
        f"You get this because you asked {_firm(board)} on {on_day(first.confirmed_at, board)} to hear of new jobs, "
        f"{_OFTEN[first.frequency]}. To hear more or less often, to pause or to stop one:"
    )
    yield f"  {OWN_PAGE}"
    yield f"  Stop them all, in one press\n  {_way_out(board, subscriber)}"
    yield "The link is yours alone; please do not forward it."


def _parameters(address: Mapping[str, Any]) -> str:
    return urlencode({**address, "sort": "newest"}, doseq=True)


def _mail(board: BoardState, letter: Letter) -> EmailMessage:
    body = "\n\n".join(letter.blocks) + "\n"
    mail = new_message(sender=board.config.mail_from, to=letter.to, subject=letter.subject, at=board.now())
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(as_it_leaves(body, letter.link))
    language = board.config.locale.replace("_", "-")
    firm = board.config.firm_name
    html = as_html(letter.subject, body, link=letter.link, firm=firm, language=language, button=letter.button)
    mail.add_alternative(html, subtype="html")
    return mail


def _with_unsubscribe(board: BoardState, subscriber: Subscriber, mail: EmailMessage) -> EmailMessage:
    """The headers by which a mail program offers to unsubscribe in one click (RFC 8058)."""
    mail["List-Unsubscribe"] = f"<{_way_out(board, subscriber)}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _way_out(board: BoardState, subscriber: Subscriber) -> str:
    return f"{own_page(board, subscriber)}/unsubscribe"


def _firm(board: BoardState) -> str:
    return board.config.firm_name or "us"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
