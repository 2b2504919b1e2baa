#!/usr/bin/env python3
"""Follows every link inside a folder of pages, those of the documentation among them.

    scripts/site_links.py FOLDER     ends with 1 and names them if any leads nowhere

Links to other sites are counted and not followed.
"""

import html.parser
import json
import pathlib
import sys
import urllib.parse

folder = pathlib.Path(sys.argv[1]).resolve()
broken, inner, outer = [], 0, set()


class Page(html.parser.HTMLParser):
    """What a page leads to, and the places in it."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids |= {attributes.get("id"), attributes.get("name")}
        for name in ("href", "src"):
            if attributes.get(name):
                self.links.append(attributes[name])


pages = {}


def parsed(path):
    if path not in pages:
        pages[path] = Page(path)
    return pages[path]


def follow(link, source, base):
    """- base: where addresses that begin with / are."""
    global inner
    parts = urllib.parse.urlsplit(link)
    if parts.scheme or parts.netloc:
        outer.add(link)
        return
    inner += 1
    path = urllib.parse.unquote(parts.path)
    target = (base / path.lstrip("/") if path.startswith("/") else source.parent / path) if path else source
    if target.is_dir():
        target = target / "index.html"
    if not target.exists():
        broken.append(f"{source.relative_to(folder)}: {link}")
    elif parts.fragment and target.suffix == ".html" and not is_application(target):
        if parts.fragment not in parsed(target).ids:
            broken.append(f"{source.relative_to(folder)}: {link}: no such place in it")


def is_application(path):
    """Pages of the documentation and of the explorer are filled by scripts."""
    return "docs" in path.relative_to(folder).parts or path.parent.name == "gallery"


for path in sorted(folder.glob("*.html")):
    for link in parsed(path).links:
        follow(link, path, folder)

# What the documentation shows is in JSON: each page names all that it leads to.
for data in sorted(folder.glob("docs/*/data/**/*.json")):
    base = folder.joinpath(*data.relative_to(folder).parts[:2])
    for reference in json.loads(data.read_text(encoding="utf-8")).get("references", {}).values():
        if reference.get("type") in ("topic", "section") and "url" in reference:
            follow(reference["url"].lower(), data, base)
        if reference.get("type") == "link":
            follow(reference["destination"], data, base)
        for variant in reference.get("variants", []):
            follow("/" + variant["url"].lstrip("/"), data, base)

for line in broken:
    print(f"error: {line} leads nowhere", file=sys.stderr)
print(f"{inner} links inside lead somewhere, {len(outer)} lead to other sites" if not broken else f"{len(broken)} broken")
sys.exit(1 if broken else 0)
