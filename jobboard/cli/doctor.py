"""``flask jobboard doctor``: what is set up, what is not, and how to put it right."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, packages_distributions, version

import click
from flask import current_app
from jinja2 import TemplateError, nodes
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jobboard import effects
from jobboard.adapters.identity import NobodyIdentity
from jobboard.adapters.mail import FolderMail
from jobboard.cli.board import current_board
from jobboard.cli.host_data import OCCUPATIONS, PLACES, HostData, S
from jobboard.cli.index import public_jobs
from jobboard.cli.output import json_line, table
from jobboard.flows import people_index
from jobboard.flows.policy import FIRST, settings_in_force, starting_settings
from jobboard.flows.unknown_titles import waiting
from jobboard.keep_on_file.matching.codec import UnreadableFacts
from jobboard.migrations import runner
from jobboard.search.fallback import SearchWithFallback
from jobboard.search.language import KNOWN
from jobboard.search.port import SearchBackend
from jobboard.state import BoardState


class Finding(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and how to fix it if that is needed."""

    name: str
    finding: Finding
    sentence: str
    fix: str = ""


_OK, _WARNING, _PROBLEM = Finding.OK, Finding.WARNING, Finding.PROBLEM
_BLOCKS = ("title", "head", "content")
_WHOOSHES = ("whoosh-reloaded", "Whoosh", "whoosh3")
_SHORT_KEY = 16
_UPGRADE = "Back the database up, then run `flask jobboard db upgrade`."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line a check.")
def doctor(as_json: bool) -> None:
    """Look at the set-up and say how to fix what is wrong. Exits with 1 when there is a problem."""
    checks = list(examine(current_board()))
    if as_json:
        for check in checks:
            json_line({"check": check.name, "finding": check.finding, "sentence": check.sentence, "fix": check.fix})
    else:
        rows = [(check.finding, check.name, f"{check.sentence} {check.fix}".strip()) for check in checks]
        table(rows, head=("", "check", "what was found"))
    if any(check.finding is _PROBLEM for check in checks):
        raise SystemExit(1)


def examine(board: BoardState) -> Iterator[Check]:
    """Every check in turn. The index, the outbox and the mail are looked at only once the tables are there."""
    yield _secret_key()
    yield _csrf()
    database = _database(board)
    yield database
    tables: tuple[Callable[[BoardState], Check], ...] = (_index, _people, _outbox, _unknown_titles, _policy)
    for check in tables if database.finding is _OK else ():
        yield check(board)
    for always in (_of(OCCUPATIONS), _of(PLACES), _words, _mail, _base_url, _layout, _identity):
        yield always(board)
    yield _engine(board)
    yield _whoosh()


def _secret_key() -> Check:
    key = current_app.secret_key or ""
    if not key:
        return Check("SECRET_KEY", _PROBLEM, "It is not set.", "Set it to 32 random bytes, from the environment.")
    if len(key) < _SHORT_KEY:
        return Check("SECRET_KEY", _WARNING, "It is short enough to guess.", "Set it to 32 random bytes.")
    return Check("SECRET_KEY", _OK, "It is set.")


def _csrf() -> Check:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        fix = "Take WTF_CSRF_ENABLED = False out of the configuration; only tests need it."
        return Check("CSRF", _PROBLEM, "Forms are not protected.", fix)
    said = "and the host's own forms are, by CSRFProtect" if "csrf" in current_app.extensions else "each by its token"
    return Check("CSRF", _OK, f"Our forms are protected, {said}.")


def _database(board: BoardState) -> Check:
    try:
        with board.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        differences = runner.check(board.engine)
    except SQLAlchemyError as problem:
        fix = "Check JOBBOARD_DATABASE_URL, and that the server runs and lets this user in."
        return Check("database", _PROBLEM, f"It cannot be reached ({type(problem).__name__}).", fix)
    if differences:
        said = differences[0]
        return Check("database", _PROBLEM, said, "" if "db upgrade" in said else _UPGRADE)
    return Check("database", _OK, f"{board.engine.dialect.name}, at revision {runner.current(board.engine)}.")


