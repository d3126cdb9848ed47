"""Any description as safe, readable HTML, whether it came as Markdown, HTML or plain text. Pure.

Everything passes one allow-list at the end, whatever made it.
"""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from jobboard.interchange import repaired
from jobboard.search.text import plain
from jobboard.web.plain_text import Block, Kind, blocks

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h2", "h3", "h4", "blockquote", "a", "code"}

_HTML = re.compile(r"</?(?:p|br|ul|ol|li|div|span|h[1-6]|strong|b|em|i|table|a)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,4} \S|\*\*[^\s*][^*\n]*\*\*|\[[^\]\[\n]{1,300}\]\((?:https?:|mailto:)", re.MULTILINE)
_BIG_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]")
_LONGEST, _LONGEST_LEAD, _SENTENCE = 100_000, 10_000, 50
_MOST_BRACKETS = 400  # Markdown's links are tried from each of them; thousands are an attack or a table, never prose


def render(text: str, *, title: str = "") -> Markup:
    """``text`` as HTML of ``TAGS`` only, headings from h2 down, without a first line saying ``title``."""
    text = repaired(text[:_LONGEST])
    if _HTML.search(text):
        return _allowed(_BIG_HEADING.sub(r"<\1h2", text))
    if text.count("[") <= _MOST_BRACKETS and _MARKDOWN.search(text):
        return _allowed(_BIG_HEADING.sub(r"<\1h2", _markdown().render(text)))
    return _allowed("\n".join(_html(block) for block in blocks(text, title=title)))


def lead(text: str, *, length: int = 170) -> str:
    """The first line that is a sentence, cut at a word: what a card says under a title. May be empty."""
    said = plain(text[:_LONGEST_LEAD].replace("**", "")).split("\n")
    first = next((line for line in said if _is_sentence(line)), "")
    if len(first) <= length:
        return first
    return first[:length].rpartition(" ")[0].rstrip(" .,;:–-") + "…"


def _is_sentence(line: str) -> bool:
    """Neither a heading, nor an item of a list, nor a line of figures, nor an aside in brackets."""
    if len(line) <= _SENTENCE or line.isupper() or not line[0].isalpha():
        return False
    return sum(map(str.isdigit, line)) * 8 < len(line)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["code", "fence", "image"])


def _allowed(html: str) -> Markup:
    return Markup(  # noqa: S704 - nh3 has just reduced it to the allow-list
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="nofollow noopener noreferrer",
        )
    )


def _html(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"<h2>{escape(block.lines[0])}</h2>"
    if block.kind is Kind.PARAGRAPH:
        return f"<p>{'<br>'.join(_linked(line) for line in block.lines)}</p>"
    items = "".join(f"<li>{_linked(line)}</li>" for line in block.lines)
    return f"<ul>{items}</ul>" if block.kind is Kind.BULLETS else f'<ol start="{block.start}">{items}</ol>'


def _linked(line: str) -> str:
    """The line escaped, with web addresses made links."""
    said, end = "", 0
    for match in _ADDRESS.finditer(line):
        address = str(escape(match[0]))
        said += f'{escape(line[end : match.start()])}<a href="{address}">{address}</a>'
        end = match.end()
    return said + str(escape(line[end:]))
