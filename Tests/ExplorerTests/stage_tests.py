"""The explorer's stage in a headless Chromium: what can be read, what moves, what keys reach, what pictures show.

    /usr/bin/python3 Tests/ExplorerTests/stage_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs. GRADVIZ_RECORD=1 writes the kept pictures anew.
"""

import base64
import io
import json
import os
import random
import re
import sys
import unittest

from PIL import Image, ImageChops, ImageFilter, ImageStat
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

import explorer_tests
import film
from explorer_tests import EVERY_OPERATION, HOSTILE, ROOT, ExplorerTest, browser, gradviz

# How much two pictures may differ, from 0 to 255: less than any two kept ones do.
SEEN = 14
AXE = os.path.join(ROOT, ".build", "axe", "axe_playwright_python", "axe.min.js")
PICTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
WINDOWS = [(1440, 900), (390, 844)]


def example(name):
    with open(os.path.join(ROOT, "Examples", f"{name}.txt")) as file:
        return file.read()


FIFTEEN = """
a = 1.3; b = -0.7; c = 2.5
s = a + b * c - a / c + c ** 2
u = a.exp() + c.log() + b.tanh() - b.sigmoid() * a.sin()
L = s * u + (b.relu() - a) ** 2
"""
NETWORK = "x = [2.0, 3.0, -1.0]\nnet = MLP(3, [4, 4, 1], seed=1337)\ny = net(x)\nloss = (y - 1) ** 2"
REUSED = "a = 3.0\nb = a * a\nL = b + a + (a - 4).relu()"
CULPRIT = "a = 1.0; z = 0.0\nb = a / z\nc = b * 2\nL = c + a"
LONG = "a_very_long_name_that_goes_on_and_on = 2.0\nanother_name_of_some_length = a_very_long_name_that_goes_on_and_on * 3\nL = another_name_of_some_length.tanh()"


def free_hand(count):
    """A graph without modules, of about so many values."""
    generator = random.Random(3)
    lines, names = ["x0 = 0.5", "x1 = -0.3", "x2 = 0.8"], ["x0", "x1", "x2"]
    while 2 * len(lines) - 3 < count:
        a, b = generator.choice(names[-12:]), generator.choice(names[-12:])
        names.append(f"u{len(lines)}")
        lines.append(f"{names[-1]} = ({a} {generator.choice('+-*')} {b}).tanh()")
    return "\n".join(lines)


RIGHT_TO_LEFT = json.dumps({"root": 2, "backward": True, "nodes": [
    {"id": 0, "op": "", "label": "שלום", "data": 2.0, "grad": -3.0}, {"id": 1, "op": "", "label": "b", "data": -3.0, "grad": 2.0},
    {"id": 2, "op": "*", "label": "مرحبا", "data": -6.0, "grad": 1.0, "prev": [0, 1]}]})


class StageTest(ExplorerTest):
    def setUp(self):
        self.page.size(1440, 900)

    def training(self, name, *arguments):
        folder = os.path.join(self.folder, name)
        if not os.path.exists(folder):
            gradviz("train", *arguments, "--record", folder, "--frames", "none")
        return os.path.join(folder, "timeline.html")

    def pages(self):
        """All pages that must be readable, by name."""
        texts = {
            "expression": example("expr"), "neuron": example("neuron"), "fifteen": FIFTEEN, "mlp": example("mlp"),
            "network": NETWORK, "free 1688": free_hand(1688), "free 2000": free_hand(2000), "free 65000": free_hand(65000),
        }
        for name, text in texts.items():
            path = os.path.join(self.folder, f"{name}.html")
            if not os.path.exists(path):
                gradviz("render", "-", "-q", "-o", path, text=text)
            yield name, path
        yield "lecture", self.training("lecture", "lecture", "--steps", "20", "--sample", "all")
        yield "moons, a sample", self.training("moons", "moons", "--steps", "20", "--every", "5")
        yield "moons, the batch", self.training("batch", "moons", "--steps", "2", "--sample", "all")