def _index(board: BoardState) -> Check:
    found, wanted = board.search.status(), public_jobs(board)
    if wanted == 0 and found.documents == 0:
        return Check("index", _OK, "It is empty, as the board is: the first published job makes it.")
    if not found.healthy:
        return Check("index", _PROBLEM, found.note, "Run `flask jobboard index rebuild`.")
    if found.documents < wanted:
        said = f"It holds {found.documents} of {wanted} open jobs."
        return Check("index", _WARNING, said, "Run `flask jobboard outbox drain`; if it stays, `index rebuild`.")
    return Check("index", _OK, f"{found.documents} documents for {wanted} open jobs.")


def _people(board: BoardState) -> Check:
    found = people_index.compare(board)
    if found.people == 0 and found.index.documents == 0:
        return Check("people", _OK, "Their index is empty, as the board is: the first application makes it.")
    if not found.healthy:
        return Check("people", _WARNING, found.note, "Run `flask jobboard index rebuild --people`.")
    return Check("people", _OK, f"{found.index.documents} people can be searched.")


_LEAVES = {
    "inline": "There is no worker: mail leaves after a change, and delayed mail after a page that somebody opens, "
    "looked for once a minute; once a day what is over ends. While nobody opens a page, nothing leaves.",
    "worker": "Mail leaves, and what is over ends, only while `flask jobboard worker` runs.",
}


def _outbox(board: BoardState) -> Check:
    waiting, leaves = effects.pending(board), _LEAVES[board.config.outbox]
    failed = sum(bad for _topic, _count, bad in waiting)
    if failed:
        fix = "`flask jobboard outbox drain` tries those that are due again."
        return Check("outbox", _WARNING, f"{failed} entries failed. {leaves}", fix)
    total = sum(count for _topic, count, _bad in waiting)
    return Check("outbox", _OK, f"{total} entries wait, none has failed. {leaves}")


def _unknown_titles(board: BoardState) -> Check:
    count = waiting(board)
    if not count:
        return Check("titles", _OK, "Every title on the board says its level.")
    fix = "Place them under Levels on the recruiter's pages; `flask jobboard ladder unknown` lists them."
    said = "One title says" if count == 1 else f"{count} titles say"
    return Check("titles", _OK, f"{said} no level, so it is guessed. {fix}")


def _policy(board: BoardState) -> Check:
    try:
        on, settings = settings_in_force(board)
    except UnreadableFacts as problem:
        fix = "Go back to the version of Jobboard that switched it on, and switch on what this one knows."
        return Check("policy", _PROBLEM, f"The matching policy in force cannot be read: {problem}", fix)
    start = starting_settings(board.config)
    if on == FIRST:
        return Check("policy", _OK, "No matching policy was switched on; the configuration holds.")
    if (settings.reach, settings.gates_off) == (start.reach, start.gates_off):
        return Check("policy", _OK, f"Matching policy {on} is on.")
    said = f"Matching policy {on} is on, so JOBBOARD_REACH and JOBBOARD_GATES_OFF, which say otherwise, do nothing."
    return Check("policy", _OK, said)


def _of(data: HostData[S]) -> Callable[[BoardState], Check]:
    def check(board: BoardState) -> Check:
        try:
            found = data.read(board.data_dir)
        except sqlite3.DatabaseError:
            return Check(data.name, _WARNING, data.damaged, data.fix)
        return Check(data.name, _OK, data.absent if found is None else data.brief(found))

    return check


def _words(board: BoardState) -> Check:
    """A file of synonyms that cannot be used stops the app before anybody can ask."""
    spoken = KNOWN[board.synonyms.language.code].capitalize()
    own = board.config.search_synonyms
    whose = f"as {own} changes those that come with Jobboard" if own else "all of them come with Jobboard"
    return Check("synonyms", _OK, f"{board.synonyms.groups} groups, {whose}. Jobs are read as {spoken}.")


