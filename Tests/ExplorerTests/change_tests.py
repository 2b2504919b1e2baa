"""Changing leaves in the explorer: the slope, the way down, sliders; compared with the engine's numbers.

    /usr/bin/python3 Tests/ExplorerTests/change_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs.
"""

import json
import math
import os
import sys
import unittest

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

import explorer_tests
from explorer_tests import ROOT, ExplorerTest, gradviz

NETWORK = "x = [2.0, 3.0, -1.0]\nnet = MLP(3, [4, 4, 1], seed=1337)\nloss = (net(x) - 1) ** 2\n"
DESCENT = """x = [2.0, 3.0, -1.0]
net = MLP(3, [4, 4, 1], seed=1337)
for k in range(10):
  loss = (net(x) - 1) ** 2
  for p in net.parameters():
    p.grad = 0.0
  loss.backward()
  for p in net.parameters():
    p.data += -0.05 * p.grad
loss = (net(x) - 1) ** 2
"""


def example(name):
    with open(os.path.join(ROOT, "Examples", f"{name}.txt")) as file:
        return file.read()


class SlopeTests(ExplorerTest):
    def test_the_curve_is_the_engines(self):
        text = "a = 1.5; b = -0.7\nL = (a * b + a ** 2).tanh() + a.exp() / 3"
        self.render(text)
        self.page.run("gradviz.app.pin({id: 0})")
        for number in [-1.5, -0.3, 0.0, 1.5, 2.25, 4.5]:
            engine = json.loads(gradviz("render", "-", "-T", "json", "--set", f"a={number}", text=text))
            self.page.run("gradviz.app.edit(0, arguments[0])", number)
            root = engine["nodes"][engine["root"]]["data"]
            self.near(self.page.run("return gradviz.app.numbers.data[gradviz.app.graph.root]"), root)
            self.near(self.page.run("return gradviz.app.numbers.grad[0]"), engine["nodes"][0]["grad"])
            # The point is on the curve, and the tangent through it has the slope that the box says.
            place, tangent = self.page.run("""
                const circle = document.querySelector('.plot .handle');
                const numbers = document.querySelector('.tangent').getAttribute('d').match(/-?[\\d.]+/g).map(Number);
                const line = document.querySelector('.curve-line').getAttribute('d').match(/-?[\\d.]+/g).map(Number);
                const points = line.filter((_, i) => i % 2 === 0).map((x, i) => [x, line[2 * i + 1]]);
                const [x, y] = [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy'))];
                const nearest = points.reduce((best, p) => Math.abs(p[0] - x) < Math.abs(best[0] - x) ? p : best);
                return [[x, y, ...nearest], numbers];""")
            self.assertAlmostEqual(place[0], place[2], delta=0.1)
            self.assertAlmostEqual(place[1], place[3], delta=0.1)
            slope = (tangent[3] - tangent[1]) / (tangent[2] - tangent[0])
            self.assertAlmostEqual(tangent[1] + slope * (place[0] - tangent[0]), place[1], delta=0.3)

    def test_the_table_goes_to_the_gradient(self):
        text = "a = 2.0\nL = a ** 3"
        self.render(text)
        self.page.run("gradviz.app.pin({id: 0})")
        rows = [row.text for row in self.page.all(".nudge tbody tr")]
        self.assertEqual(rows, ["1 27 19", "0.1 9.261 12.61", "0.01 8.121 12.06", "0.001 8.012 12.01", "→ 0 8 grad 12"])

    def test_dragging_and_keys_move_the_leaf_and_escape_restores(self):
        self.render(example("expr"))
        page = self.page
        page.run("gradviz.app.pin({id: 0})")
        handle = page.find(".plot .handle")
        webdriver.ActionChains(page.driver).drag_and_drop_by_offset(handle, 40, 0).perform()
        dragged = page.run("return gradviz.app.numbers.data[0]")
        self.assertGreater(dragged, 2.5)
        self.assertEqual(page.run("return document.activeElement.getAttribute('role')"), "slider")
        page.keys(Keys.ARROW_LEFT)
        self.assertAlmostEqual(page.run("return gradviz.app.numbers.data[0]"), dragged - 0.04, delta=0.021)
        self.assertEqual(page.run("return document.activeElement.getAttribute('role')"), "slider", "focus stays")
        self.assertIn("slope 6", page.run("return document.activeElement.getAttribute('aria-valuetext')"))
        self.assertEqual(page.run("return gradviz.app.state.position"), page.end, "the player does not step")
        page.keys(Keys.HOME)
        self.assertEqual(page.run("return gradviz.app.numbers.data[0]"), -2)
        page.keys(Keys.ESCAPE)
        self.assertEqual(page.run("return [gradviz.app.numbers.data[0], gradviz.app.state.edits.size, gradviz.app.state.pinned.id]"), [2, 0, 0])
        page.keys(Keys.ESCAPE)
        self.assertIsNone(page.run("return gradviz.app.state.pinned"))

    def test_nothing_is_told_before_it_is_known(self):
        self.render(example("expr"), at_end=False)
        page = self.page
        page.run("gradviz.app.pin({id: 0})")
        self.assertEqual(len(page.all(".plot")), 1)
        self.assertEqual(page.all(".tangent"), [])
        self.assertIn("grad —", page.find(".nudge .limit").text)
        page.run("gradviz.app.move(0)")
        self.assertEqual(page.all(".plot"), [])
        page.run("gradviz.app.move(gradviz.app.player.end); gradviz.app.change({isHiding: true})")
        self.assertEqual(page.all(".plot"), [])

    def test_poles_and_numbers_that_are_not_finite(self):
        for text in ["a = 2.0\nL = 1 / a", "a = 1.0\nL = a.log()", "a = 800.0\nL = a.exp()", "a = 0.0\nL = 1 / a", "a = 1e300\nL = a * a"]:
            self.render(text)
            self.page.run("gradviz.app.pin({id: 0})")
            self.assertNotIn("NaN", self.page.run("return [...document.querySelectorAll('.plot *')].map((e) => e.outerHTML).join('').replaceAll('⚠ NaN', '')"), text)


