"""Faults that readers found, each as it was met: none of them comes back.

    /usr/bin/python3 Tests/ExplorerTests/fault_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs. What can be told without a browser is tested in `modules`.
"""

import json
import os
import sys
import unittest

from selenium.webdriver.common.keys import Keys

import explorer_tests
from explorer_tests import gradviz
from stage_tests import NETWORK, StageTest, example


class FaultTests(StageTest):
    def graph(self, graph, at_end=True):
        """Opens the page of graph JSON."""
        path = os.path.join(self.folder, f"{self.id()}.html")
        gradviz("render", "-", "-q", "-o", path, text=json.dumps(graph))
        self.page.open(path)
        if at_end:
            self.page.run("gradviz.app.move(gradviz.app.player.end)")

    def text(self):
        return self.page.run("return document.body.innerText + [...document.querySelectorAll('svg text')].map((t) => t.textContent).join(' ')")

    def test_an_unknown_derivative_is_not_nan(self):
        self.graph({"root": 3, "backward": True, "nodes": [
            {"id": 0, "op": "", "label": "a", "data": 2.0, "grad": 0.6}, {"id": 1, "op": "", "label": "b", "data": 3.0, "grad": 0.5},
            {"id": 2, "op": "hypot3", "data": 3.6, "grad": 1.0, "prev": [0, 1]}, {"id": 3, "op": "+", "data": 6.6, "grad": 1.0, "prev": [2, 1]}]})
        for id in range(4):
            self.page.run("gradviz.app.pin({id: arguments[0]})", id)
            for position in range(self.page.end + 1):
                self.page.run("gradviz.app.change({position: arguments[0], isStepping: true})", position)
                self.assertNotIn("⚠", self.text())
        self.assertIn("?", self.page.find("#inspector").text + self.page.find("#strip").text)

    def test_a_nudge_compares_what_is_computed_by_the_same_rules(self):
        # Another engine's root, in single precision, and so not this engine's.
        self.graph({"root": 1, "backward": True, "nodes": [
            {"id": 0, "op": "", "label": "a", "data": 0.3, "grad": 0.915137}, {"id": 1, "op": "tanh", "data": 0.2914, "grad": 1.0, "prev": [0], "local": [0.915137]}]})
        self.page.run("gradviz.app.pin({id: 0})")
        slopes = [float(cell.text.replace("−", "-")) for cell in self.page.all(".nudge tbody tr:not(.limit) td:last-child")]
        self.assertEqual(len(slopes), 4)
        self.assertAlmostEqual(slopes[-1], 0.915, places=3)

    def test_softmax_stays_stable_when_a_logit_changes(self):
        self.render(example("cross_entropy"))
        logits = self.page.run("return [...gradviz.app.graph.labels].filter(([id]) => gradviz.app.graph.role[id] === 1).map(([id, label]) => [id, label])")
        for id, label in logits:
            for number in (900.0, -900.0):
                self.page.run("gradviz.app.edit(arguments[0], arguments[1])", id, number)
                engine = json.loads(gradviz("render", "-", "-q", "-T", "json", "--set", f"{label}={number}", text=example("cross_entropy")))
                numbers = self.page.run("return gradviz.numbers()")
                self.near(numbers["data"][engine["root"]], engine["nodes"][engine["root"]]["data"])
                for node in engine["nodes"]:
                    if node.get("role") != "constant":
                        self.near(numbers["grad"][node["id"]], node["grad"])
                self.page.run("gradviz.app.setEdits(new Map())")

    def test_a_click_leaves_no_frame_of_the_keyboard(self):
        self.render(example("expr"))
        self.page.find('g.item[aria-label^="e,"]').click()
        self.assertEqual(self.page.run("return document.querySelectorAll('#stage :focus-visible').length"), 0)
        # The browser draws one of its own around drawings that have the focus.
        self.page.driver.get(self.page.driver.current_url.split("#")[0] + "#at=9")
        self.page.driver.refresh()
        self.page.find('g.item[aria-label^="d,"]').click()
        self.assertEqual(self.page.run("return getComputedStyle(document.getElementById('stage')).outlineStyle"), "none")

    def test_zero_has_the_colour_of_zero(self):
        self.render("a = -2.0; b = 1.0\nL = a.relu() + b")
        self.page.run("gradviz.app.change({overlay: 'grad'})")
        zero, canvas, other = self.page.run("""
            const fill = (name) => getComputedStyle(document.querySelector(`g.item[aria-label^="${name},"] > rect`)).fill;
            const rgb = (text) => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
            return [rgb(fill('a')), rgb(getComputedStyle(document.body).backgroundColor), rgb(fill('b'))];""")
        self.assertLessEqual(max(abs(x - y) for x, y in zip(zero, canvas)), 2)
        self.assertGreater(max(abs(x - y) for x, y in zip(other, canvas)), 20)

    def test_nothing_stands_over_what_is_pointed_at(self):
        self.render(example("neuron"))
        page = self.page
        covered = """
            const wrong = [], canvas = document.getElementById('stage').getBoundingClientRect();
            const isInside = (x, y) => x > canvas.left && x < canvas.right && y > canvas.top && y < canvas.bottom;
            for (const {item, group} of gradviz.stage.items) {
              const b = group.querySelector('rect')?.getBoundingClientRect();
              if (!b) continue;
              for (const [x, y] of [[b.left + 4, b.top + b.height / 2], [b.right - 4, b.top + b.height / 2], [b.left + b.width / 2, b.bottom - 3]]) {
                if (isInside(x, y) && !group.contains(document.elementFromPoint(x, y))) wrong.push([item.index, document.elementFromPoint(x, y)?.outerHTML.slice(0, 60)]);
              }
            }
            return wrong;"""
        for width, height in [(1440, 900), (768, 700), (390, 844)]:
            page.size(width, height)
            self.render(example("neuron"))
            for id in page.run("return gradviz.app.view.items.filter((i) => i.id !== undefined).slice(-3).map((i) => i.id)"):
                page.run("gradviz.app.change({pointed: {id: arguments[0]}})", id)
                self.assertEqual(page.run(covered), [], (width, id))
        page.find("#stage").send_keys(Keys.ESCAPE)
        self.assertIsNone(page.run("return gradviz.app.state.pointed"), "Escape lets go of it")

    def test_the_operand_that_is_the_local_derivative_is_not_dimmed(self):
        self.render(example("expr"))
        self.page.run("gradviz.app.pin({edge: [6, 0]})")
        classes = self.page.find('g.item[aria-label^="f,"]').get_attribute("class").split()
        self.assertIn("near", classes)
        self.assertNotIn("near", self.page.find('g.item[aria-label^="a,"]').get_attribute("class").split())

    def test_a_pinch_on_a_trackpad_zooms_as_fingers_do(self):
        self.render(example("expr"))
        factor = self.page.run("""
            const before = gradviz.stage.camera.place.scale;
            for (let i = 0; i < 10; i++) document.getElementById('stage').dispatchEvent(new WheelEvent('wheel', {deltaY: -6, ctrlKey: true, cancelable: true, clientX: 700, clientY: 400}));
            return gradviz.stage.camera.place.scale / before;""")
        self.assertGreater(factor, 1.6)
        self.assertLess(factor, 3)

    def test_capital_letters_pin_a_training_step(self):
        self.page.open(self.training("lecture", "lecture", "--steps", "20", "--sample", "all"))
        self.page.find("#stage").send_keys("P")
        self.assertEqual(self.page.run("return gradviz.app.state.pinnedStep"), 0)

    def test_those_who_listen_hear_phases_while_it_plays_and_every_step_otherwise(self):
        self.render(example("expr"), at_end=False)
        page = self.page
        page.run("""
            window.heard = [];
            new MutationObserver(() => heard.push(document.getElementById('announcement').textContent))
              .observe(document.getElementById('announcement'), {childList: true, characterData: true, subtree: true});
            gradviz.app.change({speed: 50}); document.getElementById('play').click();""")
        self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        heard = page.run("return heard")
        self.assertLessEqual(len(heard), 4, heard)
        self.assertEqual([text for text in heard if "∂" in text], heard[-1:] if "∂" in heard[-1] else [])
        page.keys(Keys.ARROW_LEFT)
        self.assertIn("a.grad += e.grad · ∂e/∂a", page.find("#announcement").get_attribute("textContent"))

    def test_the_gradient_check_measures_only_what_is_drawn_open(self):
        self.page.open(self.training("batch", "moons", "--steps", "2", "--sample", "all"))
        self.page.run("gradviz.app.move(gradviz.app.player.backwardEnd)")
        measured = self.page.run("""
            gradviz.app.change({overlay: 'error'});
            return gradviz.stage.items.filter(({item, group}) => group.style.getPropertyValue('--tint') && item.id === undefined).length;""")
        self.assertEqual(measured, 0, "a box of a thousand parameters is not moved a thousand times")
        self.render("a = 0.0; b = 1.0\nL = a.relu() + b")
        self.page.run("gradviz.app.change({overlay: 'error'})")
        self.assertEqual(self.page.find("#scale").text, "all 0", "a kink is no error")

    def test_names_of_the_text_are_found(self):
        text = "a = Value(2.0, label='alpha')\ntotal = 0.0\nfor i in range(3):\n    loss = a * i\n    total = total + loss\nf = total.tanh()"
        self.render(text)
        for query, ids in [("a", 1), ("loss@2", 1), ("f", 1), ("alpha", 1)]:
            self.page.run("gradviz.app.change({query: arguments[0]})", query)
            self.page.find("#find").send_keys(Keys.ENTER)
            pinned = self.page.run("return gradviz.app.state.pinned?.id ?? null")
            self.assertIsNotNone(pinned, query)
            name = self.page.run("return gradviz.app.graph.labels.get(arguments[0]) ?? ''", pinned)
            self.assertEqual(name, {"a": "alpha", "alpha": "alpha", "f": "f", "loss@2": name}[query])
        self.render(NETWORK)
        self.page.run("gradviz.app.open(-1, 0); gradviz.app.change({query: 'net.layers[0].neurons[0].w[1]'})")
        self.page.find("#results button").click()
        self.assertEqual(self.page.find("#inspector h2").text, "net.layers[0].neurons[0].w[1]")


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
