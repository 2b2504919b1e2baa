#!/usr/bin/python3
"""Draws output/notebook.png for the README: the first cells of python/examples.ipynb, executed, as a browser shows them.

Needs what scripts/setup-explorer-tests.sh and scripts/setup-python-tests.sh install, and a built gradviz as its argument.
"""

import base64
import io
import os
import subprocess
import sys
import tempfile

from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tests", "ExplorerTests"))
from explorer_tests import Page, ROOT  # noqa: E402

# In pixels of the page; what is drawn has twice as many, for sharp text.
WIDTH, MARGIN, COLOURS = 940, 8, 128
# The cells that import and draw.
CODE_CELLS = 2

environment = os.path.join(ROOT, ".build", "python", "bin")
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(
        [os.path.join(environment, "python"), "-m", "nbconvert", "--to", "html", "--execute", "--output-dir", folder,
         os.path.join(ROOT, "python", "examples.ipynb")],
        check=True,
        env={**os.environ, "GRADVIZ": os.path.realpath(sys.argv[1]), "PATH": environment + ":" + os.environ["PATH"]})
    page = Page(WIDTH, 900)
    page.open(os.path.join(folder, "examples.html"))
    box = page.run("""
        // Its bar would be gone, and everything wider, once the picture is taken.
        document.documentElement.style.overflow = "hidden";
        const cells = [...document.querySelectorAll(".jp-CodeCell")].slice(0, arguments[0]);
        const [first, last] = [cells[0].getBoundingClientRect(), cells.at(-1).getBoundingClientRect()];
        const right = cells[0].querySelector(".jp-InputArea-editor").getBoundingClientRect().right;
        return [first.left + scrollX, first.top + scrollY, right - first.left, last.bottom - first.top];""",
        CODE_CELLS)
    x, y, width, height = box
    data = page.driver.execute_cdp_cmd("Page.captureScreenshot", {
        "format": "png", "captureBeyondViewport": True,
        "clip": {"x": x, "y": y - MARGIN, "width": width + MARGIN, "height": height + 2 * MARGIN, "scale": 2}})["data"]
    page.driver.quit()

picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
picture.quantize(COLOURS, dither=Image.Dither.NONE).save(
    os.path.join(ROOT, "output", "notebook.png"), optimize=True)
