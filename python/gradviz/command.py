"""The `gradviz` command, which does the drawing."""

import os
import shutil
import subprocess


class GradVizError(Exception):
    """What the command refused, in its own words; or that there is no command."""


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
        raise GradVizError(result.stderr.decode("utf-8", "replace").strip())
    return result.stdout
