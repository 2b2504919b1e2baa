"""The timeline of a training in a headless Chromium: scrubbing, the plane of two inputs, numbers that run.

    /usr/bin/python3 Tests/ExplorerTests/timeline_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs.
"""

import json
import os
import re
import sys
import unittest

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

import explorer_tests
from explorer_tests import ExplorerTest, browser, gradviz


class RunTest(ExplorerTest):
    def training(self, name, *arguments):
        folder = os.path.join(self.folder, name)
        if not os.path.exists(folder):
            gradviz("train", *arguments, "--record", folder, "--frames", "none")
        self.page.open(os.path.join(folder, "timeline.html"))
        return folder

    def lines(self, folder):
        with open(os.path.join(folder, "run.jsonl")) as file:
            return [json.loads(line) for line in file]


class ScrubTests(RunTest):
    PLACES = """return [...document.querySelectorAll('#stage .item > rect, #strip, #plane, #plane svg, footer, footer button, footer select, #progress, .curve, .caption, .steps, #top')]
        .map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height].map(Math.round).join(' '); });"""

    def test_dragging_one_way_visits_steps_one_way_and_nothing_shifts(self):
        self.training("moons", "moons", "--steps", "60", "--every", "2")
        page = self.page
        before = page.run(self.PLACES)
        page.run("""
            window.visited = []; window.shifted = 0;
            gradviz.app.listen(() => window.visited.push(gradviz.app.state.at));
            new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted += entry.value; }).observe({type: 'layout-shift'});""")
        curve = page.find(".curve")
        width = curve.size["width"]
        actions = webdriver.ActionChains(page.driver, duration=0)
        actions.move_to_element_with_offset(curve, -int(width / 2) + 3, 0).click_and_hold()
        for _ in range(40):
            actions.move_by_offset(int(width / 42), 0)
        actions.release().perform()
        visited = page.run("return window.visited")
        self.assertGreater(len(set(visited)), 25)
        self.assertEqual(visited, sorted(visited))
        self.assertEqual(page.run("return window.shifted"), 0)
        self.assertEqual(page.run("return document.activeElement.className"), "steps", "keys go on where the pointer was")
        page.keys(Keys.ARROW_LEFT)
        self.assertEqual(page.run("return gradviz.app.state.at"), visited[-1] - 1)
        for at in [0, 3, 11, 29]:
            page.run("gradviz.playback.goToStep(arguments[0])", at)
            self.assertEqual(page.run(self.PLACES), before, at)

    def test_axes_say_what_they_are(self):
        self.training("moons", "moons", "--steps", "60", "--every", "2")
        page = self.page
        self.assertEqual(page.find(".curve-name").text, "loss, linear")
        self.assertEqual(page.find(".curve").get_attribute("aria-label"), "Loss by step, linear")
        ticks = [tick.text for tick in page.all(".ticks-x span")]
        self.assertEqual(ticks, ["0", "10", "20", "30", "40", "50"])
        self.assertGreaterEqual(len(page.all(".ticks-y span")), 3)
        self.training("steep", "lecture", "--steps", "200", "--lr", "0.05")
        self.assertEqual(page.find(".curve-name").text, "loss, logarithmic")
        self.assertTrue(all(re.fullmatch(r"[\d.e−]+", tick.text) for tick in page.all(".ticks-y span")))

    def test_the_update_says_the_rate(self):
        self.training("lecture", "lecture", "--steps", "4", "--sample", "all", "--lr", "0.1")
        page = self.page
        page.run("gradviz.app.open(gradviz.app.graph.calls.findIndex((c) => c.name === 'layers[0].neurons[0]')); gradviz.app.move(gradviz.app.player.end)")
        formula = re.sub(r"\s", "", page.find("#formula").get_attribute("textContent"))
        self.assertRegex(formula, r"^(.+)←\1−lr·\1\.grad=.+−0\.1·.+=.+$")


