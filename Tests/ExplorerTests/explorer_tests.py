"""Drives the explorer's page in a headless Chromium and compares what it shows with the engine's numbers.

    /usr/bin/python3 Tests/ExplorerTests/explorer_tests.py [path of gradviz]

Needs Debian's chromium, chromium-driver and python3-selenium, which scripts/setup-explorer-tests.sh installs.
"""

import atexit
import base64
import functools
import io
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRADVIZ = os.environ.get("GRADVIZ", os.path.join(ROOT, ".build", "debug", "gradviz"))

HOSTILE = [
    "</script><img src=x onerror=window.hacked=1>",
    "]]>", "<!--", "<script>window.hacked=1</script>", "\"'`", "back\\slash\\", "&amp;&lt;", "a|b{c}<d>",
    "\u202egnol\u202c", "x" * 5000, "🎉é\u0301", "tab\tnew\nline", "${window.hacked=1}", "</style>", "\u2028\u2029",
]


def visible(label):
    """A label with its control characters shown, as drawings show it."""
    pictures = {**{code: 0x2400 + code for code in range(32)}, 0x7F: 0x2421}
    hidden = [*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF]
    return label.translate({**pictures, **dict.fromkeys(hidden, 0xFFFD)})


EVERY_OPERATION = """
a = 1.3; b = -0.7; c = 2.5; z = 0.0
s = a + b * c - a / c + c ** 2 + a ** b + 2 ** a
u = a.exp() + c.log() + b.tanh() + b.relu() + a.relu() + z.relu() + b.sigmoid() + a.sin() + b.cos() + c.sqrt()
v = b.abs() + z.abs() + max(a, c) + min(a, c) + max(a, a) + b.softplus() - (-a)
L = s * u + v
"""


def gradviz(*arguments, text=None):
    return subprocess.run(
        [GRADVIZ, *arguments], input=text, capture_output=True, text=True, check=True).stdout


