"""The house keeps its shape: layers, the rooms that know no Flask, and pages written from the code."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from importlinter.cli import lint_imports_command

from jobboard.config import documented
from jobboard.testing.docs import PAGES, configuration_markdown

ROOT = Path(__file__).parents[1]
EDGES = {"extension", "plugins", "cli", "web", "flask_login", "current", "testing"}


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in settings["contracts"]}


def modules() -> set[str]:
    """Everything that stands directly in the package."""
    return {path.stem for path in (ROOT / "jobboard").iterdir() if path.suffix == ".py" or path.is_dir()} - {
        "__init__",
        "__pycache__",
    }


def test_no_import_crosses_a_layer(monkeypatch: pytest.MonkeyPatch, loggers_as_before: None) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(lint_imports_command, ["--no-cache"])
    assert result.exit_code == 0, result.output


def test_every_room_that_is_no_edge_is_held_to_knowing_no_flask() -> None:
    held = {name.removeprefix("jobboard.") for name in contracts()["no-flask"]["source_modules"]}
    assert held == modules() - EDGES


def test_docs_say_what_the_code_says() -> None:
    for name, page in PAGES.items():
        written = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert written == page(), f"docs/{name} is out of date: run `make docs`."


def test_docs_explain_every_setting_in_a_sentence() -> None:
    page = configuration_markdown()
    for key, _kind, _default, meaning in documented():
        assert f"| `{key}` |" in page
        assert meaning.rstrip().endswith("."), key


def test_every_form_gets_its_token_also_where_the_host_has_none() -> None:
    """A macro that is imported without context sees no ``csrf_token`` unless the host happens to have one."""
    templates = (ROOT / "jobboard/web/templates").rglob("*.html")
    imports = [
        line
        for template in templates
        for line in re.findall(r'forms.html" import ([^%]*)%}', template.read_text(encoding="utf-8"))
    ]
    assert imports
    assert [line for line in imports if "csrf" in line and "with context" not in line] == []