def _mail(board: BoardState) -> Check:
    if isinstance(board.mail, FolderMail):
        said = f"Mail is written to {board.mail.folder} and reaches nobody."
        return Check("mail", _WARNING, said, "Set JOBBOARD_MAIL_URL to smtp://user:password@host:587.")
    if board.config.mail_from.endswith("@localhost"):
        fix = "Set JOBBOARD_MAIL_FROM to an address of yours."
        return Check("mail", _WARNING, f"It comes from {board.config.mail_from}.", fix)
    return Check("mail", _OK, f"From {board.config.mail_from}.")


def _base_url(board: BoardState) -> Check:
    url = board.config.base_url
    if not url:
        fix = "Set JOBBOARD_BASE_URL, such as https://jobs.example.com."
        return Check("base URL", _WARNING, "It is not set, so links in mails lead nowhere.", fix)
    if url.startswith("http://"):
        return Check("base URL", _WARNING, f"{url} is not encrypted.", "Serve the site by https and say so there.")
    return Check("base URL", _OK, url)


def _layout(board: BoardState) -> Check:
    name = board.config.layout
    try:
        missing = [block for block in _BLOCKS if block not in blocks_of(name)]
    except TemplateError as problem:
        said = f"{name} cannot be used ({type(problem).__name__})."
        return Check("layout", _PROBLEM, said, "Set JOBBOARD_LAYOUT to a template of yours.")
    if missing:
        fix = f"Add {{% block {missing[0]} %}}{{% endblock %}} to it."
        return Check("layout", _PROBLEM, f"{name} lacks {', '.join(missing)}.", fix)
    return Check("layout", _OK, f"{name} has the blocks we fill.")


def blocks_of(name: str) -> set[str]:
    """The blocks of a template and of those it extends by a fixed name."""
    environment = current_app.jinja_env
    assert environment.loader is not None
    source, _filename, _fresh = environment.loader.get_source(environment, name)
    tree = environment.parse(source)
    found = {block.name for block in tree.find_all(nodes.Block)}
    for parent in tree.find_all(nodes.Extends):
        if isinstance(parent.template, nodes.Const):
            found |= blocks_of(str(parent.template.value))
    return found


def _identity(board: BoardState) -> Check:
    if isinstance(board.identity, NobodyIdentity):
        fix = "Pass identity= to JobBoard; docs/tutorial.md shows a dozen lines of it."
        return Check("identity", _WARNING, "Nobody can log in to the recruiter's side.", fix)
    return Check("identity", _OK, f"{type(board.identity).__name__} says who is asking.")


def _engine(board: BoardState) -> Check:
    name = board.config.search_backend
    if name == "memory":
        said = "Jobs are searched in memory, for tests: each process has an index of its own, empty at its start."
        return Check("engine", _OK, said)
    return Check("engine", _OK, f"Jobs are searched by {name}, {_origin(board.search)}.")


def _origin(search: SearchBackend) -> str:
    """Where an engine comes from: the distribution of its package, as far as it was installed."""
    engine = search.engine if isinstance(search, SearchWithFallback) else search
    package = type(engine).__module__.partition(".")[0]
    if package == "jobboard":
        return "which comes with Jobboard"
    installed = [f"{name} {version(name)}" for name in packages_distributions().get(package, ())]
    return f"of {' and '.join(installed) or package}"


def _whoosh() -> Check:
    found = []
    for name in _WHOOSHES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    if len(found) > 1:
        said = f"{' and '.join(found)} overwrite each other's files."
        return Check("whoosh", _PROBLEM, said, "Uninstall all of them, then install whoosh-reloaded alone.")
    return Check("whoosh", _OK if found else _WARNING, found[0] if found else "No distribution of it was found.")
