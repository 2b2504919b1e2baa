#!/usr/bin/env python3
"""Writes the manual pages, from what the command says about itself.

    scripts/manual.py GRADVIZ FOLDER [DATE]     gradviz.1, gradviz-render.1 and so on; DATE is 2026-01-31

The argument parser's own generator runs the examples of a page into one paragraph, and builds the command a second
time without optimisation.
"""

import json
import os
import re
import subprocess
import sys

EXIT_STATUS = [
    ("0", "All went well, or the reader of a pipe went away."),
    ("1", "'check' disagrees, or a training diverged."),
    ("64", "The arguments are wrong."),
    ("65", "The input is wrong; the message names the place."),
    ("66", "There is no such input."),
    ("69", "Something is not installed; 'gradviz doctor' says what."),
    ("70", "A fault of gradviz."),
    ("73", "The output cannot be created."),
    ("74", "Reading or writing failed."),
    ("75", "It took longer than --timeout."),
    ("130", "It was interrupted."),
]


def escaped(text):
    """Text that the formatter shows as it is, wherever a line begins."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def names(argument):
    return [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", [])]


def heading(argument):
    """`-o, --output output`, as the first line of an option's paragraph."""
    if argument["kind"] == "positional":
        return f"\\fI{escaped(argument['valueName'])}\\fR"
    shown = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names(argument))
    return shown if argument["kind"] == "flag" else f"{shown} \\fI{escaped(argument['valueName'])}\\fR"


def notes(argument):
    values = argument.get("allValues")
    default = argument.get("defaultValue")
    parts = [f"values: {', '.join(values)}"] if values else []
    parts += [f"default: {default}"] if default else []
    return f" ({'; '.join(parts)})" if parts else ""


def arguments(command):
    lines, section = [], None
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    for argument in sorted(shown, key=lambda one: one.get("sectionTitle") or ""):
        title = argument.get("sectionTitle") or "Options"
        if title != section:
            lines.append(f".SH {escaped(title.upper())}")
            section = title
        lines += [".TP", heading(argument), escaped(argument.get("abstract", "") + notes(argument))]
    return lines


def prose(text):
    """Paragraphs; what is indented is shown as it stands."""
    lines, is_code = [], False
    for line in text.split("\n"):
        if line.startswith("  ") != is_code:
            is_code = not is_code
            lines.append(".RS 4\n.EX" if is_code else ".EE\n.RE")
        lines.append(escaped(line[2:] if is_code else line) if line else ".PP")
    return lines + ([".EE\n.RE"] if is_code else [])


def page(command, name, version, date):
    lines = [f'.TH "{escaped(name.upper())}" 1 "{date}" "gradviz {version}" "GradViz"']
    lines += [".SH NAME", f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.'))}", ".SH SYNOPSIS"]
    words = name.replace("-", " ")
    positional = [one for one in command.get("arguments", []) if one["kind"] == "positional" and one["shouldDisplay"]]
    usage = "".join(
        f" [\\fI{escaped(one['valueName'])}\\fR]" if one["isOptional"] else f" \\fI{escaped(one['valueName'])}\\fR"
        for one in positional)
    lines.append(f"\\fB{words}\\fR [\\fIoptions\\fR]" + (usage or ("" if "-" in name else " \\fIcommand\\fR")))
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", *prose(command["discussion"])]
    commands = [one for one in command.get("subcommands", []) if one["shouldDisplay"] and one["commandName"] != "help"]
    if commands:
        lines.append(".SH COMMANDS")
        for one in commands:
            lines += [".TP", f"\\fBgradviz\\-{one['commandName']}\\fR(1)", escaped(one["abstract"])]
    lines += arguments(command)
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXIT_STATUS:
        lines += [".TP", code, escaped(meaning)]
    lines.append(".SH SEE ALSO")
    others = ["gradviz"] if "-" in name else [f"gradviz-{one['commandName']}" for one in commands]
    lines.append(",\n".join(f"\\fB{escaped(other)}\\fR(1)" for other in [*others, "dot"]))
    return "\n".join(lines) + "\n"


def main():
    program, folder = sys.argv[1:3]
    date = sys.argv[3] if len(sys.argv) > 3 else ""
    os.makedirs(folder, exist_ok=True)
    described = subprocess.run([program, "--experimental-dump-help"], capture_output=True, text=True, check=True)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    root = json.loads(described.stdout)["command"]
    pages = {"gradviz": root}
    pages |= {f"gradviz-{one['commandName']}": one for one in root["subcommands"] if one["commandName"] != "help"}
    for name, command in pages.items():
        with open(os.path.join(folder, f"{name}.1"), "w", encoding="utf-8") as file:
            file.write(page(command, name, version, date))
    print(f"wrote {len(pages)} pages into {folder}")


main()
