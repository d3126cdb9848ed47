"""How mail leaves: SMTP, or .eml files in a folder where no server is set up. Always through ``EmailMessage``."""

import os
import smtplib
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from jobboard.errors import ConfigurationError

_TIMEOUT_SECONDS = 20


class Mail(Protocol):
    """Sends one message."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over. Raises ``OSError`` (``smtplib`` errors are) when it could not; it may be retried."""
        ...


@dataclass(frozen=True)
class SmtpMail:
    """A mail server; ``smtp`` upgrades by STARTTLS where the server offers it, ``smtps`` starts encrypted."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    encrypted: bool

    def send(self, message: EmailMessage) -> None:
        """Deliver to the server, on a connection of its own."""
        connect = smtplib.SMTP_SSL if self.encrypted else smtplib.SMTP
        with connect(self.host, self.port, timeout=_TIMEOUT_SECONDS) as server:
            if not self.encrypted and server.has_extn("starttls"):
                server.starttls()
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)


@dataclass(frozen=True)
class FolderMail:
    """One .eml file a message, mode 0600: for development, and the visible default until a server is named."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write the message as a file."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{uuid4().hex}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(bytes(message))


@dataclass
class MemoryMail:
    """The twin for tests."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        """Keep the message."""
        self.sent.append(message)


def new_message(*, sender: str, to: str, subject: str, at: datetime) -> EmailMessage:
    """A message without a body, with every header that one should have (RFC 5322, section 3.6)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    return message


def open_mail(url: str, *, folder: Path) -> Mail:
    """The adapter that ``JOBBOARD_MAIL_URL`` names; empty or ``file:`` writes to ``folder``."""
    if url in {"", "file:"}:
        return FolderMail(folder)
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError("JOBBOARD_MAIL_URL must be smtp://host:port, smtps://host:port or file:.")
    encrypted = parts.scheme == "smtps"
    port = parts.port or (465 if encrypted else 587)
    return SmtpMail(
        parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), encrypted=encrypted
    )