class ReadableTests(StageTest):
    SMALLEST = """
        const svg = document.getElementById('stage'), window_ = svg.getBoundingClientRect();
        let least = Infinity, which = '';
        for (const text of document.querySelectorAll('text, .remark, #strip math, button, label, output')) {
          const style = getComputedStyle(text), box = text.getBoundingClientRect();
          if (!text.textContent.trim() || style.visibility === 'hidden' || !box.width) continue;
          const isDrawn = svg.contains(text);
          if (isDrawn && (box.right < window_.left || box.left > window_.right || box.bottom < window_.top || box.top > window_.bottom)) continue;
          const size = parseFloat(style.fontSize) * (isDrawn ? gradviz.stage.camera.place.scale : 1);
          if (size < least) { least = size; which = text.textContent; }
        }
        return [least, which];"""
    USED = """
        const window_ = document.getElementById('stage').getBoundingClientRect();
        const boxes = gradviz.stage.items.map(({group}) => group.getBoundingClientRect());
        const of = (side, f) => f(...boxes.map((box) => box[side]));
        return (of('right', Math.max) - of('left', Math.min)) * (of('bottom', Math.max) - of('top', Math.min)) / (window_.width * window_.height);"""

    def test_text_of_the_first_view(self):
        for name, path in self.pages():
            for width, height in WINDOWS:
                with self.subTest(name, width=width):
                    self.page.size(width, height)
                    self.page.open(path)
                    least, which = self.page.run(self.SMALLEST)
                    self.assertGreaterEqual(least, (10 if width == 1440 else 9) - 0.01, which)

    def test_numbers_on_edges_do_not_cover_each_other(self):
        for name in ["expr", "neuron"]:
            self.render(example(name))
            covered = self.page.run("""
                gradviz.app.change({hasEdgeNumbers: true});
                const boxes = [...document.querySelectorAll('.edge-label')].filter((e) => e.textContent)
                  .map((e) => [e.textContent, e.getBoundingClientRect()]);
                return boxes.flatMap(([a, one], index) => boxes.slice(index + 1).filter(([, other]) =>
                  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
                  && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > one.height / 3).map(([b]) => [a, b]));""")
            self.assertEqual(covered, [], name)

    def test_small_graphs_fill_the_canvas(self):
        for name, path in list(self.pages())[:4]:
            self.page.open(path)
            self.assertGreaterEqual(self.page.run(self.USED), 0.4, name)

    def test_root_is_in_sight_and_the_map_shows_where(self):
        for name, path in self.pages():
            self.page.open(path)
            inside, whole = self.page.run("""
                const {view} = gradviz.app, {items, camera} = gradviz.stage;
                const a = items[view.itemFor(view.root).index].group.getBoundingClientRect(), b = document.getElementById('stage').getBoundingClientRect();
                return [a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1,
                  document.getElementById('minimap').hasAttribute('hidden')];""")
            self.assertTrue(inside, name)
            if name in ("expression", "neuron", "mlp"):
                self.assertTrue(whole, name)
            if name.startswith("free"):
                self.assertFalse(whole, name)

    def test_opens_with_values_and_an_offer(self):
        self.render(example("expr"), at_end=False)
        shown = self.page.run("return [0, 4, 6].map((id) => gradviz.shown(id))")
        self.assertEqual([one["dataText"] for one in shown], ["data 2", "data −6", "data −8"])
        self.assertEqual({one["gradText"] for one in shown}, {"grad —"})
        self.assertEqual(self.page.find("#begin").text, "backward")
        self.assertTrue(self.page.find("#inspector").get_attribute("hidden"))
        self.page.run("gradviz.app.change({speed: 50})")
        self.page.find("#begin").click()
        self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 6")

    def test_a_timeline_opens_at_its_first_step(self):
        self.page.open(self.training("lecture", "lecture", "--steps", "20", "--sample", "all"))
        self.assertIn("step 0", self.page.find(".caption").text)

    def test_modules_and_inputs_in_order(self):
        self.render(NETWORK)
        self.page.run("gradviz.app.open(-1, 2)")
        tops = self.page.run("""
            const top = (name) => gradviz.app.view.items.filter((i) => i.calls && gradviz.app.graph.calls[i.calls[0]].name.includes(name + '['))
              .sort((a, b) => a.calls[0] - b.calls[0]).map((i) => i.y);
            const inputs = gradviz.app.view.items.filter((i) => /^x/.test(gradviz.app.graph.labels.get(i.id) ?? '')).map((i) => i.y);
            return [top('layers[0].neurons'), top('layers[1].neurons'), inputs];""")
        for list_ in tops:
            self.assertGreater(len(list_), 2)
            self.assertEqual(list_, sorted(list_))

    def test_far_away_numbers_are_colours(self):
        self.render(free_hand(300))
        self.page.run("gradviz.stage.camera.zoom(0.2)")
        self.assertEqual(self.page.run("return getComputedStyle(document.querySelector('#stage .data')).visibility"), "hidden")
        fills = self.page.run("return [...document.querySelectorAll('.item.computed > rect')].map((r) => getComputedStyle(r).fill)")
        self.assertGreater(len(set(fills)), 5)