class PlaneTests(RunTest):
    def cells(self, folder, points, count=72):
        """Of boundary.svg: the class at the upper left corner of each cell."""
        with open(os.path.join(folder, "boundary.svg")) as file:
            svg = file.read()
        size = 420 / count
        classes = {}
        for kind, x, y, width in re.findall(r'<rect class="k(\d)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', svg):
            row, start = round((float(y) - 46) / size), round((float(x) - 78) / size)
            for column in range(start, start + round(float(width) / size)):
                classes[row, column] = int(kind)
        ranges = []
        for axis in range(2):
            numbers = [point[axis] for point in points]
            margin = 0.1 * (max(numbers) - min(numbers))
            ranges.append((min(numbers) - margin, max(numbers) + margin))
        return classes, ranges

    def check(self, name, *arguments):
        folder = self.training(name, *arguments)
        page = self.page
        page.run("gradviz.playback.goToStep(gradviz.app.run.kept.length - 1)")
        points = self.lines(folder)[0]["training"]["points"]
        classes, ((left, right), (low, high)) = self.cells(folder, points)
        wanted = [(row * 72 // 50, column * 72 // 50) for row in range(50) for column in range(50)]
        xs = [left + (right - left) * column / 72 for _, column in wanted]
        ys = [high - (high - low) * row / 72 for row, _ in wanted]
        places = page.run("return gradviz.app.plane.answers(gradviz.app.numbers, arguments[0], arguments[1]).map((answer) => answer.place)", xs, ys)
        self.assertEqual(len(places), 2500)
        # Where an answer is as good as on the line, the last bit decides.
        wrong = [(cell, place) for cell, place in zip(wanted, places) if classes[cell] != place]
        self.assertEqual(wrong, [])
        self.assertGreater(len(set(places)), 1)

    def test_decisions_are_those_of_the_picture(self):
        self.check("moons", "moons", "--steps", "60", "--every", "2")

    def test_of_three_classes_too(self):
        path = os.path.join(self.folder, "three.csv")
        with open(path, "w") as file:
            file.write("height,weight,kind\n")
            for index in range(45):
                kind = index % 3
                file.write(f"{150 + 20 * kind + index % 7},{4 + kind * kind + (index % 5) / 10},{'abc'[kind]}\n")
        self.check("three", path, "--loss", "cross-entropy", "--steps", "40", "--every", "10")
        self.assertEqual(len(self.page.all(".sample")), 45)

    def test_a_point_that_is_picked_is_the_graph(self):
        folder = self.training("moons", "moons", "--steps", "60", "--every", "2")
        points = self.lines(folder)[0]["training"]["points"]
        own = self.lines(folder)[0]["training"]["sample"]
        self.assertEqual(self.page.find(".whose").text, f"sample {own} of 100, the one of greatest loss at the start")
        other = next(index for index, point in enumerate(points) if point[2] != points[own][2])
        record = os.path.join(self.folder, "other")
        gradviz("train", "moons", "--steps", "60", "--every", "2", "--sample", str(other), "--record", record, "--frames", "none")
        steps = [line for line in self.lines(record) if "data" in line]
        page = self.page
        page.run("gradviz.playback.goToStep(4)")
        page.run("document.querySelectorAll('.sample')[arguments[0]].dispatchEvent(new MouseEvent('click', {bubbles: true}))", other)
        for at in [4, 9]:
            page.run("gradviz.playback.goToStep(arguments[0])", at)
            numbers = page.run("return gradviz.numbers()")
            for id, expected in enumerate(steps[at]["data"]):
                self.near(numbers["data"][id], expected)
            for id, expected in enumerate(steps[at]["grad"]):
                if expected is not None:
                    self.near(numbers["grad"][id], expected)
        self.assertIn(f"loss of sample {other}", page.find("#title").text)
        self.assertEqual(page.find(".whose").text, f"sample {other} of 100")
        self.assertEqual(page.run("return [...document.querySelectorAll('#stage .label')].map((t) => t.textContent).includes(arguments[0])", f"loss of sample {other}"), True)
        page.find("#reset").click()
        self.assertIn(f"loss of sample {own}", page.find("#title").text)
        self.assertEqual(page.run("return [gradviz.app.state.sample, gradviz.app.state.edits.size]"), [None, 0])

    def test_a_point_opens_its_sample_where_all_are_in_the_graph(self):
        self.training("batch", "moons", "--steps", "2", "--sample", "all")
        self.page.run("gradviz.page.pickSample(7)")
        self.assertEqual(self.page.run("return gradviz.app.graph.calls[gradviz.app.state.call].name"), "samples[7]")

    def test_the_line_moves_with_a_descent(self):
        self.training("moons", "moons", "--steps", "60", "--every", "2")
        before = self.page.find(".boundary").get_attribute("d")
        self.page.run("document.getElementById('leaves').click(); document.querySelector('[aria-label^=\"Ten steps\"]').click()")
        self.assertNotEqual(self.page.find(".boundary").get_attribute("d"), before)

    def test_narrow_windows_open_it_by_a_button(self):
        self.page.size(390, 844)
        try:
            self.training("moons", "moons", "--steps", "60", "--every", "2")
            self.assertFalse(self.page.find("#plane").is_displayed())
            self.page.find("#plane-button").click()
            self.assertTrue(self.page.find(".plane-chart").is_displayed())
            self.page.find("#plane .close").click()
            self.assertFalse(self.page.find("#plane").is_displayed())
        finally:
            self.page.size(1440, 900)

    def test_without_two_inputs_there_is_none(self):
        self.training("steep", "lecture", "--steps", "200", "--lr", "0.05")
        self.assertFalse(self.page.find("#plane").is_displayed())
        self.assertEqual(self.page.all("#plane-button"), [])


class TweenTests(RunTest):
    TEXTS = "return gradviz.stage.items.filter((i) => i.item.id !== undefined && i.numbers.data).map((i) => i.numbers.data.textContent)"

    def test_numbers_run_from_step_to_step(self):
        folder = self.training("moons", "moons", "--steps", "60", "--every", "2")
        moving = browser(motion="no-preference")
        moving.open(os.path.join(folder, "timeline.html"))
        first = moving.run(self.TEXTS)
        # Frames at times of ours: a machine that is busy has none in a quarter of a second.
        seen = moving.run("""
            const texts = () => { %s }, seen = [], start = performance.now();
            let now = start, frames = [];
            performance.now = () => now;
            window.requestAnimationFrame = (frame) => { frames.push(frame); return frames.length; };
            gradviz.playback.goToStep(20);
            for (; now < start + 400; now += 40) {
              const due = frames;
              frames = [];
              for (const frame of due) frame(now);
              seen.push(texts().join(' '));
            }
            return seen;""" % self.TEXTS)
        self.assertGreater(len(set(seen)), 4, "numbers in between")
        last = moving.run(self.TEXTS)
        self.assertEqual(seen[-3:], [" ".join(last)] * 3)
        self.assertNotEqual(first, last)
        self.page.run("gradviz.playback.goToStep(20)")
        self.assertEqual(self.page.run(self.TEXTS), last, "at once for who asked for stillness")


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
