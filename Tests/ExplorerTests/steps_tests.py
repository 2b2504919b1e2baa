"""Compares what plays with the pictures of its steps: the animated SVG in Chromium, the APNG as Pillow reads it.

    /usr/bin/python3 Tests/ExplorerTests/steps_tests.py [path of gradviz]
"""

import os
import shutil
import sys
import tempfile
import time
import unittest

from PIL import Image, ImageChops, ImageSequence

import explorer_tests
from explorer_tests import Page, ROOT, gradviz

EXPRESSION = os.path.join(ROOT, "Examples", "expr.txt")
NETWORK = "n = MLP(2, [2, 1], seed=1)\nL = (n([2.0, -3.0]) - 1)**2\nL.backward()\n"
PACE = 2.0


class StepsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="gradviz-steps-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def same(self, one, other, what):
        """Whether two pictures are, but for shades where lines end on lines: an animation draws them in another order."""
        self.assertEqual(one.size, other.size, what)
        difference = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 48 else 0)
        # The tip of one line on that of another is about five pixels wide.
        self.assertLessEqual(difference.histogram()[255], 25, f"{what}: {difference.getbbox()}")

    def draw(self, text, *options):
        """The names of the pictures of the steps, beside one that plays."""
        shutil.rmtree(self.path("slides"), ignore_errors=True)
        for output in ["slides/", "all.svg"]:
            gradviz("steps", "-", "-o", self.path(output), *options, text=text)
        return sorted(os.listdir(self.path("slides")))

    def opened(self, name, scheme="light", motion="no-preference"):
        page = Page(1300, 700, scheme, motion)
        self.addCleanup(page.driver.quit)
        page.open(self.path(name))
        return page

    def test_ten_moments_of_the_svg_are_the_pictures_of_the_steps(self):
        with open(EXPRESSION) as file:
            lecture = file.read()
        for text, scheme, options in [(lecture, "light", []), (lecture, "dark", []), (NETWORK, "light", ["--depth", "2"])]:
            with self.subTest(text=text, scheme=scheme):
                names = self.draw(text, *options)
                page = self.opened("all.svg", scheme)
                # What runs along edges while they play is not in the pictures.
                page.run("""
                    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
                    style.textContent = ".forth path,.back path{stroke-dasharray:none!important}";
                    document.documentElement.append(style);""")
                moments = []
                for index in range(len(names)):
                    page.run("""
                        for (const a of document.getAnimations()) { a.pause(); a.currentTime = arguments[0]; }""",
                        (index + 0.5) * PACE * 1000)
                    moments.append(page.picture())
                for name, moment in zip(names, moments):
                    page.open(self.path("slides/" + name))
                    self.same(moment, page.picture(), name)
                self.assertGreaterEqual(len(names), 9)

    def test_it_plays_by_itself_and_ends_where_nothing_may_move(self):
        with open(EXPRESSION) as file:
            names = self.draw(file.read())
        page = self.opened("all.svg")
        self.assertGreater(page.run("return document.getAnimations().length"), 20)
        self.assertTrue(page.run("return document.getAnimations().every((a) => a.playState === 'running')"))
        still = self.opened("all.svg", motion="reduce")
        self.assertEqual(still.run("return document.getAnimations().length"), 0)
        picture = still.picture()
        still.open(self.path("slides/" + names[0]))
        self.assertIsNotNone(ImageChops.difference(picture, still.picture()).getbbox())
        last = Page(1300, 700)
        self.addCleanup(last.driver.quit)
        last.open(self.path("all.svg"))
        self.same(picture, last.picture(), "the same for everybody")

    def test_it_plays_in_an_img_element_where_no_script_runs(self):
        gradviz("steps", "-", "-o", self.path("all.svg"), "--pace", "0.5", text="a = 2; b = a * a")
        with open(self.path("page.html"), "w") as file:
            file.write('<meta http-equiv="Content-Security-Policy" content="script-src \'none\'"><img src="all.svg">')
        page = self.opened("page.html")
        first = page.picture()
        until = time.monotonic() + 20
        while ImageChops.difference(first, page.picture()).getbbox() is None:
            self.assertLess(time.monotonic(), until, "nothing moves")
            time.sleep(0.1)

    def test_the_frames_of_the_bitmap_are_the_bitmaps_of_the_steps(self):
        for options in [[], ["--theme", "dark"], ["--scale", "0.5"]]:
            slides = self.path("slides")
            gradviz("steps", EXPRESSION, "-o", slides + "/", "--format", "png", *options)
            gradviz("steps", EXPRESSION, "-o", self.path("all.png"), *options)
            names = sorted(os.listdir(slides))
            with Image.open(self.path("all.png")) as animation:
                frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(animation)]
            # Pillow counts the picture for those who know no animation as the first.
            if len(frames) == len(names) + 2:
                self.assertEqual(frames.pop(0).tobytes(), frames[-1].tobytes())
            self.assertEqual(len(frames), len(names) + 1)
            for name, frame in zip(names, frames):
                with Image.open(os.path.join(slides, name)) as picture:
                    self.assertEqual(picture.convert("RGB").tobytes(), frame.tobytes(), name)
            shutil.rmtree(slides)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
