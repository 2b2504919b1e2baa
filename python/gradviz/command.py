"""The `gradviz` command, which does the drawing."""

import os
import re
import shutil
import subprocess


class GradVizError(Exception):
    """What the command refused, in its own words; or that there is no command."""


# The exit code where options are refused, as sysexits.h has it.
BAD_USAGE = 64


def in_python(message):
    """A refusal of options with their names as Python has them: `max_nodes` where the command says `--max-nodes`.

    How the command is used in a shell is left out.
    """
    lines = [line for line in message.splitlines() if not re.match(r"(Usage:|  See ')", line)]
    return re.sub(r"(?<![\w-])--([a-z][a-z0-9-]*)", lambda option: option[1].replace("-", "_"), "\n".join(lines)).strip()


def run(*arguments, graph=None):
    """What `gradviz` writes on its standard output.

    The command is the one that the environment variable GRADVIZ names, else the one on the PATH.
    """
    command = os.environ.get("GRADVIZ") or shutil.which("gradviz")
    if not command:
        raise GradVizError("there is no gradviz command: install GradViz, or name the command in GRADVIZ")
    try:
        result = subprocess.run([command, *arguments], input=graph, capture_output=True)
    except OSError as error:
        raise GradVizError(f"cannot run '{command}': {error.strerror}") from error
    if result.returncode != 0:
        message = result.stderr.decode("utf-8", "replace").strip()
        raise GradVizError(in_python(message) if result.returncode == BAD_USAGE else message)
    return result.stdout
