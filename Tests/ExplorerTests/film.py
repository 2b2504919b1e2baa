"""The player's flights, stopped where one wants to look at them: pictures of a film.

    /usr/bin/python3 Tests/ExplorerTests/film.py path-of-gradviz [picture]

writes output/film.png: forward and backward of the lecture's expression in twelve pictures.
"""

import os
import subprocess
import sys
import tempfile

from PIL import Image

# Milliseconds of a flight at the speed 1, and of a round of dashes along an edge.
FLIGHT, DASHES = 828, 700
# Steps of the lecture's expression, three forward, then the seed and six backward, and how far each has come.
TWELVE = [(0, 0.35), (0, 0.85), (1, 0.85), (2, 0.85), (3, 0.5), (4, 0.15), (4, 0.7), (5, 0.7), (6, 0.7), (7, 0.7), (8, 0.15), (8, 0.7)]


def launch(page, position):
    """Lets the step after a position fly, and stops it as it begins."""
    page.run("""
        gradviz.page.travel.finish();
        gradviz.app.change({position: arguments[0], isFlying: false});
        gradviz.playback.step(1);
        clearTimeout(gradviz.page.travel.timer);
        document.getAnimations().forEach((animation) => animation.pause());""", position)


def picture(page, share):
    """What is seen when so much of the flight is done."""
    page.run("""
        const [share, flight, dashes] = arguments;
        for (const animation of document.getAnimations()) {
          animation.currentTime = share * (animation.effect.getTiming().iterations === Infinity ? dashes : flight);
        }""", share, FLIGHT, DASHES)
    return page.picture()


def land(page):
    """Everything is where it was going to, sums that grow as well."""
    page.run("gradviz.page.travel.finish(); gradviz.page.travel.finish()")


def film(page):
    """Twelve pictures of the page of the lecture's expression, which is open."""
    pictures = []
    for position, share in TWELVE:
        launch(page, position)
        pictures.append(picture(page, share))
    land(page)
    return pictures


def strip(pictures, columns=3, gap=8):
    """All pictures in one, row by row."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), (120, 128, 140))
    for index, one in enumerate(pictures):
        sheet.paste(one, (gap + index % columns * (width + gap), gap + index // columns * (height + gap)))
    return sheet


if __name__ == "__main__":
    from explorer_tests import Page, ROOT
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "expr.html")
        subprocess.run([sys.argv[1], "render", os.path.join(ROOT, "Examples", "expr.txt"), "-o", path], check=True)
        page = Page(760, 400, motion="no-preference")
        page.open(path, "#embed")
        strip(film(page)).save(sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, "output", "film.png"), optimize=True)
        page.driver.quit()