class DescendTests(ExplorerTest):
    def numbers(self):
        return self.page.run("return gradviz.numbers()")

    def test_ten_steps_are_the_engines(self):
        graph = self.render(NETWORK)
        page = self.page
        page.find("#leaves").click()
        page.run("""const rate = document.querySelector('.rate'); rate.value = '0.05'; rate.dispatchEvent(new Event('change'));""")
        for _ in range(10):
            page.find(".descent-bar button").click()
        engine = json.loads(gradviz("render", "-", "-T", "json", text=DESCENT))
        expected = {node["label"]: node["data"] for node in engine["nodes"] if node.get("role") == "parameter"}
        self.assertEqual(len(expected), 41)
        data = self.numbers()["data"]
        for node in graph["nodes"]:
            if node.get("role") == "parameter":
                self.near(data[node["id"]], expected[node["label"]])
        self.near(data[graph["root"]], engine["nodes"][engine["root"]]["data"])
        self.assertLess(data[graph["root"]], graph["nodes"][graph["root"]]["data"])
        self.assertIn("The slopes promised", page.find(".descent .note").text)

    def test_the_lectures_leaves_move_up_and_down(self):
        self.render(example("expr"), at_end=False)
        page = self.page
        page.find("#leaves").click()
        self.assertEqual(page.find(".code").text, "for p in [a, b, c, f]:\n    p.data += −0.05 * p.grad")
        page.run("""const rate = document.querySelector('.rate'); rate.value = '0.01'; rate.dispatchEvent(new Event('change'));""")
        page.find("[aria-label^='A step up']").click()
        # In the lecture, a step of 0.01 along the gradients takes L from −8 to −7.286496.
        self.near(self.numbers()["data"][6], -7.286496)
        self.assertEqual(page.run("return gradviz.shown(6).dataText"), "data −7.286")
        self.assertEqual(page.run("return gradviz.shown(0).gradText.startsWith('grad ') && !gradviz.shown(0).gradText.includes('—')"), True)
        page.find(".plot .handle").send_keys(Keys.ARROW_LEFT)
        self.assertEqual(self.numbers()["data"][6], -8)
        page.find("[aria-label^='Ten steps down']").click()
        self.assertLess(self.numbers()["data"][6], -10)
        page.find("#reset").click()
        self.assertEqual(self.numbers()["data"][6], -8)
        self.assertIn("step 0 of 0", page.find(".plot .handle").get_attribute("aria-valuetext"))

    def test_a_rate_that_is_too_large_is_said(self):
        self.render("w = 3.0\nL = w ** 4 / 10")
        page = self.page
        page.find("#leaves").click()
        page.run("""const rate = document.querySelector('.rate'); rate.value = '5'; rate.dispatchEvent(new Event('change'));""")
        page.find(".descent-bar button").click()
        self.assertIn("the rate is too large", page.find(".descent .note").text)
        page.find("[aria-label^='Ten steps down']").click()
        self.assertIn("not finite", page.find(".descent .note").text)
        page.find(".plot .handle").send_keys(Keys.ESCAPE)
        self.assertEqual(self.numbers()["data"][0], 3)

    def test_steps_of_a_batch_of_65000_values(self):
        folder = os.path.join(self.folder, "batch")
        gradviz("train", "moons", "--steps", "2", "--sample", "all", "--record", folder, "--frames", "none")
        self.page.open(os.path.join(folder, "timeline.html"))
        page = self.page
        page.find("#leaves").click()
        self.assertGreater(page.run("return gradviz.app.graph.count"), 65000)
        before = page.run("return gradviz.app.numbers.data[gradviz.app.graph.root]")
        times = page.run("""
            const times = [], button = document.querySelector('.descent-bar button');
            for (let step = 0; step < 12; step++) {
              const start = performance.now();
              button.click();
              document.body.getBoundingClientRect();
              times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b);""")
        print(f"\na step of 65,000 values: median {times[6]:.0f} ms, the slowest {times[-1]:.0f} ms")
        self.assertLess(page.run("return gradviz.app.numbers.data[gradviz.app.graph.root]"), before)


