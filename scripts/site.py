#!/usr/bin/env python3
"""Writes the pages of the site and draws its gallery.

    scripts/site.py GRADVIZ FOLDER

What is drawn, of which text and with which arguments is in Site/gallery.json.
"""

import html
import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
gradviz, out = sys.argv[1], pathlib.Path(sys.argv[2])
gallery = json.loads((root / "Site/gallery.json").read_text(encoding="utf-8"))


def page(title, body):
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<header>
<strong><a href="index.html">GradViz</a></strong>
<a href="gallery.html">Gallery</a>
<a href="docs/GradViz/documentation/gradviz/">Drawing</a>
<a href="docs/Micrograd/documentation/micrograd/">Engine</a>
</header>
<main>
{body}
</main>
<footer>MIT licence. The engine follows Andrej Karpathy’s micrograd and his lecture.</footer>
</body>
</html>
"""


def file(entry):
    return f"gallery/{entry['name']}.{'html' if entry.get('page') else 'svg'}"


def draw(entry):
    """Draws beside a copy of the text, by the command that the page shows."""
    text = pathlib.Path(entry["text"])
    shutil.copy(root / text, out / "gallery" / text.name)
    command = ["gradviz", "render", text.name, *entry["arguments"], "-o", pathlib.Path(file(entry)).name]
    run = subprocess.run([gradviz, *command[1:]], cwd=out / "gallery", capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"error: {shlex.join(command)}: {run.stderr.strip()}")
    return shlex.join(command)


def width(entry):
    """The width of a drawing, in points."""
    return int(re.search(r'<svg[^>]* width="(\d+)', (out / file(entry)).read_text(encoding="utf-8"))[1])


def made_by(entry, command):
    text = html.escape((root / entry["text"]).read_text(encoding="utf-8").rstrip())
    return f'<pre><code>{text}</code></pre>\n{typed(command)}'


def typed(command):
    """A line for the shell, which breaks between words alone."""
    words = " ".join(f"<span>{html.escape(word)}</span>" for word in command.split(" "))
    return f'<pre class="command"><code>{words}</code></pre>'


def shown(entry, command):
    title, caption = html.escape(entry["title"]), html.escape(entry["caption"])
    if entry.get("page"):
        picture = f'<iframe src="{file(entry)}" title="{title}" loading="lazy"></iframe>'
        picture += f'<figcaption><a href="{file(entry)}">Open the page alone</a></figcaption>'
        kind = " wide"
    else:
        picture = f'<a href="{file(entry)}"><img src="{file(entry)}" alt="{title}: {caption}" loading="lazy"></a>'
        kind = " wide" if width(entry) > 900 else ""
    return f"""<section class="entry{kind}" id="{entry['name']}">
<div><h2>{title}</h2>
<p class="quiet">{caption}</p>
{made_by(entry, command)}</div>
<figure>{picture}</figure>
</section>"""


def articles():
    """Title, abstract and address of every article."""
    for catalog in sorted(root.glob("Sources/**/*.docc")):
        for source in sorted(catalog.glob("*.md")):
            if source.stem == catalog.stem:
                continue
            lines = source.read_text(encoding="utf-8").split("\n")
            address = f"docs/{catalog.stem}/documentation/{catalog.stem.lower()}/{source.stem.lower()}/"
            yield lines[0].lstrip("# "), first_paragraph(lines), address


def first_paragraph(lines):
    paragraph = []
    for line in lines[1:]:
        if line.strip():
            paragraph.append(line.strip())
        elif paragraph:
            break
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(paragraph)).replace("`", "")


def card(title, text, address, picture=""):
    image = f'<img src="{picture}" alt="" loading="lazy">' if picture else ""
    return f'<li>{image}<a href="{address}">{html.escape(title)}</a><p>{html.escape(text)}</p></li>'


def main():
    (out / "gallery").mkdir(parents=True, exist_ok=True)
    shutil.copy(root / "Site/style.css", out / "style.css")
    commands = {entry["name"]: draw(entry) for entry in gallery}
    body = '<h1>Gallery</h1>\n<p class="lead">Every picture and page with the text that made it, and the command.</p>\n'
    body += "\n".join(shown(entry, commands[entry["name"]]) for entry in gallery)
    (out / "gallery.html").write_text(page("Gallery · GradViz", body), encoding="utf-8")

    first = next(entry for entry in gallery if entry.get("page"))
    pictures = [entry for entry in gallery if not entry.get("page")]
    body = f"""<h1>See backpropagation</h1>
<p class="lead">GradViz draws scalar graphs with every value and every gradient, steps through them forward and
backward, checks them, and records training step by step. In Swift, from the shell, from Python.</p>
<iframe src="{file(first)}" title="{html.escape(first['title'])}"></iframe>
<p class="quiet">What plays here is one file that loads nothing, made of this text by this command:</p>
{made_by(first, commands[first['name']])}
<h2>Install</h2>
<p>From a package on Debian and Ubuntu; from source, with a Swift toolchain, anywhere else.</p>
{typed("sudo apt install ./gradviz_*.deb")}
{typed("scripts/setup.sh && swift build -c release --product gradviz")}
<h2>Gallery</h2>
<ul class="cards">
{''.join(card(one['title'], one['caption'], f"gallery.html#{one['name']}", file(one)) for one in pictures if one.get('front'))}
</ul>
<p><a href="gallery.html">All pictures and pages</a></p>
<h2>Read</h2>
<ul class="cards">
{''.join(card(*article) for article in articles())}
</ul>"""
    (out / "index.html").write_text(page("GradViz: see backpropagation", body), encoding="utf-8")
    print(f"wrote {out}/index.html and {out}/gallery.html, {len(pictures)} drawings and "
          f"{len(gallery) - len(pictures)} explorer pages")


main()
