#!/usr/bin/python3
"""Draws output/player.png for the README: three moments of the explorer's player, one above the other.

Needs what scripts/setup-explorer-tests.sh installs, and a built gradviz as its argument.
"""

import base64
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tests", "ExplorerTests"))
from explorer_tests import Page, ROOT  # noqa: E402

WIDTH, HEIGHT = 1180, 430

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "expr.html")
    subprocess.run([sys.argv[1], "render", "-", "-o", path], check=True, text=True, input="""
a = 2.0; b = -3.0
e = a * b
d = e + a
L = d ** 2
""")
    page = Page(WIDTH, HEIGHT)
    page.open(path)
    shots = []
    for position in [2, 7, 8]:
        page.run("gradviz.app.move(0); gradviz.app.move(arguments[0])", position)
        shots.append(page.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
    html = "<body style='margin:0;background:#d5dbe3;overflow:hidden'>" + "".join(
        f"<img style='display:block;margin-bottom:8px' width={WIDTH} src='data:image/png;base64,{shot}'>" for shot in shots)
    whole = os.path.join(folder, "whole.html")
    with open(whole, "w") as file:
        file.write(html)
    page.size(WIDTH, 3 * HEIGHT + 16)
    page.open(whole)
    data = page.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    with open(os.path.join(ROOT, "output", "player.png"), "wb") as file:
        file.write(base64.b64decode(data))
    page.driver.quit()