class OneTruthTests(StageTest):
    """Panel, title, list, overlay and strip say what the boxes say, at every position."""

    STATE = """
        const {app, stage} = gradviz, wrong = [];
        const text = (e) => e?.textContent ?? '';
        for (const {item, numbers, lines} of stage.items) {
          if (item.id === undefined) continue;
          const id = item.id, data = numbers.data ? text(numbers.data) : text(lines.number), grad = numbers.grad ? text(numbers.grad) : '—';
          if (app.state.pinned?.id === id) {
            const [d, g] = [...document.querySelectorAll('#inspector dl .exact')].map((e) => text(e));
            const isLater = (t) => t.includes('not there yet');
            const number = (t) => Number(t.replace(/−/g, '-').replace(/ .*/, ''));
            const near = (exact, shown) => shown.includes('⚠') ? Number.isNaN(number(exact)) || Math.abs(number(exact)) === Infinity
              : Math.abs(number(exact) - number(shown)) <= 6e-2 * Math.abs(number(exact)) + 1e-12;
            if (isLater(d) !== (data === '—') || (!isLater(d) && !near(d, data))) wrong.push(['data', id, d, data]);
            if (g !== undefined && (isLater(g) !== (grad === '—') || (!isLater(g) && !near(g, grad)))) wrong.push(['grad', id, g, grad]);
          }
          if (id === app.graph.root && app.state.call < 0) {
            const title = text(document.getElementById('title'));
            if (!app.raw.title && !app.run && (title.endsWith('—') !== (data === '—'))) wrong.push(['title', title, data]);
          }
          if (data === '—' && grad !== '—') wrong.push(['order', id]);
        }
        // What the strip speaks of is there.
        if (text(document.querySelector('#strip math')).includes('—')) wrong.push(['strip', text(document.querySelector('#strip math'))]);
        return wrong;"""

    WALK = """
        const [positions, ids] = arguments;
        const check = () => {%s};
        for (const position of positions) {
          gradviz.app.pin({id: ids[(position * 7) %% ids.length]});
          gradviz.app.move(position);
          const wrong = check();
          if (wrong.length > 0) return [position, wrong];
        }
        return [];""" % STATE

    def check(self):
        """At every position, or of thousands at some: GRADVIZ_EVERY_POSITION=1 takes all of these too, in some minutes."""
        page = self.page
        end = page.run("return gradviz.app.player.end")
        ids = page.run("return gradviz.app.view.items.filter((i) => i.id !== undefined && gradviz.app.graph.role[i.id] !== 3).map((i) => i.id)")
        stride = 1 if end <= 200 or os.environ.get("GRADVIZ_EVERY_POSITION") else end // 40
        positions = [*range(0, end, stride), end]
        for start in range(0, len(positions), 4):
            self.assertEqual(page.run(self.WALK, positions[start:start + 4], ids), [])
        return len(positions)

    def test_small_pages(self):
        for text in [example("expr"), example("neuron"), REUSED, CULPRIT, FIFTEEN]:
            self.render(text, at_end=False)
            self.check()

    def test_large_pages(self):
        for name, path in self.pages():
            with self.subTest(name):
                self.page.open(path)
                self.check()

    def test_the_list_ticks_what_is_done_in_this_pass(self):
        self.render(REUSED, at_end=False)
        page = self.page
        page.run("gradviz.app.change({isOrderOpen: true})")
        done = lambda: page.run("return document.querySelectorAll('.queue li.done').length")
        self.assertEqual(done(), 0, "nothing of the backward pass is done")
        self.assertIn("comes first", page.find(".why-order").text)
        page.run("gradviz.app.move(0)")
        self.assertEqual((done(), page.find(".queue li button").text), (0, "b"))
        page.run("gradviz.app.move(1)")
        self.assertEqual(done(), 1)
        page.run("gradviz.app.move(gradviz.app.player.forwardEnd + 1)")
        words = []
        for position in range(page.run("return gradviz.app.player.forwardEnd") + 1, page.end + 1):
            page.run("gradviz.app.move(arguments[0])", position)
            words.append(page.find(".why-order").text)
        self.assertTrue(any("waits for its use" in text for text in words), words)
        self.assertEqual(words[-1], "All done.")
        # Every line keeps its reason.
        self.assertEqual(page.find(".queue .why-entry").text, "is the result: it comes first")
        self.assertIn("7 values in the whole graph: 5 computed, 2 given", page.find("#inspector header .note").text)
        self.assertEqual(done(), page.run("return document.querySelectorAll('.queue li').length"))

    def test_overlay_and_search_know_no_more_than_the_reader(self):
        self.render(example("expr"), at_end=False)
        tints = "return gradviz.stage.items.filter((i) => i.group.style.getPropertyValue('--tint')).length"
        self.page.run("gradviz.app.change({overlay: 'grad'})")
        self.assertEqual(self.page.run(tints), 0)
        self.page.run("gradviz.app.change({query: '|grad|>0'})")
        self.assertIn("0 values found", self.page.find("#matches").text)
        self.page.run("gradviz.app.move(gradviz.app.player.end)")
        self.assertEqual(self.page.run(tints), 7)
        self.assertIn("7 values found", self.page.find("#matches").text)

    def test_an_edit_changes_title_panel_and_boxes_alike(self):
        self.render(example("expr"))
        self.page.run("gradviz.app.pin({id: 6}); gradviz.app.edit(0, 5)")
        self.assertEqual(self.page.find("#title").text, "L = 10")
        self.assertEqual(self.page.find("#inspector output").text, "10")
        self.assertEqual(self.page.run("return gradviz.shown(6).dataText"), "data 10")

    def test_given_gradients_are_told_from_sums(self):
        graph = {"root": 2, "backward": True, "nodes": [
            {"id": 0, "op": "", "label": "a", "data": 2.0, "grad": 5.0}, {"id": 1, "op": "", "label": "b", "data": 3.0, "grad": 2.0},
            {"id": 2, "op": "*", "data": 6.0, "grad": 1.0, "prev": [0, 1]}]}
        path = os.path.join(self.folder, "given.html")
        gradviz("render", "-", "-o", path, text=json.dumps(graph))
        self.page.open(path)
        self.page.run("gradviz.app.pin({id: 0}); gradviz.app.move(gradviz.app.player.end)")
        self.assertIn("Its uses hand on 3; the other 2 was there before", self.page.find("#inspector").text)
        self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 5")

    def test_hidden_gradients_leak_nowhere(self):
        self.render(example("expr"))
        self.page.run("gradviz.app.change({isHiding: true, hasEdgeNumbers: true, overlay: 'grad', query: '|grad|>0'})")
        for id in range(7):
            self.page.run("gradviz.app.pin({id: arguments[0]})", id)
            text = self.page.run("""return [...document.querySelectorAll('#stage .grad .digits, #stage .edge-label, #results .upstream, #scale, #inspector .upstream.exact, #inspector .sum')]
                .map((e) => e.textContent.trim()).filter((t) => !/^(|(· )?(\\?|1)|all 0|−1 … 1|× .*)$/.test(t))""")
            self.assertEqual(text, [], id)
        self.assertIn("1 value found", self.page.find("#matches").text)