class SliderTests(ExplorerTest):
    def test_every_leaf_has_one_and_focus_stays(self):
        graph = self.render(NETWORK)
        page = self.page
        page.find("#leaves").click()
        leaves = [node["id"] for node in graph["nodes"] if not node["op"] and node.get("role") != "constant"]
        self.assertEqual(len(page.all(".sliders input[type=range]")), len(leaves))
        page.run("document.querySelectorAll('.sliders input[type=range]')[3].focus()")
        before = page.run("return gradviz.app.numbers.data[gradviz.app.graph.root]")
        for _ in range(5):
            page.keys(Keys.ARROW_RIGHT)
        name = page.run("return document.activeElement.getAttribute('aria-label')")
        self.assertEqual(name, page.run("return document.querySelectorAll('.sliders input[type=range]')[3].getAttribute('aria-label')"))
        self.assertNotEqual(page.run("return gradviz.app.numbers.data[gradviz.app.graph.root]"), before)
        page.keys(Keys.ESCAPE)
        self.assertEqual(page.run("return gradviz.app.state.edits.size"), 0)
        self.assertEqual(page.run("return document.activeElement.getAttribute('aria-label')"), name)

    def test_what_is_no_number_is_said_in_words(self):
        self.render(example("expr"))
        page = self.page
        page.find("#leaves").click()
        field = page.find(".sliders .edit")
        field.send_keys(Keys.CONTROL + "a")
        field.send_keys("two", Keys.ENTER)
        self.assertIn("“two” is no number", page.find("#words").text)
        self.assertEqual(field.get_attribute("aria-invalid"), "true")
        self.assertEqual(page.run("return gradviz.app.numbers.data[0]"), 2)
        field.send_keys(Keys.CONTROL + "a")
        field.send_keys("−1,5", Keys.ENTER)
        self.assertEqual(page.run("return gradviz.app.numbers.data[0]"), -1.5)
        self.assertEqual(field.get_attribute("aria-invalid"), "false")

    def test_a_graph_that_cannot_be_computed_says_why(self):
        graph = {"root": 2, "nodes": [
            {"id": 0, "op": "", "label": "a", "data": 2.0, "grad": 4.0}, {"id": 1, "op": "", "label": "b", "data": 3.0, "grad": 1.0},
            {"id": 2, "op": "hypot3", "data": 3.6, "grad": 1.0, "prev": [0, 1, 1], "local": [4.0, 0.5, 0.5]}]}
        path = os.path.join(self.folder, "unknown.html")
        gradviz("render", "-", "-o", path, text=json.dumps(graph))
        self.page.open(path)
        self.page.find("#leaves").click()
        self.assertIn("cannot compute", self.page.find("#inspector").text)
        self.assertEqual(self.page.all(".sliders"), [])


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