class Page:
    """The page in a browser."""

    def __init__(self, width=1440, height=900, scheme="light", motion="reduce"):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.size(width, height)
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [
                {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": motion}]})

    def size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def open(self, path, state=""):
        # Another address than before, or the browser only scrolls.
        self.driver.get("about:blank")
        self.driver.get("file://" + path + state)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def keys(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def picture(self):
        """What it looks like."""
        from PIL import Image
        data = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
        return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "DEBUG"]

    def requests(self):
        """The addresses that the page asked for, itself left out."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("file://", "about:", "blob:")) or not url.split("#")[0].endswith(".html"):
                    if url != "about:blank":
                        urls.append(url)
        return urls

    @property
    def end(self):
        return self.run("return gradviz.app.player.end")

    @property
    def position(self):
        return self.run("return gradviz.app.state.position")


@functools.cache
def started(scheme, motion):
    page = Page(scheme=scheme, motion=motion)
    atexit.register(page.driver.quit)
    return page


def browser(scheme="light", motion="reduce"):
    """One for all classes, as starting it takes longer than most tests; as good as new."""
    page = started(scheme, motion)
    page.size(1440, 900)
    page.driver.set_script_timeout(30)
    page.errors(), page.requests()
    return page


@functools.cache
def folder():
    """For the pages of all classes, as some of them take seconds to make."""
    path = tempfile.mkdtemp(prefix="gradviz-explorer-")
    atexit.register(shutil.rmtree, path)
    return path


class ExplorerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = folder()
        cls.page = browser()

    def tearDown(self):
        self.assertEqual(self.page.errors(), [])
        self.assertEqual(self.page.requests(), [])

    def render(self, text, *arguments, at_end=True):
        """Opens the page of an expression, at its end unless said otherwise, and gives the engine's graph of it."""
        path = os.path.join(self.folder, f"{self.id()}.html")
        gradviz("render", "-", "-o", path, *arguments, text=text)
        self.page.open(path)
        if at_end:
            self.page.run("gradviz.app.move(gradviz.app.player.end)")
        return json.loads(gradviz("render", "-", "-T", "json", text=text))

    def wait(self, script, seconds=5):
        """Until a script gives something true."""
        WebDriverWait(self.page.driver, seconds).until(lambda driver: driver.execute_script(script), script)

    def near(self, shown, expected, tolerance=1e-12):
        if isinstance(expected, str):
            expected = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[expected]
        if math.isnan(expected):
            self.assertTrue(shown is None or math.isnan(shown))
        elif math.isinf(expected):
            # Through the driver, infinities come as None.
            self.assertTrue(shown is None or shown == expected, f"{shown} {expected}")
        else:
            self.assertIsNotNone(shown)
            self.assertLessEqual(abs(shown - expected), tolerance * max(1, abs(expected)))


class PlayerTests(ExplorerTest):
    def test_steps_with_the_keyboard_alone(self):
        for name in ["expr.txt", "neuron.txt", "mlp.txt", "cross_entropy.txt"]:
            with self.subTest(name), open(os.path.join(ROOT, "Examples", name)) as file:
                graph = self.render(file.read())
                page = self.page
                page.run("gradviz.app.open(-1, 9)")
                page.keys(Keys.HOME)
                self.assertEqual(page.position, 0)
                leaves = {node["id"] for node in graph["nodes"] if not node["op"]}
                known = set(leaves)
                while page.position < page.end:
                    page.keys(Keys.ARROW_RIGHT)
                    step = page.run(
                        "const s = gradviz.app.player.stepBefore(gradviz.app.state.position);"
                        "return {kind: s.kind, id: s.item ? s.item.id : null, to: s.to ? s.to.id : null}")
                    if step["kind"] == "forward":
                        known.add(step["id"])
                        self.near(page.run("return gradviz.shown(arguments[0]).data", step["id"]), graph["nodes"][step["id"]]["data"])
                    for node in graph["nodes"]:
                        shown = page.run("return gradviz.shown(arguments[0]).data", node["id"])
                        self.assertEqual(shown is not None, node["id"] in known)
                    if len(graph["nodes"]) > 30 and page.position > 12:
                        page.keys(Keys.END)
                        known = {node["id"] for node in graph["nodes"]}
                for node in graph["nodes"]:
                    shown = page.run("return gradviz.shown(arguments[0])", node["id"])
                    self.near(shown["data"], node["data"], 0)
                    if node.get("role") != "constant":
                        self.near(shown["grad"], node["grad"], 0)

    def test_contributions_add_up_to_the_gradient(self):
        graph = self.render(EVERY_OPERATION)
        sums = self.page.run("""
            const {player} = gradviz.app;
            return player.view.items.map((item) => [item.id,
              player.seeds[item.index] + player.deposits[item.index].reduce((sum, [, amount]) => sum + amount, 0)]);
            """)
        for id, total in sums:
            node = graph["nodes"][id]
            if node.get("role") != "constant":
                self.near(total, node["grad"])

    def test_running_sums_are_visible(self):
        self.render("a = 3.0\nb = a * a + a")
        page = self.page
        page.keys(Keys.HOME)
        seen = []
        while page.position < page.end:
            page.keys(Keys.ARROW_RIGHT)
            seen.append(page.run("return gradviz.shown(0).gradText"))
        self.assertEqual([text for index, text in enumerate(seen) if index == 0 or text != seen[index - 1]],
                         ["grad —", "grad 1", "grad 4", "grad 7"])

    def test_phases_and_speed(self):
        self.render("a = 2.0; b = a * a; c = b + a")
        page = self.page
        page.keys(Keys.HOME)
        page.keys(Keys.SHIFT + Keys.ARROW_RIGHT)
        self.assertEqual(page.find("#phase").text.lower(), "forward")
        self.assertEqual(page.position, 2)
        page.keys(Keys.SHIFT + Keys.ARROW_RIGHT)
        self.assertEqual(page.position, page.end)
        page.keys(Keys.SHIFT + Keys.ARROW_LEFT)
        self.assertEqual(page.position, 2)
        page.run("gradviz.app.change({speed: 50}); gradviz.app.move(0)")
        page.keys(Keys.SPACE)
        page.driver.set_script_timeout(20)
        page.driver.execute_async_script(
            "const done = arguments[0]; const wait = () => gradviz.app.state.isPlaying ? setTimeout(wait, 20) : done(); wait();")
        self.assertEqual(page.position, page.end)

    def test_without_gradients_there_is_no_backward_phase(self):
        self.render("a = 2.0; b = a * a", "--no-backward")
        self.assertEqual(self.page.end, 1)
        self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad —")


class FormulaTests(ExplorerTest):
    def test_edges_explain_the_chain_rule(self):
        self.render("a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f")
        page = self.page
        page.run("""
            const {view} = gradviz.app;
            gradviz.app.pin({edge: [4, 0]});
            """)
        text = self.formulas("#inspector")
        self.assertIn("a.grad+=e.grad·∂e∂a=(−2)·(−3)=b=6", text, "with the reason under the local derivative")
        self.assertIn("e=a·b=2·(−3)=−6", text)

    def formulas(self, selector):
        """The mathematics inside an element, without its spaces."""
        return self.page.run(
            "return [...document.querySelectorAll(arguments[0] + ' math')].map((m) => m.textContent.replace(/\\s/g, ''))", selector)

    def test_pointing_shows_the_formula_in_the_strip_and_clicking_pins(self):
        self.render("a = 2.0; b = -3.0\ne = a * b")
        page = self.page
        item = page.find('g.item[aria-label^="a,"]')
        webdriver.ActionChains(page.driver).move_to_element(item).perform()
        self.assertEqual(self.formulas("#strip"), ["a=2a.grad=−3"])
        item.click()
        self.assertEqual(page.find("#inspector h2").text, "a")
        self.assertIn("near", page.find('g.item[aria-label^="e,"]').get_attribute("class").split())
        page.keys(Keys.ESCAPE)
        self.assertIsNone(page.run("return gradviz.app.state.pinned"))

    def test_a_page_that_moves_under_a_mouse_at_rest_is_not_pointed_at(self):
        self.render("a = 3.0; b = a + a", at_end=False)
        page = self.page
        page.run("gradviz.app.change({speed: 10})")
        # The formula of the first step takes the place of the button.
        webdriver.ActionChains(page.driver).move_to_element(page.find("#begin")).click().perform()
        self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        self.assertIsNone(page.run("return gradviz.app.state.pointed"))
        self.assertIn("both uses add up", page.find("#remark").text)
        term = page.find("#formula .term")
        webdriver.ActionChains(page.driver).move_to_element(term).perform()
        self.assertIsNotNone(page.run("return gradviz.app.state.pointed"))

    def test_paths_multiply_and_add_up(self):
        graph = self.render("x = 1.5\ny = x * x\nL = (y + x).tanh() * y")
        found = self.page.run("return gradviz.paths(0)")
        self.assertEqual(len(found["paths"]), 5)
        self.near(sum(path["product"] for path in found["paths"]), graph["nodes"][0]["grad"])

    def test_nudging_measures_the_slope(self):
        self.render("a = 2.0; b = a ** 3")
        self.page.run("gradviz.app.goTo(0)")
        rows = [row.text for row in self.page.all(".nudge tbody tr")]
        self.assertEqual(rows, ["1 27 19", "0.1 9.261 12.61", "0.01 8.121 12.06", "0.001 8.012 12.01", "→ 0 8 grad 12"])


class EditingTests(ExplorerTest):
    def check(self, text, edits):
        """Changes inputs in the page, and compares with the engine's numbers for them."""
        self.render(text)
        names = {name: index for index, name in enumerate(
            self.page.run("return [...gradviz.app.graph.labels].filter(([id]) => gradviz.app.graph.op[id] === 0).sort((a, b) => a[0] - b[0]).map(([, label]) => label)"))}
        ids = self.page.run("return Object.fromEntries([...gradviz.app.graph.labels].map(([id, label]) => [label, id]))")
        self.assertTrue(names)
        for edit in edits:
            settings = []
            for name, number in edit.items():
                self.page.run(f"gradviz.app.edit(arguments[0], {js(number)})", ids[name])
                settings += ["--set", f"{name}={number}"]
            engine = json.loads(gradviz("render", "-", "-T", "json", *settings, text=text))
            numbers = self.page.run(
                "const n = gradviz.numbers(); const text = (x) => Number.isFinite(x) ? x : String(x);"
                "return {data: n.data.map(text), grad: n.grad.map(text)}")
            for node in engine["nodes"]:
                for what in ["data", "grad"]:
                    if what in node:
                        self.near(numeric(numbers[what][node["id"]]), numeric(node[what]))
            self.page.run("gradviz.app.setEdits(new Map())")

    def test_every_operation(self):
        generator = random.Random(7)
        edits = [{"a": generator.uniform(0.1, 3), "b": generator.uniform(-3, 3), "c": generator.uniform(0.1, 3)} for _ in range(12)]
        self.check(EVERY_OPERATION, edits)

    def test_kinks_and_numbers_that_are_not_finite(self):
        text = "a = 1.0; b = 2.0\nL = " + " + ".join(
            ["a.relu()", "a.abs()", "max(a, b)", "min(a, b)", "a * b", "a / b", "a.exp()", "a.tanh()", "a.sigmoid()", "a.softplus()", "a ** b"])
        self.check(text, [
            {"a": 0.0, "b": 0.0}, {"a": 0.0, "b": 1.0}, {"a": 1.0, "b": 1.0}, {"a": -1.0, "b": 2.0}, {"a": -1.0, "b": 0.5},
            {"a": "inf", "b": 1.0}, {"a": "-inf", "b": 2.0}, {"a": "nan", "b": 1.0}, {"a": 1.0, "b": "inf"},
            {"a": 1.0, "b": "nan"}, {"a": 800.0, "b": 1.0}, {"a": -800.0, "b": 1.0}, {"a": 0.0, "b": -1.0}, {"a": -1.0, "b": "inf"},
        ])

    def test_each_operation_alone(self):
        for op in ["exp", "log", "tanh", "relu", "sigmoid", "sin", "cos", "sqrt", "abs", "softplus"]:
            self.check(f"a = 1.0\nL = a.{op}()", [{"a": x} for x in [-40.0, -1.0, -1e-9, 0.0, 1e-9, 0.3, 20.0, 700.0, "inf", "-inf", "nan"]])
        for form in ["a + b", "a - b", "a * b", "a / b", "a ** b", "max(a, b)", "min(a, b)", "a ** 2", "2 ** a", "-a + b"]:
            self.check(f"a = 1.0; b = 2.0\nL = {form}\n", [{"a": x, "b": y} for x in [-1.5, 0.0, 1.0, "inf", "nan"] for y in [-2.0, 0.0, 0.5, "-inf"]]
                       if "b" in form else [{"a": x} for x in [-1.5, 0.0, 1.0, "inf", "nan"]])

    def test_typing_a_number(self):
        self.render("a = 2.0; b = -3.0\ne = a * b")
        self.page.run("gradviz.app.goTo(0)")
        field = self.page.find(".edit")
        field.clear()
        field.send_keys("5", Keys.ENTER)
        self.assertEqual(self.page.run("return gradviz.shown(2).dataText"), "data −15")
        self.assertEqual(self.page.run("return gradviz.shown(1).gradText"), "grad 5")
        self.wait("return location.hash.includes('set=0%3A5')")
        self.page.driver.refresh()
        self.assertEqual(self.page.run("return gradviz.shown(2).dataText"), "data −15", "the address keeps it")

    def test_predicting_before_revealing(self):
        self.render("a = 2.0; b = -3.0\ne = a * b")
        page = self.page
        page.find("#hide").click()
        self.assertEqual(page.run("return gradviz.shown(0).gradText"), "grad ?")
        page.run("gradviz.app.goTo(0)")
        self.assertNotIn("−3", page.find("#inspector").text)
        page.find("#inspector form input").send_keys("4", Keys.ENTER)
        self.assertEqual(page.run("return gradviz.shown(0).gradText"), "grad ?", "a wrong guess can be tried again")
        page.find("#inspector form input").clear()
        page.find("#inspector form input").send_keys("−3", Keys.ENTER)
        self.assertIn("Right", page.find("#words").text)
        self.assertEqual(page.run("return gradviz.shown(0).gradText"), "grad −3")
        self.assertEqual(page.run("return gradviz.shown(1).gradText"), "grad ?")


class FindingTests(ExplorerTest):
    def test_queries(self):
        self.render("alpha = 2.0; b = -3.0\ne = alpha * b\nd = e.relu()\nL = d + alpha.tanh() + (b - 1).log()")
        for query, expected in [
            ("alph", 1), ("op:relu", 1), ("op:+", 2), ("dead", 1), ("nan", 2), ("data<-2.5", 3), ("input", 2), ("op:none", 0), ("", 0),
        ]:
            with self.subTest(query):
                self.assertEqual(self.page.run("gradviz.app.change({query: arguments[0]}); return gradviz.app.found.size", query), expected)

    def test_keyboard(self):
        self.render("alpha = 2.0; b = -3.0\ne = alpha * b")
        self.page.keys("/")
        self.page.keys("alpha", Keys.ENTER)
        self.assertEqual(self.page.find("#inspector h2").text, "alpha")


class ModuleTests(ExplorerTest):
    BATCH = "net = MLP(2, [16, 16, 1], seed=1, activation='relu')\n" + "\n".join(
        f"l{i} = (1 - net([{i / 7}, {-i / 5}])).relu()" for i in range(30)) + "\nloss = (" + " + ".join(f"l{i}" for i in range(30)) + ") / 30"

    def test_every_view_shows_the_engines_numbers(self):
        graph = self.render(self.BATCH)
        self.assertGreater(len(graph["nodes"]), 15000)
        calls = self.page.run("return gradviz.app.graph.calls.length")
        self.assertEqual(calls, 30 * 37)
        self.assertLess(self.page.run("return gradviz.app.graph.views.length"), 12)
        for call in [-1, 0, 1, 2, 18, 19, 36, 40, 37 * 17 + 20]:
            self.page.run("gradviz.app.open(arguments[0])", call)
            for id, shown in self.page.run(
                    "return gradviz.app.view.items.filter((i) => i.id !== undefined).map((i) => [i.id, gradviz.shown(i.id)])"):
                node = graph["nodes"][id]
                self.near(shown["data"], node["data"], 0)
                if node.get("role") != "constant":
                    self.near(shown["grad"], node["grad"], 0)
            inside = self.page.run("""
                const {view} = gradviz.app;
                let count = 0;
                for (let id = view.start; id < view.end; id++) if (view.graph.op[id] !== 0 && view.itemFor(id)) count++;
                return count;""")
            computed = self.page.run(
                "const {view, graph} = gradviz.app; let n = 0; for (let id = view.start; id < view.end; id++) if (graph.op[id] !== 0) n++; return n")
            self.assertEqual(inside, computed, "every value is in an item or in a box")

    def test_drilling_down_and_up(self):
        self.render(self.BATCH)
        page = self.page
        page.run("gradviz.app.open(0)")
        self.assertEqual([crumb.text for crumb in page.all("#crumbs li")], ["graph", "net"])
        page.run("gradviz.app.goTo(gradviz.app.graph.calls[20].end - 1)")
        self.assertIn("neurons", page.all("#crumbs li")[-1].text + page.find("#inspector").text)
        page.keys(Keys.ESCAPE)
        page.keys(Keys.ESCAPE)
        page.all("#crumbs button")[0].click()
        self.assertEqual(page.run("return gradviz.app.view.call"), -1)

    def test_frames_open_by_click(self):
        with open(os.path.join(ROOT, "Examples", "mlp.txt")) as file:
            self.render(file.read())
        self.page.find(".frame text").click()
        self.assertGreaterEqual(self.page.run("return gradviz.app.view.call"), 0)


class TimelineTests(ExplorerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_folder = os.path.join(cls.folder, "run")
        gradviz("train", "moons", "--steps", "100", "--record", cls.run_folder, "--frames", "none", "--every", "5")
        with open(os.path.join(cls.run_folder, "run.jsonl")) as file:
            lines = [json.loads(line) for line in file]
        cls.steps = [line for line in lines if "data" in line]

    def setUp(self):
        self.page.open(os.path.join(self.run_folder, "timeline.html"))
        self.page.run("gradviz.app.change({position: gradviz.app.player.backwardEnd})")

    def places(self):
        return self.page.run(
            "return gradviz.stage.items.map((n) => { const b = n.group.querySelector('text').getBoundingClientRect(); return [n.item.x, n.item.y, b.top] })")

    def test_numbers_change_in_place(self):
        before = self.places()
        for at in [0, 7, len(self.steps) - 1]:
            self.page.run("gradviz.playback.goToStep(arguments[0])", at)
            self.assertEqual(self.places(), before)
            recorded = self.steps[at]
            for id, shown in self.page.run(
                    "return gradviz.app.view.items.filter((i) => i.id !== undefined).map((i) => [i.id, gradviz.shown(i.id)])"):
                self.near(shown["data"], recorded["data"][id], 0)
                if recorded["grad"][id] is not None:
                    self.near(shown["grad"] or 0, recorded["grad"][id], 0)
            self.assertIn(f"step {recorded['step']}", self.page.find(".caption").text)

    def test_slider_and_curve_are_linked(self):
        page = self.page
        page.run("const s = document.querySelector('.steps'); s.value = 3; s.dispatchEvent(new Event('input'))")
        self.assertEqual(page.run("return gradviz.app.state.at"), 3)
        curve = page.find(".curve")
        webdriver.ActionChains(page.driver).move_to_element_with_offset(curve, 0, 0).click().perform()
        self.assertAlmostEqual(page.run("return gradviz.app.run.kept[gradviz.app.state.at].step"), 50, delta=6)
        x = float(page.find(".curve .cursor").get_attribute("x1"))
        self.assertAlmostEqual(x, 1000 * page.run("return gradviz.app.run.kept[gradviz.app.state.at].index") / 99, delta=0.5)

    def test_two_steps_compare(self):
        page = self.page
        page.run("gradviz.playback.goToStep(2)")
        page.keys("p")
        page.run("gradviz.playback.goToStep(6)")
        id = page.run("return gradviz.app.view.items.find((i) => i.isComputed && i.id !== undefined).id")
        page.run("gradviz.app.goTo(arguments[0])", id)
        change = page.run("return gradviz.app.numbers.data[arguments[0]] - gradviz.app.run.reference(gradviz.app.state.at, gradviz.app.state.pinnedStep).data[arguments[0]]", id)
        self.near(change, self.steps[6]["data"][id] - self.steps[2]["data"][id], 0)
        self.assertIn(f"since step {self.steps[2]['step']}", page.find("#inspector").text)

    def test_state_is_in_the_address(self):
        self.page.run("gradviz.playback.goToStep(4)")
        self.wait("return location.hash.includes('step=4')")
        self.page.driver.refresh()
        self.assertEqual(self.page.run("return gradviz.app.state.at"), 4)

    def test_updates_are_a_phase(self):
        folder = os.path.join(self.folder, "lecture")
        gradviz("train", "lecture", "--steps", "4", "--record", folder, "--frames", "none", "--sample", "all")
        self.page.open(os.path.join(folder, "timeline.html"))
        self.page.run("gradviz.playback.goToStep(1); gradviz.app.open(gradviz.app.graph.calls.findIndex((c) => c.name === 'layers[0].neurons[0]'))")
        self.page.run("gradviz.app.move(gradviz.app.player.backwardEnd + 1)")
        self.assertEqual(self.page.find("#phase").text.lower(), "update")
        self.assertIn("−lr·w[0].grad=", self.page.find("#formula").get_attribute("textContent").replace("\u00a0", "").replace(" ", ""))


class SafetyTests(ExplorerTest):
    def test_hostile_labels_are_text(self):
        nodes = [{"id": i, "op": "", "label": label, "data": 1.0, "grad": 1.0, "prev": []} for i, label in enumerate(HOSTILE)]
        previous = 0
        for index in range(1, len(HOSTILE)):
            nodes.append({"id": len(nodes), "op": "+", "label": "" if index % 2 else HOSTILE[index], "data": index + 1.0, "grad": 1.0, "prev": [previous, index]})
            previous = len(nodes) - 1
        graph = {"format": "gradviz-graph", "version": 1, "root": previous, "backward": True, "nodes": nodes,
                 "modules": [{"path": HOSTILE[0], "call": 0, "nodes": [len(HOSTILE), len(nodes)]}]}
        path = os.path.join(self.folder, "hostile.html")
        gradviz("render", "-", "-o", path, "--title", HOSTILE[0], text=json.dumps(graph))
        self.page.open(path)
        self.assertIsNone(self.page.run("return window.hacked ?? null"))
        self.assertEqual(len(self.page.all("img")), 0)
        texts = self.page.run("return [...document.querySelectorAll('#stage .label')].map((t) => t.textContent)")
        for label in HOSTILE:
            whole = visible(label)
            self.assertTrue(any(text == whole or (text.endswith("…") and len(text) > 20 and whole.startswith(text[:-1])) for text in texts), label)
        for id in range(len(HOSTILE)):
            self.page.run("gradviz.app.goTo(arguments[0])", id)
        self.page.run("gradviz.app.change({query: '<'}); gradviz.app.change({query: 'script'})")
        self.assertIsNone(self.page.run("return window.hacked ?? null"))

    def test_policy_forbids_requests(self):
        self.render("a = 1.0; b = a * a")
        blocked = self.page.driver.execute_async_script(
            "const done = arguments[0]; fetch('https://example.invalid/').then(() => done('sent'), () => done('blocked'));")
        self.assertEqual(blocked, "blocked")
        self.assertTrue(any("Content Security Policy" in message for message in self.page.errors()))
        self.assertEqual([url for url in self.page.requests() if "example" in url], [])

    def test_a_browser_that_cannot_read_the_script_says_so(self):
        self.render("a = 1.0; b = a * a")
        path = os.path.join(self.folder, f"{self.id()}.html")
        with open(path) as file:
            html = file.read()
        with open(path, "w") as file:
            file.write(html.replace('id="packed">', 'id="packed">what is newer than this browser;'))
        self.page.open(path)
        self.assertIn("needs a browser", self.page.find("p.noscript").text)
        self.assertTrue(any("SyntaxError" in message for message in self.page.errors()))

    def test_unknown_operations_are_shown(self):
        graph = {"root": 2, "nodes": [
            {"id": 0, "op": "", "label": "a", "data": 2.0, "grad": 4.0}, {"id": 1, "op": "", "label": "b", "data": 3.0, "grad": 1.0},
            {"id": 2, "op": "hypot3", "data": 3.6, "grad": 1.0, "prev": [0, 1, 1], "local": [4.0, 0.5, 0.5]}]}
        path = os.path.join(self.folder, "unknown.html")
        gradviz("render", "-", "-o", path, text=json.dumps(graph))
        self.page.open(path)
        self.page.run("gradviz.app.move(gradviz.app.player.end)")
        self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 4")
        self.assertFalse(self.page.run("return gradviz.app.canEdit"))
        self.page.run("gradviz.app.goTo(0)")
        self.assertEqual(self.page.all(".editor"), [])

    def test_download_is_an_svg(self):
        self.render("a = 1.0; b = a * a")
        text = self.page.driver.execute_async_script("""
            const done = arguments[0];
            const create = URL.createObjectURL;
            URL.createObjectURL = (blob) => { blob.text().then(done); return create(blob); };
            HTMLAnchorElement.prototype.click = () => {};
            document.getElementById('download').click();""")
        self.assertTrue(text.startswith("<svg") and "data " in text and "stroke" in text)
        import xml.etree.ElementTree
        xml.etree.ElementTree.fromstring(text)


class AccessTests(ExplorerTest):
    """Names, roles, order of focus, contrast."""

    CONTRAST = """
        const channel = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
        const parse = (text) => {
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.fillStyle = '#000'; canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        const background = (element) => {
          for (let e = element; e; e = e.parentElement) {
            if (e instanceof SVGElement) {
              const box = e.closest('.item')?.querySelector(':scope > rect');
              if (box) { const fill = getComputedStyle(box).fill; if (fill !== 'none') return parse(fill); }
              continue;
            }
            const color = getComputedStyle(e).backgroundColor;
            if (!/rgba\\(.*, 0\\)|transparent/.test(color)) return parse(color);
          }
          return [255, 255, 255];
        };
        const poor = [];
        for (const element of document.querySelectorAll('h1, h2, h3, p, button, label, dt, dd, li, output, span, text')) {
          const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
          const box = element.getBoundingClientRect();
          const operation = element.closest('.operation');
          if (!own || !box.width || element.closest(':disabled, .chip') || operation) continue;
          const style = getComputedStyle(element);
          // What is dimmed is nearer to what is behind it.
          let opacity = 1;
          for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
          const behind = background(element), ink = parse(element instanceof SVGElement ? style.fill : style.color);
          const [a, b] = [light(ink.map((c, i) => c * opacity + behind[i] * (1 - opacity))), light(behind)];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) poor.push([element.textContent.slice(0, 30), ratio.toFixed(2)]);
        }
        return poor;
        """

    def test_contrast(self):
        for scheme in ["light", "dark"]:
            page = browser(scheme)
            path = os.path.join(self.folder, "contrast.html")
            gradviz("render", os.path.join(ROOT, "Examples", "mlp.txt"), "-o", path)
            page.open(path)
            self.assertEqual(page.run(self.CONTRAST), [], scheme)
            page.run("gradviz.app.move(0); gradviz.app.toPhaseEnd(1); gradviz.app.move(gradviz.app.state.position + 2)")
            page.run("gradviz.app.goTo(0)")
            poor = page.run("gradviz.app.pin(null);" + self.CONTRAST)
            self.assertEqual(poor, [], scheme)

    def test_everything_has_a_name(self):
        self.render("a = 2.0; b = a * a")
        self.page.run("gradviz.app.goTo(0)")
        nameless = self.page.run("""
            return [...document.querySelectorAll('button, input, select, [role=img], nav, aside, section[aria-label]')]
              .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim()))
              .map((e) => e.outerHTML.slice(0, 80));""")
        self.assertEqual(nameless, [])
        ids = self.page.run("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(self.page.run("return document.documentElement.lang"), "en")

    def test_tab_reaches_all_controls_in_order(self):
        self.render("a = 2.0; b = a * a")
        self.page.run("gradviz.app.pin({id: 0})")
        order = []
        for _ in range(80):
            self.page.keys(Keys.TAB)
            name = self.page.run("const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.textContent.slice(0, 20)")
            if order and name == order[0]:
                break
            order.append(name)
        for before, after in zip(["find", "overlay", "hide", "help", "stage", "inspector", "play", "speed", "progress"],
                                 ["overlay", "hide", "help", "stage", "inspector", "play", "speed", "progress", "zoom-in"]):
            self.assertLess(order.index(before), order.index(after), order)

    def test_nothing_overflows(self):
        for width, height in [(1440, 900), (768, 1024), (390, 844)]:
            self.page.size(width, height)
            self.render("alpha_with_a_very_long_name_that_goes_on = 2.0; b = alpha_with_a_very_long_name_that_goes_on * 3\nc = b.tanh()")
            self.assertEqual(self.page.run("return document.documentElement.scrollWidth"), width)
            wide = self.page.run("""
                return gradviz.stage.items.flatMap((n) => [...n.group.querySelectorAll(':scope > text')].filter((t) => !t.classList.contains('tag') &&
                  t.getBBox().width > n.item.width + 1).map((t) => t.textContent));""")
            self.assertEqual(wide, [])
        self.page.size(1440, 900)

    def test_widest_numbers_fit(self):
        self.render("a = -8.888e-88; b = a * 1; c = b + 1e300; d = c * -1.111e-11")
        self.assertEqual(self.page.run("""
            return gradviz.stage.items.flatMap((n) => [...n.group.querySelectorAll(':scope > text')].filter((t) => t.getBBox().width > n.item.width)
              .map((t) => t.textContent));"""), [])


def js(number):
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(number, repr(number))


def numeric(value):
    if isinstance(value, str):
        return float(value.replace("Infinity", "inf").replace("NaN", "nan"))
    return float(value)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