class WhyTests(StageTest):
    def test_every_operation_says_why(self):
        graph = self.render(EVERY_OPERATION)
        used = {node["op"] for node in graph["nodes"] if node["op"]}
        without = self.page.run("""
            const {graph, view} = gradviz.app, without = [];
            for (const edge of view.edges) {
              if (edge.place < 0 || graph.role[edge.from.id] === 3) continue;
              gradviz.app.pin({edge: [edge.to.id, edge.place]});
              const why = document.querySelector('#inspector .why > :last-child')?.textContent.trim();
              const total = [...document.querySelectorAll('#inspector math')].some((m) => /∂L/.test(m.textContent) && !/∂L∂/.test(m.textContent.replace(/\\s/g, '')));
              if (!why || total) without.push([graph.opName(edge.to.id), why]);
            }
            return without;""")
        self.assertEqual(without, [])
        self.assertGreaterEqual(len(used), 16)

    def test_a_page_of_all_operations_says_why_of_each(self):
        """A graph of every operation of the engine's table, each at a place where it is defined, and their sum."""
        with open(os.path.join(ROOT, "Tests", "Reference", "operations.json")) as file:
            table = json.load(file)["operations"]
        nodes, parts = [], []

        def add(**node):
            nodes.append({"id": len(nodes), **node})
            return len(nodes) - 1

        for op, rows in table.items():
            row = next(row for row in rows if all(abs(float(x)) < 1e3 for x in row["at"] + [row["result"]] + row["partials"]))
            leaves = [add(op="", label=f"x{len(nodes)}", role="input", data=float(x)) for x in row["at"]]
            parts.append(add(op=op, data=float(row["result"]), prev=leaves))
        total = parts[0]
        for part in parts[1:]:
            total = add(op="+", data=nodes[total]["data"] + nodes[part]["data"], prev=[total, part])
        path = os.path.join(self.folder, "all.html")
        # What is set is computed anew, with gradients.
        gradviz("render", "-", "-q", "-o", path, "--max-nodes", "400", "--set", f"x0={nodes[0]['data']}",
                text=json.dumps({"root": total, "nodes": nodes}))
        self.page.open(path)
        self.page.run("gradviz.app.move(gradviz.app.player.end)")
        ops, wrong = self.page.run("""
            const {graph, view} = gradviz.app, ops = new Set(), wrong = [];
            for (const edge of view.edges) {
              if (edge.place < 0 || edge.to.id === undefined) continue;
              const op = graph.opName(edge.to.id);
              ops.add(op);
              gradviz.app.pin({edge: [edge.to.id, edge.place]});
              const why = document.querySelector('#inspector .why > :last-child')?.textContent.trim() ?? '';
              const fractions = [...document.querySelectorAll('#inspector .local mfrac, #inspector mfrac.local')].map((f) => f.textContent.replace(/\\s/g, ''));
              // A fraction is the derivative of this result by this operand, never of the root by something.
              const name = (id) => gradviz.app.shown.name(id);
              const own = `∂${name(edge.to.id)}∂${name(edge.from.id)}`;
              if (why.length < 2 || fractions.length === 0 || fractions.some((f) => f !== own)) wrong.push([op, why, fractions]);
            }
            return [[...ops], wrong];""")
        self.assertEqual(sorted(ops), sorted(table))
        self.assertEqual(wrong, [])

    def test_reasons(self):
        for text, reason in [("a = 2.0; b = -3.0\nL = a * b", "= b"), ("a = 0.5\no = tanh(a)", "= 1 − o2"), ("x = -1.0\nL = relu(x)", "relu is shut"),
                             ("x = 3.0\nL = x ** 2", "= 2 · x2 − 1"), ("x = 3.0; y = 1.0\nL = x + y", "+ passes it on")]:
            self.render(text)
            self.page.run("const e = gradviz.app.view.edges.find((e) => e.place === 0); gradviz.app.pin({edge: [e.to.id, 0]})")
            why = self.page.run("return document.querySelector('#inspector .why > :last-child').textContent")
            self.assertEqual(re.sub(r"\s", "", why), reason.replace(" ", ""))

    def test_what_is_shut_is_dashed_and_the_first_wrong_number_is_the_culprit(self):
        self.render("a = -2.0; b = 1.0\nh = a * 3\nr = h.relu()\nL = r + b")
        classes = self.page.run("return Object.fromEntries(gradviz.stage.items.map((i) => [i.item.id, i.group.getAttribute('class')]))")
        self.assertIn("cut", classes["0"].split())
        self.assertGreaterEqual(self.page.run("return document.querySelectorAll('.edge.shut').length"), 2)
        self.render(CULPRIT)
        classes = self.page.run("return gradviz.stage.items.map((i) => i.group.getAttribute('class'))")
        self.assertEqual(sum("culprit" in c for c in classes), 1)
        self.assertEqual(self.page.run("return gradviz.app.graph.labels.get([...gradviz.app.numbers.culprits][0])"), "b")
        self.assertGreaterEqual(sum("victim" in c for c in classes), 2)

    def test_right_to_left_names_keep_formulas_in_order(self):
        path = os.path.join(self.folder, "rtl.html")
        gradviz("render", "-", "-o", path, text=RIGHT_TO_LEFT)
        self.page.open(path)
        self.page.run("gradviz.app.move(1)")
        lefts = self.page.run("""
            const ids = [...document.querySelectorAll('#strip mi, #strip mn, #strip mo')].filter((e) => !e.closest('munder > :last-child'));
            return ids.map((e) => [e.textContent, Math.round(e.getBoundingClientRect().left)]);""")
        self.assertEqual([text for text, _ in lefts], [text for text, _ in sorted(lefts, key=lambda pair: pair[1])])


