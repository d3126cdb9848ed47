"""The HTML part of a letter: the same words as the plain part and nothing more, set so that they read well.

Mail is not served by the site, so its Content-Security-Policy does not apply; styles stand inline, because many mail
programs read no others. Nothing is loaded from anywhere, so opening a letter tells nobody.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from jobboard.flows.messages import OWN_PAGE

_ROW = re.compile(r"^  (\S[^\n]{0,30}?) {2,}(\S.*)$")
_FURTHER = re.compile(r"^ {8,}(\S.*)$")
_LINK = re.compile(r"^  (https?://\S+)$")
_HEADING = re.compile(r"^(\S[^\n]*)\n-{3,}$")
_CARD = re.compile(r"^  (\S[^\n]*)\n((?:  \S[^\n]*\n)*)  (https?://\S+)$")
_CELL = "padding:8px 0;border-top:1px solid #d2dad7;"
_DARK = Markup(
    "<style>:root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){.ground{background:#101614!important}.sheet{background:#171f1c!important}"
    ".ink,.ink td,.ink th{color:#e7edea!important}.line{border-color:#33403b!important}"
    ".act{background:#86cba9!important;color:#0a1a13!important}.link{color:#86cba9!important}}</style>"
)


def as_html(subject: str, body: str, *, link: str, firm: str, language: str, button: str = "Open your own page") -> str:
    """The letter ``body``, as drafted, with the person's own ``link`` under its ``button``. All of it is escaped."""
    blocks = Markup("").join(_block(block, link, button) for block in _blocks(body, link))
    return str(
        Markup(
            '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
            "<title>{subject}</title>{dark}</head>\n"
            '<body class="ground" style="margin:0;padding:0;background:#f4f6f5;">'
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="ground" '
            'style="background:#f4f6f5;"><tr><td align="center" style="padding:24px 12px;">'
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
            'class="sheet line ink" style="max-width:560px;background:#ffffff;border:1px solid #d2dad7;border-top:4px '
            "double #17573f;font-family:'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif;font-size:16px;"
            'line-height:1.55;color:#15201c;">\n{head}<tr><td style="padding:20px 28px 26px;">\n{blocks}</td></tr>'
            "</table></td></tr></table></body></html>\n"
        ).format(language=language, subject=subject, dark=_DARK, head=_head(firm), blocks=blocks)
    )


def _head(firm: str) -> Markup:
    if not firm:
        return Markup("")
    style = "padding:28px 28px 0;font-family:Charter,Cambria,Georgia,serif;font-size:19px;font-weight:bold;"
    return Markup('<tr><td style="{}">{}</td></tr>\n').format(style, firm)


def _blocks(body: str, link: str) -> Iterator[str]:
    """The paragraphs; the link comes at the end where somebody deleted its place, as in the plain part."""
    yield from (block.rstrip() for block in re.split(r"\n\s*\n", body.strip("\n")) if block.strip())
    if OWN_PAGE not in body:
        yield "What we hold about you, and how to stop it:"
        yield f"  {OWN_PAGE}"


def _block(block: str, link: str, button: str) -> Markup:
    if block.strip() == OWN_PAGE:
        return _button(link, button)
    if plain := _LINK.match(block):
        return _paragraph(_anchor(plain[1], plain[1]))
    if heading := _HEADING.match(block):
        return _heading(heading[1])
    if card := _CARD.match(block):
        return _card(card[1], card[2], card[3])
    rows = list(_rows(block))
    return _table(rows) if rows else _paragraph(_lines(block, link))


def _rows(block: str) -> Iterator[tuple[str, str]]:
    """Label and words of a block that is all list; nothing for any other."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if row := _ROW.match(line):
            found.append((row[1], row[2]))
        elif (further := _FURTHER.match(line)) and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {further[1]}")
        else:
            return
    yield from found


def _table(rows: list[tuple[str, str]]) -> Markup:
    head = f"{_CELL}padding-right:12px;width:84px;"
    lines = Markup("").join(
        Markup(
            '<tr><th scope="row" align="left" valign="top" class="line" style="{}">{}</th><td class="line" style="{}">'
            "{}</td></tr>\n"
        ).format(head, label, _CELL, words)
        for label, words in rows
    )
    style = "border-collapse:collapse;font-size:15px;margin:0 0 16px;border-bottom:1px solid #d2dad7;"
    return Markup('<table width="100%" cellpadding="0" cellspacing="0" class="line" style="{}">\n{}</table>\n').format(
        style, lines
    )


def _lines(block: str, link: str) -> Markup:
    """Line by line; the place of the link inside a sentence becomes the link."""
    here = _anchor(link, "your own page")
    return Markup("<br>").join(
        here.join(escape(part) for part in line.strip().split(OWN_PAGE)) for line in block.splitlines()
    )


def _anchor(address: str, words: str) -> Markup:
    return Markup('<a class="link" href="{}" style="color:#17573f;">{}</a>').format(address, words)


def _paragraph(words: Markup) -> Markup:
    return Markup('<p style="margin:0 0 14px;">{}</p>\n').format(words)


def _heading(words: str) -> Markup:
    style = "margin:22px 0 12px;font-family:Charter,Cambria,Georgia,serif;font-size:18px;line-height:1.3;"
    return Markup('<h2 style="{}">{}</h2>\n').format(style, words)


def _card(first: str, further: str, address: str) -> Markup:
    """Lines that end in a link: the first of them leads there."""
    top = Markup('<a class="link" href="{}" style="color:#17573f;font-weight:bold;">{}</a>').format(address, first)
    lines = Markup("<br>").join([top, *(line.strip() for line in further.splitlines())])
    return Markup('<p class="line" style="{}margin:0 0 6px;">{}</p>\n').format(_CELL, lines)


def _button(link: str, words: str) -> Markup:
    style = (
        "display:inline-block;padding:12px 22px;background:#17573f;color:#ffffff;text-decoration:none;"
        "font-weight:bold;border-radius:2px;"
    )
    return Markup('<p style="margin:0 0 18px;"><a class="act" href="{}" style="{}">{}</a></p>\n').format(
        link, style, words
    )
