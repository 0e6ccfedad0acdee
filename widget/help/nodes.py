"""An article from Markdown to nodes: `["p", {}, "text", ["b", {}, "more"]]`, which every screen builds from elements and text.

Markdown becomes HTML, a sanitizer that allows little takes out what it does not know, and what is left is kept as a tree.
Nothing of it is ever inserted as markup: the page escapes each text (`html_of`), browsers make elements (`chat/client/nodes.ts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt

from widget.help.pictures import SCHEME

Node = Any  # a text, or [tag, attributes, *nodes]: a type that names itself says nothing to the tools

# Every element that an article can have, and the attributes of each.
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "ul", "li", "blockquote", "pre", "code", "em", "strong", "s", "hr", "br")},
    **{tag: {"class"} for tag in ("th", "td")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    "ol": {"start"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
}
VOID = ("hr", "br", "img")
SCHEMES = {"http", "https", "mailto", "tel", "picture"}
WORDS_A_MINUTE = 220
DEEPEST = 40

# `<` stays a letter: what somebody writes is Markdown, and no HTML of theirs is looked at.
_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
_CALLOUT = re.compile(r"^\[!(NOTE|TIP|IMPORTANT|WARNING)\]\s*", re.IGNORECASE)
_LOWER = {"h1": "h2", "h5": "h4", "h6": "h4"}  # the title is the page's only h1


def nodes_of(body: str) -> list[Node]:
    """The article that this Markdown says."""
    html = nh3.clean(
        _markdown.render(body),
        tags={*ALLOWED, *_LOWER},
        attributes={**{tag: names for tag, names in ALLOWED.items() if names}, "td": {"style"}, "th": {"style"}},
        filter_style_properties={"text-align"},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _with_anchors([_finished(node) for node in tree.root if not isinstance(node, str) or node.strip()])


class _Tree(HTMLParser):
    """Makes the tree; an element that is not allowed leaves its texts behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self.open: list[tuple[str, list[Node]]] = [("", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _LOWER.get(tag, tag)
        if tag not in ALLOWED:
            return
        node: list[Node] = [tag, _attributes(tag, dict(attrs))]
        self.open[-1][1].append(node)
        if tag not in VOID:
            self.open.append((tag, node))

    def handle_endtag(self, tag: str) -> None:
        tag = _LOWER.get(tag, tag)
        if len(self.open) > 1 and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1][1].append(data)


def _attributes(tag: str, found: dict[str, str | None]) -> dict[str, str]:
    style = found.get("style") or ""
    if tag in ("th", "td") and (side := re.fullmatch(r"text-align:\s*(left|center|right);?", style.strip())):
        return {} if side[1] == "left" else {"class": "end" if side[1] == "right" else "center"}
    return {name: value for name in sorted(ALLOWED[tag]) if name != "class" and (value := found.get(name))}


def _finished(node: Node) -> Node:
    """A note in its box, and no picture from anywhere else: readers' browsers ask nobody but us."""
    if isinstance(node, str):
        return node
    tag, attributes, *inside = node
    if tag == "img" and not attributes.get("src", "").startswith(SCHEME):
        return attributes.get("alt", "")
    inside = [_finished(each) for each in inside if not (isinstance(each, str) and not each.strip() and tag not in _INLINE)]
    if tag == "blockquote" and (said := _callout(inside)):
        return said
    return [tag, attributes, *inside]


_WITHIN_A_LINE = {"a", "em", "strong", "s", "code"}
_INLINE = {"p", "li", "a", "em", "strong", "s", "code", "pre", "th", "td", "h2", "h3", "h4"}


def _callout(inside: list[Node]) -> Node | None:
    """`> [!NOTE] …`, as other places write it too."""
    first = inside[0] if inside else None
    if isinstance(first, list) and first[0] == "p" and len(first) > 2 and isinstance(first[2], str) and _CALLOUT.match(first[2]):
        rest = _CALLOUT.sub("", first[2])
        return ["aside", {}, ["p", {}, *([rest] if rest else []), *first[3:]], *inside[1:]]
    return None


def _with_anchors(nodes: list[Node]) -> list[Node]:
    """Each heading can be linked to; two of the same words get two names."""
    taken: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, list) and node[0] in ("h2", "h3"):
            name = slugify(text_of(node), allow_unicode=True)[:60] or "part"
            taken[name] = taken.get(name, 0) + 1
            node[1] = {"id": name if taken[name] == 1 else f"{name}-{taken[name]}"}
    return nodes