class MotionTests(StageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moving = browser(motion="no-preference")

    def test_numbers_travel_and_arrive(self):
        path = os.path.join(self.folder, "expr.html")
        gradviz("render", "-", "-o", path, text=example("expr"))
        page = self.moving
        page.open(path)
        pictures = film.film(page)
        self.assertEqual(len(pictures), 12)
        for before, after in zip(pictures, pictures[1:]):
            # More than a caption: something of the size of a number has moved.
            changed = ImageChops.difference(before, after).convert("L").point(lambda level: 255 if level > 40 else 0)
            self.assertGreater(changed.histogram()[255], 150)
        if os.environ.get("GRADVIZ_FILM"):
            film.strip(pictures).save(os.environ["GRADVIZ_FILM"])
        # What is on its way is not there yet; then it arrives by itself.
        page.run("gradviz.app.move(4); gradviz.playback.step(1)")
        self.assertEqual(page.run("return [gradviz.app.shown.position, gradviz.app.state.isFlying]"), [4, True])
        page.driver.execute_async_script(
            "const done = arguments[0]; const wait = () => gradviz.app.state.isFlying ? setTimeout(wait, 20) : done(); wait();")
        self.assertEqual(page.run("return [gradviz.app.shown.position, document.querySelectorAll('.chip').length]"), [5, 0])
        # Backward, −2 becomes 6 in passing the operation.
        page.run("gradviz.app.move(8); gradviz.playback.step(1)")
        self.assertEqual(page.run("return [...document.querySelectorAll('.chip')].map((c) => c.textContent)"), ["−2", "6"])
        self.assertEqual(page.run("return document.querySelector('.edge-label.active').textContent"), "× −3")

    def test_nothing_moves_for_who_asked_for_stillness(self):
        self.render(example("expr"), at_end=False)
        self.page.run("gradviz.app.move(7); gradviz.playback.step(1)")
        self.assertEqual(self.page.run("return [document.querySelectorAll('.chip').length, gradviz.app.state.isFlying]"), [0, False])
        self.assertEqual(self.page.run("return document.getAnimations().filter((a) => a.playState === 'running').length"), 0)

    def test_a_step_among_600_values_touches_what_it_changes(self):
        """A frame has 16 ms: see frame_times.py. What would cost more is counted here."""
        self.render(free_hand(740), at_end=False)
        page = self.moving
        page.open(os.path.join(self.folder, f"{self.id()}.html"))
        self.assertGreaterEqual(page.run("return gradviz.app.view.items.length"), 570)
        page.run("""
            window.touched = new Set();
            new MutationObserver((records) => { for (const { target } of records) touched.add(target.closest?.('g.item, g.edge') ?? target); })
              .observe(document.getElementById('stage'), {subtree: true, childList: true, characterData: true, attributes: true});""")
        touched = lambda: page.driver.execute_async_script(
            "const done = arguments[0]; setTimeout(() => { done(touched.size); touched.clear(); }, 60);")
        middle = page.run("return gradviz.app.player.forwardEnd")
        for position in [5, 90, 400, middle, middle + 30, middle + 300]:
            page.run("gradviz.app.move(arguments[0])", position)
            touched()
            film.launch(page, position)
            self.assertLess(touched(), 12, position)
            # What flies leaves the drawing as it was painted.
            animations, elsewhere = page.run("""
                const animations = document.getAnimations();
                animations.forEach((animation) => { animation.currentTime = 300; });
                return [animations.length, animations.filter(({effect}) => !document.getElementById('air').contains(effect.target)).length];""")
            self.assertGreater(animations, 0)
            self.assertEqual([elsewhere, touched()], [0, 0], position)
            film.land(page)
            self.assertTrue(0 < touched() < 12, position)

    def test_nothing_shifts(self):
        for name, path in list(self.pages())[:5] + [("lecture", self.training("lecture", "lecture", "--steps", "20", "--sample", "all"))]:
            self.page.open(path)
            places = """return [...document.querySelectorAll('#stage .item > rect, #strip, footer, footer button, #progress, .curve, .caption, #top')]
                .map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height].map(Math.round).join(' '); });"""
            before = self.page.run(places)
            end = self.page.end
            for position in sorted({0, 1, end // 3, end // 2, end - 1, end}):
                self.page.run("gradviz.app.move(arguments[0])", position)
                self.assertEqual(self.page.run(places), before, f"{name} at {position}")


class KeyboardTests(StageTest):
    def test_arrows_reach_every_box_and_edge(self):
        self.render(example("neuron"))
        page = self.page
        page.find("#stage").send_keys(Keys.ARROW_DOWN)
        reached = []
        for _ in range(60):
            name = page.run("return document.activeElement.getAttribute('aria-label')")
            if reached and name == reached[-1]:
                break
            reached.append(name)
            page.keys(Keys.ARROW_DOWN)
        boxes, edges = page.run("return [gradviz.app.view.items.length, gradviz.app.view.edges.length]")
        self.assertEqual(len(reached), boxes + edges)
        self.assertTrue(all(reached))
        page.keys(Keys.ENTER)
        self.assertIsNotNone(page.run("return gradviz.app.state.pinned"))
        self.assertEqual(page.run("return document.activeElement.getAttribute('aria-label').split(',')[0]"), reached[-1].split(",")[0])
        page.keys(Keys.ARROW_LEFT)
        self.assertEqual(page.run("return document.activeElement.closest('#stage') !== null"), True, "focus stays while the player steps")

    def test_a_field_keeps_the_focus_through_every_redraw(self):
        self.render(example("expr"))
        page = self.page
        page.run("gradviz.app.pin({id: 0}); document.querySelector('.edit').focus(); document.querySelector('.edit').select()")
        page.keys("7")
        page.run("gradviz.app.move(3); gradviz.app.move(6); gradviz.app.change({overlay: 'data'})")
        self.assertEqual(page.run("return [document.activeElement.className, document.activeElement.value]"), ["edit", "7"])
        page.keys(Keys.ESCAPE)
        self.assertEqual(page.run("return document.querySelector('.edit')?.value ?? '2'"), "2", "Escape restores")
        self.assertEqual(page.run("return gradviz.app.numbers.data[0]"), 2)

    def test_the_focus_is_never_lost(self):
        """Whatever is pressed, and goes away by that, something has the focus afterwards."""
        self.render(NETWORK, at_end=False)
        page = self.page
        leaf = "gradviz.app.targetOf(gradviz.app.view.items.find((i) => i.id !== undefined && !i.isComputed))"
        for what, script, keys in [
            ("the offer", "document.getElementById('begin').focus()", Keys.ENTER),
            ("the panel's button", f"gradviz.app.move(9); gradviz.app.pin({leaf}); document.querySelector('#inspector .close').focus()", Keys.ENTER),
            ("a field in the panel", f"gradviz.app.pin({leaf}); document.querySelector('#inspector .edit').focus()", Keys.ESCAPE),
            ("a button that opens a module", "gradviz.app.open(-1, 0); gradviz.app.pin({box: gradviz.app.view.items.findIndex((i) => i.calls)});"
             "document.querySelector('#inspector .open').focus()", Keys.ENTER),
            ("a crumb", "gradviz.app.open(2); document.querySelector('#crumbs button').focus()", Keys.ENTER),
            ("a found value", "gradviz.app.change({query: 'x'}); document.querySelector('#results button').focus()", Keys.ENTER),
            ("undo changes", "gradviz.app.edit(gradviz.app.view.items.find((i) => i.id !== undefined && !i.isComputed).id, 3); document.getElementById('reset').focus()", Keys.ENTER),
            ("a box, and the view changes", "gradviz.app.pin(null); gradviz.app.open(-1, 0); gradviz.stage.items[0].group.focus(); gradviz.app.open(1)", Keys.ARROW_RIGHT),
            ("present, in the menu", "document.getElementById('menu').showPopover(); document.getElementById('present').focus()", Keys.ENTER),
            ("the end of presenting", "", Keys.ESCAPE),
        ]:
            with self.subTest(what):
                page.run(script)
                page.keys(keys)
                page.driver.execute_async_script("setTimeout(arguments[0], 60)")
                focused, rects = page.run("const e = document.activeElement; return [e.id || e.tagName, e.getClientRects().length]")
                self.assertNotEqual(focused, "BODY")
                self.assertGreater(rects, 0, focused)
            if page.run("return gradviz.app.state.isPlaying"):
                page.run("gradviz.page.playback.pause?.() ?? gradviz.page.playback.play()")

    def test_what_goes_away_above_a_field_leaves_it_the_focus(self):
        # Beside the dead unit the reason stands above the field, and goes when the gradient goes.
        self.render("a = -2.0; b = 1.0\nL = a.relu() + b")
        page = self.page
        page.run("gradviz.app.pin({id: 0}); document.querySelector('.edit').focus()")
        self.assertIn("0, because", page.find("#inspector").text)
        page.run("gradviz.app.move(1)")
        self.assertNotIn("0, because", page.find("#inspector").text)
        self.assertEqual(page.run("return document.activeElement.className"), "edit")

    def test_escape_lets_go_of_results(self):
        self.render(example("expr"))
        self.page.keys("/")
        self.page.keys("a", Keys.ESCAPE)
        self.assertEqual(self.page.run("return [document.getElementById('found').hidden, document.getElementById('find').value]"), [True, ""])

    def test_a_step_is_told_though_a_box_has_the_focus(self):
        self.render(example("expr"), at_end=False)
        page = self.page
        page.find("#stage").send_keys(Keys.ARROW_DOWN)
        self.assertEqual(page.find("#phase").get_attribute("data-phase"), "value")
        page.keys(Keys.ARROW_RIGHT)
        self.assertEqual(page.find("#phase").get_attribute("data-phase"), "backward")

    def test_capital_letters_and_equals(self):
        self.render(example("expr"))
        scale = "return gradviz.stage.camera.place.scale"
        before = self.page.run(scale)
        self.page.find("#stage").send_keys("=")
        self.assertGreater(self.page.run(scale), before)
        self.page.keys("F")
        self.assertAlmostEqual(self.page.run(scale), before, places=6)

    def test_find_goes_into_closed_modules(self):
        self.render(NETWORK)
        self.page.run("gradviz.app.open(-1, 0); gradviz.app.change({query: 'net.layers[1].neurons[2].w[1]'})")
        self.page.find("#results button").click()
        self.assertEqual(self.page.find("#inspector h2").text, "net.layers[1].neurons[2].w[1]")
        self.assertTrue(self.page.run("return gradviz.app.view.itemOf.has(gradviz.app.state.pinned.id)"))

    def test_a_double_click_opens_a_stack_of_calls(self):
        self.page.open(self.training("batch", "moons", "--steps", "2", "--sample", "all"))
        self.page.run("gradviz.page.point('double', gradviz.app.targetOf(gradviz.app.view.items.find((i) => i.calls?.length > 1)))")
        self.assertGreaterEqual(self.page.run("return gradviz.app.state.call"), 0)

    def test_a_double_click_opens_what_its_first_click_was_on(self):
        """The first click opens the panel, and another box moves under the pointer."""
        for width in [1440, 1920]:
            self.page.size(width, 900)
            for text in [example("mlp"), NETWORK]:
                self.render(text, "--depth", "2", at_end=False)
                page = self.page
                for index in page.run("return gradviz.app.view.items.filter((i) => i.calls?.length === 1).map((i) => i.index)"):
                    page.run("gradviz.app.open(-1); gradviz.app.pin(null)")
                    group, call = page.run(
                        "return [gradviz.stage.items[arguments[0]].group, gradviz.app.view.items[arguments[0]].calls[0]]", index)
                    webdriver.ActionChains(page.driver).move_to_element(group).click().pause(0.15).click().perform()
                    self.assertEqual(page.run("return gradviz.app.state.call"), call)

    def test_the_two_players_do_not_run_at_once(self):
        self.page.open(self.training("lecture", "lecture", "--steps", "20", "--sample", "all"))
        self.page.run("gradviz.playback.train(); gradviz.playback.play()")
        self.assertEqual(self.page.run("return [gradviz.playback.trainingTimer, gradviz.app.state.isPlaying]"), [0, True])
        self.page.run("gradviz.playback.train()")
        self.assertEqual(self.page.run("return [gradviz.playback.trainingTimer > 0, gradviz.app.state.isPlaying]"), [True, False])
        self.page.run("gradviz.playback.train()")


STATES = [
    ("expression", ""), ("forward", "gradviz.app.move(2)"), ("backward", "gradviz.app.move(8)"), ("end", "gradviz.app.move(gradviz.app.player.end)"),
    ("pinned", "gradviz.app.move(9); gradviz.app.pin({id: 0})"), ("pinned edge", "gradviz.app.move(9); gradviz.app.pin({edge: [4, 1]})"),
    ("order", "gradviz.app.move(6); gradviz.app.change({isOrderOpen: true})"), ("hidden", "gradviz.app.move(10); gradviz.app.change({isHiding: true}); gradviz.app.pin({id: 0})"),
    ("found", "gradviz.app.change({query: 'a'})"), ("edge numbers", "gradviz.app.move(10); gradviz.app.change({hasEdgeNumbers: true})"),
    ("by data", "gradviz.app.change({overlay: 'data'})"), ("by gradient", "gradviz.app.move(10); gradviz.app.change({overlay: 'grad'})"),
    ("pointed", "gradviz.app.change({pointed: {id: 4}})"), ("edited", "gradviz.app.edit(0, 5); gradviz.app.pin({id: 0})"), ("help", "gradviz.page.help()"),
    ("leaves", "document.getElementById('leaves').click(); document.querySelector('.descent-bar button').click()"),
]


class AccessStatesTests(StageTest):
    """axe-core finds nothing, in twenty states of two themes."""

    def pages_and_states(self):
        path = os.path.join(self.folder, "axe.html")
        gradviz("render", "-", "-o", path, text=example("expr"))
        for name, script in STATES:
            yield name, path, script
        network = os.path.join(self.folder, "axe-network.html")
        gradviz("render", "-", "-o", network, text=NETWORK)
        yield "network", network, ""
        yield "a module pinned", network, "gradviz.app.pin({box: gradviz.app.view.items.findIndex((i) => i.calls)})"
        yield "inside a module", network, "gradviz.app.open(2)"
        culprit = os.path.join(self.folder, "axe-culprit.html")
        gradviz("render", "-", "-o", culprit, text=CULPRIT)
        yield "not finite", culprit, "gradviz.app.move(gradviz.app.player.end); gradviz.app.pin({id: 3})"
        lecture = self.training("lecture", "lecture", "--steps", "20", "--sample", "all")
        yield "timeline", lecture, ""
        # Pending and dimmed text beside what is pinned carries information too.
        yield "dimmed", network, "gradviz.app.move(gradviz.app.player.forwardEnd + 3); gradviz.app.change({hasEdgeNumbers: true}); gradviz.app.pin({id: 0})"
        dead = os.path.join(self.folder, "axe-dead.html")
        gradviz("render", "-", "-q", "-o", dead, text="x = 1.0; w = -2.0\nh = (w * x).relu()  # the unit\nL = h + x * 2")
        yield "dead", dead, "gradviz.app.move(gradviz.app.player.end); gradviz.app.change({hasEdgeNumbers: true}); gradviz.app.pin({id: 1})"
        yield "captions", dead, "gradviz.app.move(3)"
        twice = os.path.join(self.folder, "axe-twice.html")
        gradviz("render", "-", "-q", "-o", twice, text="a = 3.0\nb = a + a\nb.backward()\nb.backward()")
        yield "left from before", twice, "gradviz.app.goToStep(1); gradviz.app.pin({id: 0})"
        yield "the menu", path, "document.getElementById('menu').showPopover()"
        yield "presented", dead, "gradviz.app.change({isPresenting: true}); gradviz.app.move(4)"
        yield "embedded", path, "gradviz.app.isEmbedded = true; gradviz.app.pin({id: 4})"
        moons = self.training("moons", "moons", "--steps", "20", "--every", "5")
        yield "the plane", moons, ""
        yield "a point picked", moons, "document.querySelectorAll('.sample')[3].dispatchEvent(new MouseEvent('click', {bubbles: true})); gradviz.app.move(gradviz.app.player.end)"
        yield "a slope", path, "gradviz.app.move(gradviz.app.player.end); gradviz.app.pin({id: 0})"
        yield "sliders of a network", network, "document.getElementById('leaves').click()"
        yield "descended", network, "document.getElementById('leaves').click(); document.querySelector('[aria-label^=\"Ten steps down\"]').click()"
        yield "a word that is no number", path, "gradviz.app.pin({id: 0}); const f = document.querySelector('#inspector .edit'); f.value = 'two'; f.dispatchEvent(new Event('change'))"
        yield "embedded for real", path + "#embed&at=9", ""
        yield "compared", lecture, "gradviz.playback.togglePin(); gradviz.playback.goToStep(5)"

    def test_axe(self):
        with open(AXE) as file:
            axe = file.read()
        states = list(self.pages_and_states())
        self.assertGreaterEqual(len(states), 20)
        for scheme in ["light", "dark"]:
            page = browser(scheme)
            for name, path, script in states:
                with self.subTest(name, scheme=scheme):
                    page.open(path)
                    page.run(script)
                    page.run(axe)
                    page.driver.set_script_timeout(60)
                    # Of axe's rules only that of contrast sees the theme.
                    options = {"resultTypes": ["violations"], **({"runOnly": ["color-contrast"]} if scheme == "dark" else {})}
                    found = page.driver.execute_async_script("""
                        const done = arguments[1];
                        axe.run(document, arguments[0]).then((r) => done(r.violations.map((v) =>
                          [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? ''))])), (e) => done(String(e)));""", options)
                    self.assertEqual(found, [])
                    self.assertEqual(page.run(explorer_tests.AccessTests.CONTRAST), [])


class PictureTests(StageTest):
    """Ten states in two themes look as they were kept, but for what fonts and edges of pixels do."""

    def states(self):
        yield from [(name, example("expr"), script) for name, script in STATES if name in
                    ("expression", "forward", "backward", "pinned", "order", "by gradient")]
        yield "network", NETWORK, "gradviz.app.move(gradviz.app.player.forwardEnd + 5)"
        yield "reused", REUSED, "gradviz.app.move(gradviz.app.player.end - 1); gradviz.app.change({hasEdgeNumbers: true})"
        yield "culprit", CULPRIT, "gradviz.app.move(gradviz.app.player.end)"
        yield "long names", LONG, "gradviz.app.move(gradviz.app.player.end); gradviz.app.change({pointed: {id: 2}})"

    def test_pictures(self):
        os.makedirs(PICTURES, exist_ok=True)
        states = list(self.states())
        self.assertEqual(len(states), 10)
        for scheme in ["light", "dark"]:
            page = browser(scheme)
            for name, text, script in states:
                path = os.path.join(self.folder, "picture.html")
                gradviz("render", "-", "-q", "-o", path, text=text)
                page.open(path)
                page.run(script)
                picture = page.picture().resize((360, 225), Image.LANCZOS)
                kept = os.path.join(PICTURES, f"{name.replace(' ', '-')}-{scheme}.png")
                if os.environ.get("GRADVIZ_RECORD"):
                    picture.quantize(64, dither=Image.Dither.NONE).save(kept, optimize=True)
                    continue
                with self.subTest(name, scheme=scheme), Image.open(kept) as image:
                    self.assertLess(difference(picture, image.convert("RGB")), SEEN)

    def test_a_difference_that_is_seen_is_measured(self):
        if os.environ.get("GRADVIZ_RECORD"):
            self.skipTest("pictures are being written")
        names = [f for f in os.listdir(PICTURES) if f.endswith("-light.png")]
        images = {name: Image.open(os.path.join(PICTURES, name)).convert("RGB") for name in names}
        for name, image in images.items():
            self.assertEqual(difference(image, image), 0)
            others = [difference(image, other) for key, other in images.items() if key != name]
            self.assertGreater(min(others), SEEN)


def difference(a, b):
    """How much two pictures differ where they differ most, after small shifts are blurred away, from 0 to 255."""
    blurred = [image.convert("RGB").filter(ImageFilter.GaussianBlur(3)) for image in (a, b)]
    delta = ImageChops.difference(*blurred).convert("L").resize((24, 15), Image.BOX)
    return max(delta.getdata()) if ImageStat.Stat(delta).sum[0] else 0


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
