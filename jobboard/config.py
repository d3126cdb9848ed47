"""Every setting, once: its key is ``JOBBOARD_`` plus the field's name in capitals.

``docs/configuration.md`` is generated from this file and a test compares the two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from jobboard.errors import ConfigurationError

PREFIX = "JOBBOARD_"


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Config:
    """A board's settings, read once from the host's ``app.config`` and frozen."""

    firm_name: str = _setting("", "The firm's name in sentences and mails; empty uses the host app's name.")
    database_url: str = _setting(
        "", "SQLAlchemy URL of our own engine; empty means SQLite in the instance folder. Unused with a host session."
    )
    data_dir: str = _setting("", "Folder for files and the index; empty means `jobboard/` in the instance folder.")
    layout: str = _setting(
        "jobboard/layout.html", "Host template that every page extends; needs blocks `title`, `head` and `content`."
    )
    public_prefix: str = _setting("/jobs", "Where the job seeker's pages are mounted.")
    recruiter_prefix: str = _setting("/recruit", "Where the recruiter's pages are mounted.")
    base_url: str = _setting(
        "", "Scheme and host for absolute links in mails, such as `https://jobs.example.com`; never the Host header."
    )
    plugins: tuple[str, ...] = _setting((), "Names of installed plugins to enable, in order.")
    search_backend: str = _setting("whoosh", "Which registered search backend answers; `memory` is for tests.")
    search_language: str = _setting(
        "en",
        "The language most jobs are written in (ISO 639-1), which decides what is a form of a word and what is too "
        "common to be one: `da`, `de`, `en`, `es`, `fi`, `fr`, `hu`, `it`, `nl`, `no`, `pt`, `ro`, `ru` or `sv`. The "
        "index is built anew when it changes.",
    )
    search_synonyms: str = _setting(
        "",
        "TOML file of the firm's own synonyms, which adds to those we bring and takes words out of them "
        "(`docs/search.md`); a relative path starts where the app's module is.",
    )
    outbox: str = _setting(
        "inline",
        "`inline` drains the outbox after each commit and, at most once a minute, after a page; `worker` leaves it to "
        "`flask jobboard worker`. Retention runs the same way, once a day or once an hour.",
    )
    mail_url: str = _setting(
        "", "`smtp://user:password@host:587` (STARTTLS), `smtps://`, or `file:` to write .eml files; empty: `file:`."
    )
    mail_from: str = _setting("jobs@localhost", "Sender address of every mail.")
    answers_to_author: bool = _setting(
        True, "Whether an answer to a letter or an invitation goes to the colleague it is from, and not to `mail_from`."
    )
    mail_delay_minutes: int = _setting(10, "How long a mail to a candidate waits, so that it can be undone. Minutes.")
    max_upload_bytes: int = _setting(10 * 1024 * 1024, "Largest résumé file. Bytes.")
    page_size: int = _setting(20, "Rows on a list page, 1 to 100.")
    locale: str = _setting("en_GB", "Babel locale of numbers, money and dates.")
    timezone: str = _setting("Europe/London", "IANA time zone in which dates are shown and entered; stored as UTC.")
    currency: str = _setting("GBP", "ISO 4217 currency in which pay is compared, proposed for new jobs and pay floors.")
    default_country: str = _setting(
        "GB", "ISO 3166 country proposed for new places; for search engines also that of jobs which name none."
    )
    distance_unit: str = _setting(
        "", "In what a search says how far: `mi` or `km`; empty: miles where the default country uses them."
    )
    keep_months: int = _setting(24, "How long keep-on-file consent runs from the day it is given. Months.")
    keep_review_months: int = _setting(
        6,
        "Proposed months until a recruiter looks at a kept record again, and how long the question whether we may keep "
        "somebody waits for its answer (at least 1). Months.",
    )
    application_months: int = _setting(
        24,
        "How long a person is known after their last application without being kept on file. Months; 0: for good.",
    )
    consent_text: str = _setting("3", "Version of the consent wording shown; stored with every consent.")
    reach: int = _setting(
        1, "How many levels above the highest held a person may surface for, 0 to 3, until a policy is switched on."
    )
    reconfirm_months: int = _setting(
        12,
        "Age of the newest evidence from which a person is asked whether it still holds, before anything else. Months.",
    )
    contact_pause_days: int = _setting(
        30, "Days between two approaches to the same kept person; earlier than that, inviting asks first. 0: none."
    )
    gates_off: tuple[str, ...] = _setting(
        (), "Names of matching gates to switch off until a policy is switched on. Three of them are always on."
    )
    alert_months: int = _setting(
        12, "How long a job alert runs from its confirmation; two weeks before, its owner is asked. Months."
    )
    alert_confirm_days: int = _setting(
        7, "How long an alert that was asked for waits for the owner of its address to confirm it. Days."
    )
    alert_hour: int = _setting(8, "Hour at which daily and weekly job alerts leave, 0 to 23, in the board's time zone.")
    alert_delay_minutes: int = _setting(
        5, "How long a new job waits before those who want to hear at once are told, so that several come in one mail."
    )
    alert_mails_a_day: int = _setting(3, "Most job alert mails to one address a day; what is left comes the next day.")
    alert_jobs_a_mail: int = _setting(10, "Jobs shown in a job alert mail, 1 to 100; the rest are counted and linked.")
    alert_asks_an_hour: int = _setting(
        20, "How many job alerts may be asked for from one internet connection within an hour."
    )
    applications_an_hour: int = _setting(
        30, "How many applications may be sent from one internet connection within an hour; three times as many begun."
    )
    apply_min_seconds: int = _setting(
        3, "How long the form to apply must be open before it is sent; quicker is asked to look again. 0 asks nobody."
    )
    seed: str = _setting("", "Import path `package.module:function` that `flask jobboard seed` calls with the board.")

    @classmethod
    def from_mapping(cls, source: Mapping[str, Any]) -> "Config":
        """Read ``JOBBOARD_*`` keys. Raises ``ConfigurationError`` for an unknown key or a value of the wrong type."""
        known = {f.name for f in fields(cls)}
        given = {key[len(PREFIX) :].lower(): value for key, value in source.items() if key.startswith(PREFIX)}
        if unknown := sorted(set(given) - known):
            raise ConfigurationError(
                f"Unknown setting {PREFIX}{unknown[0].upper()}. docs/configuration.md lists every key."
            )
        config = cls(**{name: _coerced(name, value) for name, value in given.items()})
        config._check()
        return config

    @property
    def measures_in(self) -> str:
        """``mi`` or ``km``."""
        return self.distance_unit or ("mi" if self.default_country.upper() in MILES else "km")

    def _check(self) -> None:
        if self.outbox not in {"inline", "worker"}:
            raise ConfigurationError(f"JOBBOARD_OUTBOX is {self.outbox!r}; use 'inline' or 'worker'.")
        if not 1 <= self.page_size <= 100:
            raise ConfigurationError(f"JOBBOARD_PAGE_SIZE is {self.page_size}; use 1 to 100.")
        if self.distance_unit not in {"", "mi", "km"}:
            raise ConfigurationError(f"JOBBOARD_DISTANCE_UNIT is {self.distance_unit!r}; use 'mi' or 'km'.")
        if not 0 <= self.alert_hour <= 23:
            raise ConfigurationError(f"JOBBOARD_ALERT_HOUR is {self.alert_hour}; use 0 to 23.")
        if not 1 <= self.alert_jobs_a_mail <= 100:
            raise ConfigurationError(f"JOBBOARD_ALERT_JOBS_A_MAIL is {self.alert_jobs_a_mail}; use 1 to 100.")
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            raise ConfigurationError(f"JOBBOARD_BASE_URL is {self.base_url!r}; start it with https://.")


MILES = frozenset({"GB", "US", "LR", "MM"})
"""Countries (ISO 3166) whose road signs count in miles."""


def _coerced(name: str, value: Any) -> Any:
    default = next(f.default for f in fields(Config) if f.name == name)
    assert default is not MISSING
    if isinstance(default, tuple):
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if isinstance(default, int):
        return _whole_number(name, value)
    if isinstance(value, str | Path):
        return str(value)
    raise ConfigurationError(f"{PREFIX}{name.upper()} is {value!r}; give it as text.")


def _whole_number(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ConfigurationError(f"{PREFIX}{name.upper()} is {value!r}; give a whole number.") from None


def documented() -> Iterator[tuple[str, str, str, str]]:
    """Each setting as (key, type, default, meaning), in the order of the file."""
    for f in fields(Config):
        kind = getattr(f.type, "__name__", str(f.type))
        yield PREFIX + f.name.upper(), kind, repr(f.default), f.metadata["meaning"]