def contents_of(nodes: list[Node]) -> list[tuple[str, str]]:
    """(anchor, words) of the large headings, for “On this page”."""
    return [(node[1]["id"], text_of(node)) for node in nodes if isinstance(node, list) and node[0] == "h2" and node[1].get("id")]


def text_of(node: Node) -> str:
    """All words of a node, or of several, on one line."""
    return " ".join("".join(_texts(node)).split())


def lead_of(nodes: list[Node]) -> str:
    """The words of the first paragraph, on one line; all words where there is none."""
    first = next((node for node in nodes if node and node[0] == "p"), None)
    return (text_of(first) if first else "") or text_of(nodes)


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        return
    is_element = len(node) > 1 and isinstance(node[0], str) and isinstance(node[1], dict)
    for each in node[2:] if is_element else node:
        yield from _texts(each)
    if is_element and node[0] not in _WITHIN_A_LINE:
        yield " "


def minutes_of(nodes: list[Node]) -> int:
    return max(1, round(len(text_of(nodes).split()) / WORDS_A_MINUTE))


def led(nodes: list[Node], to_article: Callable[[str], str], to_picture: Callable[[str], dict[str, str]]) -> list[Node]:
    """The same with real addresses: `other-article.md` and `picture:<id>` are kept as they were written, wherever they are shown."""
    return [_led(node, to_article, to_picture) for node in nodes]


def _led(node: Node, to_article: Callable[[str], str], to_picture: Callable[[str], dict[str, str]]) -> Node:
    if isinstance(node, str):
        return node
    tag, attributes, *inside = node
    href = attributes.get("href", "")
    if tag == "img":
        attributes = {**attributes, **to_picture(attributes.get("src", "").removeprefix(SCHEME)), "loading": "lazy"}
        attributes.setdefault("alt", "")
    elif found := _ARTICLE.fullmatch(href):
        attributes = {**attributes, "href": to_article(found[1]) + (found[2] or "")}
    elif tag == "a" and urlsplit(href).netloc:
        attributes = {**attributes, "rel": "noopener nofollow ugc"}
    return [tag, attributes, *(_led(each, to_article, to_picture) for each in inside)]


_ARTICLE = re.compile(r"([a-z0-9][a-z0-9-]*)\.md(#[^\s]*)?")


# The tags as the page writes them: the only ones there are, whatever stands in the database.
_WRITTEN = {tag: (f"<{tag}{{}}>{{}}</{tag}>", f"<{tag}{{}}>") for tag in (*ALLOWED, "aside")}
# And what may stand in one, as chat/client/nodes.ts has it; in an address a colon comes late, or after a scheme that leads somewhere.
_ATTRIBUTES = {"href", "title", "src", "alt", "id", "start", "class", "rel", "loading", "width", "height"}
_ADDRESS = re.compile(r"(https?|mailto|tel|picture):|[^:]*([/?#]|$)", re.IGNORECASE)


def html_of(nodes: list[Node]) -> SafeString:
    """The nodes as HTML: every text and every value of an attribute is escaped on its way, and no other attribute is written."""
    return _joined(_html(node) for node in nodes)


def _html(node: Node) -> SafeString | str:
    if isinstance(node, str):
        return node
    tag, attributes, *inside = node
    if tag not in _WRITTEN:
        return _joined(_html(each) for each in inside)
    written = _joined(format_html(' {}="{}"', name, value) for name, value in attributes.items() if _fits(name, str(value)))
    whole, alone = _WRITTEN[tag]
    if tag in VOID:
        return format_html(alone, written)
    html = format_html(whole, written, _joined(_html(each) for each in inside))
    # A table may be wider than a phone: it scrolls by itself, also with the keyboard.
    return format_html('<div class="tbl-wrap" tabindex="0">{}</div>', html) if tag == "table" else html


def _fits(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and (name not in ("href", "src") or _ADDRESS.match(value) is not None)


def _joined(parts: Iterable[SafeString | str]) -> SafeString:
    found = list(parts)
    return format_html("{}" * len(found), *found) if found else SafeString()
