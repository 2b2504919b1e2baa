#!/usr/bin/python3
"""Draws output/player.png for the README: the explorer's player at work, as a moving PNG.

Needs what scripts/setup-explorer-tests.sh installs, and a built gradviz as its argument.
"""

import os
import subprocess
import sys
import tempfile

from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tests", "ExplorerTests"))
from explorer_tests import Page, ROOT  # noqa: E402
from film import land, launch, picture  # noqa: E402

WIDTH, HEIGHT, COLOURS = 880, 470, 64
# Parts of a flight that are shown, and how long they and what has arrived stay, in milliseconds.
MOMENTS, FLIGHT, REST = [0.12, 0.3, 0.5, 0.7, 0.9], 90, 700

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "expr.html")
    subprocess.run([sys.argv[1], "render", os.path.join(ROOT, "Examples", "expr.txt"), "-o", path], check=True)
    page = Page(WIDTH, HEIGHT, motion="no-preference")
    page.open(path)
    frames, times = [page.picture()], [REST]
    for position in range(3, page.end):
        launch(page, position)
        for moment in MOMENTS:
            frames.append(picture(page, moment))
            times.append(FLIGHT)
        land(page)
        frames.append(page.picture())
        times.append(REST)
    times[-1] = 3 * REST
    page.driver.quit()
    # One palette for all frames, so that what does not move does not flicker.
    palette = frames[-1].quantize(COLOURS, dither=Image.Dither.NONE)
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    frames[0].save(
        os.path.join(ROOT, "output", "player.png"), save_all=True, append_images=frames[1:], duration=times, loop=0,
        optimize=True)
