"""The explorer's page within other pages, on paper, on a wall, in files: in a headless Chromium.

    /usr/bin/python3 Tests/ExplorerTests/share_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs.
"""

import base64
import html
import io
import json
import os
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from PIL import Image
from selenium.webdriver.common.keys import Keys

import explorer_tests
from explorer_tests import HOSTILE, ExplorerTest, browser, gradviz
from stage_tests import NETWORK, StageTest, example

# A page around, which takes the height that it is told.
OUTER = """<!DOCTYPE html><meta charset="utf-8"><title>around</title>
<style>body { margin: 0 } .tall { height: 1500px; background: linear-gradient(#eee, #ccc) } iframe { width: 100%; height: 400px; border: 0 }</style>
<script>
window.heights = [];
addEventListener("message", ({ data, source }) => {
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow !== source || !data?.gradviz) continue;
    frame.style.height = `${data.gradviz.height}px`;
    heights.push(data.gradviz.height);
  }
});
</script>
<div class="tall"></div>FRAME<div class="tall"></div>
<script>SCRIPT</script>"""
# Around a drawing, in its units; see choice.js.
PAD = 10
SANDBOX = 'sandbox="allow-scripts"'


class EmbedTests(StageTest):
    """In every kind of frame the page plays to its end without an error, and the reader of the page around scrolls."""

    def frames(self, text):
        page = os.path.join(self.folder, "framed.html")
        gradviz("render", "-", "-q", "-o", page, text=text)
        with open(page, encoding="utf-8") as file:
            source = file.read()
        encoded = base64.b64encode(source.encode()).decode()
        quoted = html.escape(source)
        into = f"const bytes = Uint8Array.from(atob('{encoded}'), (c) => c.charCodeAt(0));"
        yield "srcdoc", f'<iframe name="embed" srcdoc="{quoted}"></iframe>', ""
        yield "sandboxed srcdoc", f'<iframe name="embed" {SANDBOX} srcdoc="{quoted}"></iframe>', ""
        yield "blob", "<iframe></iframe>", into + "document.querySelector('iframe').src = URL.createObjectURL(new Blob([bytes], {type: 'text/html'})) + '#embed';"
        yield "data", f'<iframe src="data:text/html;base64,{encoded}#embed"></iframe>', ""
        yield "sandboxed file", f'<iframe {SANDBOX} src="framed.html#embed"></iframe>', ""
        yield "file", '<iframe src="framed.html#embed"></iframe>', ""

    def open_around(self, frame, script=""):
        path = os.path.join(self.folder, "around.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(OUTER.replace("SCRIPT", script).replace("FRAME", frame))
        self.page.open(path)
        self.page.run("scrollTo(0, 1400)")
        self.wait("return window.heights.length > 0")
        self.page.driver.switch_to.frame(self.page.find("iframe"))
        self.wait("return window.gradviz !== undefined")

    def tearDown(self):
        self.page.driver.switch_to.default_content()
        self.assertEqual(self.page.errors(), [])

    def test_every_kind_of_frame_plays_to_the_end(self):
        for name, frame, script in self.frames(example("expr")):
            with self.subTest(name):
                self.open_around(frame, script)
                self.assertFalse(self.page.find(".tools").is_displayed(), "no head")
                self.page.run("gradviz.app.change({speed: 50})")
                self.page.find("#begin").click()
                self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
                self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 6")
                # What changes the address, where there is one, changes nothing else.
                self.page.run("gradviz.app.pin({id: 0}); gradviz.app.edit(0, 5)")
                self.assertTrue(self.page.find("#inspector").get_attribute("hidden"), "no panel")
                self.page.driver.execute_async_script("setTimeout(arguments[0], 200)")
                self.page.driver.switch_to.default_content()
                self.assertEqual(self.page.errors(), [])

    def test_the_page_around_scrolls_over_it(self):
        for name, frame, script in list(self.frames(example("expr")))[:2]:
            with self.subTest(name):
                self.open_around(frame, script)
                scale = self.page.run("return gradviz.stage.camera.place.scale")
                self.page.driver.switch_to.default_content()
                box = self.page.run("const b = document.querySelector('iframe').getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]")
                before = self.page.run("return scrollY")
                self.page.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {
                    "type": "mouseWheel", "x": box[0], "y": box[1], "deltaX": 0, "deltaY": 120})
                self.wait(f"return scrollY > {before} + 50")
                self.page.run(f"scrollTo(0, {before})")
                self.swipe(box[0], box[1] + 60, box[1] - 60)
                self.wait(f"return scrollY > {before} + 50")
                self.page.driver.switch_to.frame(self.page.find("iframe"))
                self.assertEqual(self.page.run("return gradviz.stage.camera.place.scale"), scale, "it did not zoom")

    def swipe(self, x, start, end):
        """A finger that goes up."""
        send = self.page.driver.execute_cdp_cmd
        send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
        try:
            send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": start}]})
            for step in range(21):
                send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": start + (end - start) * step / 20}]})
            send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        finally:
            send("Emulation.setTouchEmulationEnabled", {"enabled": False})

    def test_a_page_that_listens_late_asks_for_the_height(self):
        self.open_around(list(self.frames(example("expr")))[0][1])
        self.page.driver.switch_to.default_content()
        told = self.page.run("heights.length = 0; document.querySelector('iframe').contentWindow.postMessage({gradviz: 'height'}, '*'); return heights.length")
        self.assertEqual(told, 0)
        self.wait("return heights.length === 1")

    def test_it_tells_its_height_once_for_a_width(self):
        self.open_around(list(self.frames(NETWORK))[0][1])
        self.page.driver.execute_async_script("setTimeout(arguments[0], 400)")
        fits = self.page.run("return [innerHeight, document.documentElement.scrollHeight]")
        self.page.driver.switch_to.default_content()
        heights = self.page.run("return heights")
        self.assertEqual(len(heights), 1, "a frame that takes the height is told no other")
        self.assertEqual(fits, [heights[0], heights[0]])
        self.page.size(700, 900)
        self.wait("return heights.length > 1")
        self.assertLess(self.page.run("return heights.at(-1)"), 900)

    def test_a_frame_adds_nothing_to_the_history(self):
        self.open_around(list(self.frames(example("expr")))[-1][1])
        before = self.page.run("return history.length")
        self.page.run("gradviz.app.pin({id: 0})")
        self.wait("return location.hash.includes('value=0')")
        self.assertEqual(self.page.run("return history.length"), before)

    def test_frames_of_the_documentation(self):
        """As a page has them after Quarto or Hugo has put them into it, each of which leaves raw HTML as it is."""
        with open(os.path.join(explorer_tests.ROOT, "Sources/GradViz/Library/GradViz.docc/TheExplorer.md"), encoding="utf-8") as file:
            article = file.read()
        gradviz("render", "-", "-q", "-o", os.path.join(self.folder, "graph.html"), text=example("expr"))
        listener = re.search(r"<script>\n(addEventListener.*?)</script>", article, re.S).group(1)
        frames = [frame.replace("{{ .Get 0 | relURL }}", "graph.html") for frame in re.findall(r"<iframe .*?</iframe>", article, re.S)]
        self.assertEqual(len(frames), 3)
        for frame in frames:
            self.open_around(frame, listener)
            self.assertFalse(self.page.find(".tools").is_displayed())
            self.page.run("gradviz.app.move(gradviz.app.player.end)")
            self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 6")
            self.page.driver.switch_to.default_content()
            self.assertEqual(self.page.run("return document.querySelector('iframe').style.height"), f"{self.page.run('return heights.at(-1)')}px")

    def test_notebooks_have_it_in_a_frame(self):
        """What `.html()` of the Python package writes into a cell."""
        page = os.path.join(self.folder, "cell.html")
        gradviz("render", "-", "-q", "-o", page, text=example("expr"))
        script = ("import sys; sys.path.insert(0, 'python')\nfrom gradviz.picture import Page\n"
                  f"print(Page(open({page!r}, encoding='utf-8').read(), 420)._repr_html_())")
        cell = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=explorer_tests.ROOT).stdout
        self.open_around(cell)
        self.page.run("gradviz.app.move(gradviz.app.player.end)")
        self.assertEqual(self.page.run("return gradviz.shown(0).gradText"), "grad 6")
        self.assertEqual(self.page.run("return window.origin"), "null", "apart from the notebook")


class FileTests(ExplorerTest):
    """Downloads and print."""

    CATCH = """
        const [id, done] = arguments;
        const create = URL.createObjectURL;
        let last;
        URL.createObjectURL = (blob) => { last = blob; return create.call(URL, blob); };
        HTMLAnchorElement.prototype.click = function () {
          URL.createObjectURL = create;
          const reader = new FileReader();
          reader.onload = () => done([this.download, reader.result.split(',')[1]]);
          reader.readAsDataURL(last);
        };
        document.getElementById(id).click();"""

    def downloaded(self, id, page=None):
        name, data = (page or self.page).driver.execute_async_script(self.CATCH, id)
        return name, base64.b64decode(data)

    def dark(self, text, script):
        page = browser("dark")
        path = os.path.join(self.folder, "dark.html")
        gradviz("render", "-", "-q", "-o", path, text=text)
        page.open(path)
        page.run(script)
        return page

    def test_a_dark_view_as_svg_is_what_is_seen(self):
        page = self.dark(example("expr"), "gradviz.app.move(gradviz.app.player.end); gradviz.app.change({overlay: 'grad'})")
        name, svg = self.downloaded("download", page)
        self.assertEqual(name, "L.svg")
        text = svg.decode()
        self.assertNotIn("style=", text)
        self.assertNotRegex(text, r"var\(|calc\(|color-mix|oklab|color\(")
        root = xml.etree.ElementTree.fromstring(text)
        self.assertGreater(len(root.findall(".//{*}rect")), 7)
        drawn = Image.open(io.BytesIO(subprocess.run(
            ["rsvg-convert", "--zoom", "2"], input=svg, capture_output=True, check=True).stdout)).convert("RGB")
        width, height = map(float, root.get("viewBox").split()[2:])
        self.assertEqual(drawn.size, (round(width * 2), round(height * 2)))
        # Pixel for pixel the colours of the page: the ground, every box beside its text, and its frame.
        canvas, boxes = page.run("""
            const rgb = (text) => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3); };
            return [rgb(getComputedStyle(document.body).backgroundColor), gradviz.stage.items.map(({item, group}) =>
              [item.x - item.width / 2, item.y, item.width, rgb(getComputedStyle(group.querySelector('rect')).fill), rgb(getComputedStyle(group.querySelector('rect')).stroke)])];""")
        self.assertLess(sum(canvas), 120, "the page is dark")
        near = lambda a, b: self.assertLess(max(abs(x - y) for x, y in zip(a, b)), 4, (a, b))
        near(drawn.getpixel((2, 2)), canvas)
        self.assertEqual(len(boxes), 7)
        self.assertGreater(len({tuple(fill) for *_, fill, _ in boxes}), 3, "tints differ")
        for left, y, _, fill, stroke in boxes:
            near(drawn.getpixel((int((left + PAD + 7) * 2), int((y + PAD) * 2) - 40)), fill)
            near(drawn.getpixel((round((left + PAD) * 2), int((y + PAD) * 2))), stroke)

    def test_png_has_the_same_picture(self):
        page = self.dark(example("neuron"), "gradviz.app.move(gradviz.app.player.end)")
        _, svg = self.downloaded("download", page)
        name, png = self.downloaded("download-png", page)
        self.assertTrue(name.endswith(".png"))
        image = Image.open(io.BytesIO(png)).convert("RGB")
        drawn = Image.open(io.BytesIO(subprocess.run(["rsvg-convert", "--zoom", "2"], input=svg, capture_output=True, check=True).stdout)).convert("RGB")
        self.assertLessEqual(max(abs(a - b) for a, b in zip(image.size, drawn.size)), 1)
        small = [picture.resize((60, 30), Image.BOX) for picture in (image, drawn)]
        worst = max(max(abs(x - y) for x, y in zip(a, b)) for a, b in zip(*(picture.getdata() for picture in small)))
        self.assertLess(worst, 40)
        self.assertEqual(page.errors(), [])

    def test_hostile_labels_are_text_in_files(self):
        nodes = [{"id": i, "op": "", "label": label, "data": 1.0, "grad": 1.0, "prev": []} for i, label in enumerate(HOSTILE)]
        for index in range(1, len(HOSTILE)):
            nodes.append({"id": len(nodes), "op": "+", "data": index + 1.0, "grad": 1.0, "prev": [len(nodes) - 1 if index > 1 else 0, index]})
        path = os.path.join(self.folder, "hostile.html")
        gradviz("render", "-", "-q", "-o", path, "--title", "]]></title><script>", text=json.dumps({"root": len(nodes) - 1, "nodes": nodes}))
        self.page.open(path)
        _, svg = self.downloaded("download")
        names = {element.tag.split("}")[1] for element in xml.etree.ElementTree.fromstring(svg).iter()}
        self.assertLessEqual(names, {"svg", "title", "style", "g", "rect", "circle", "path", "text", "tspan"})

    def test_print_has_picture_formula_and_step_in_light_colours(self):
        for theme in ["auto", "dark"]:
            path = os.path.join(self.folder, "print.html")
            gradviz("render", "-", "-q", "-o", path, "--theme", theme, text=example("expr"))
            page = browser("dark")
            page.open(path)
            page.run("gradviz.app.move(9); gradviz.stage.camera.zoom(4)")
            place = page.run("return gradviz.stage.camera.place")
            # Backgrounds are left out, as printers do by default.
            pdf = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
            self.assertEqual(page.run("return gradviz.stage.camera.place"), place, "the screen is as it was")
            self.assertEqual(page.errors(), [])
            text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
            for words in ["step 9 of 10", "= 6", "data 2", "data −8", "grad 6"]:
                self.assertIn(words.lower(), text.lower(), theme)
            drawn = subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", "-"], input=pdf, capture_output=True, check=True).stdout
            image = Image.open(io.BytesIO(drawn)).convert("L")
            self.assertGreater(sum(image.resize((80, 100), Image.BOX).getdata()) / 8000, 235, f"{theme}: light")


class CopyTests(ExplorerTest):
    def copied(self, id):
        """What stands in the clipboard after a click in the menu."""
        self.page.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        self.page.find("#share").click()
        self.page.find(f"#{id}").click()
        self.wait("return document.getElementById('words').classList.contains('shown')")
        self.assertFalse(self.page.run("return document.getElementById('menu').matches(':popover-open')"))
        return self.page.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))")

    def test_the_formula_of_the_step(self):
        self.render(example("expr"), at_end=False)
        self.page.run("gradviz.app.move(9)")
        self.assertEqual(self.copied("copy-text"), "a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6")
        self.assertEqual(
            self.copied("copy-latex"),
            r"a.\text{grad} \mathrel{+}= e.\text{grad} \cdot \frac{\partial e}{\partial a} = \left(-2\right) \cdot \underset{= b}{\left(-3\right)} = 6")

    def test_a_link_leads_to_the_step(self):
        self.render(example("expr"), at_end=False)
        self.page.run("gradviz.app.move(7); gradviz.app.pin({id: 4})")
        link = self.copied("copy-link")
        self.page.driver.get("about:blank")
        self.page.driver.get(link)
        self.assertEqual(self.page.run("return [gradviz.app.state.position, gradviz.app.state.pinned.id]"), [7, 4])

    def test_where_nothing_runs_the_result_is_copied(self):
        self.render("a = 2.0; b = a * a", at_end=False)
        self.assertEqual(self.copied("copy-text"), "b = a · a = 2 · 2 = 4")


class PresentTests(ExplorerTest):
    SIZE = "return parseFloat(getComputedStyle(document.querySelector('#strip math')).fontSize)"

    def test_the_whole_screen_and_a_large_formula(self):
        self.render(example("expr"), at_end=False)
        page = self.page
        page.find("#stage").send_keys("t")
        self.wait("return document.fullscreenElement !== null")
        page.keys(Keys.PAGE_DOWN)
        self.assertEqual(page.position, 4, "a lectern's key steps")
        self.assertEqual(page.run(self.SIZE), 32)
        for hidden in [".tools", "#inspector"]:
            self.assertFalse(page.find(hidden).is_displayed())
        self.wait("return location.hash.includes('present=1') && location.hash.includes('at=4')")
        page.run("document.exitFullscreen()")
        self.wait("return !gradviz.app.state.isPresenting")
        self.assertTrue(page.find(".tools").is_displayed())

    def test_escape_ends_it_and_a_link_begins_it(self):
        self.render(example("expr"), at_end=False)
        path = self.page.run("return location.pathname")
        self.page.open(path, "#present=1&at=9")
        self.assertEqual(self.page.run("return [gradviz.app.state.isPresenting, gradviz.app.state.position]"), [True, 9])
        self.assertEqual(self.page.run(self.SIZE), 32)
        self.page.keys(Keys.ESCAPE)
        self.assertFalse(self.page.run("return gradviz.app.state.isPresenting"))


class HistoryTests(ExplorerTest):
    def test_back_goes_back_to_what_was_looked_at(self):
        self.render(NETWORK, at_end=False)
        page = self.page
        state = "const {state} = gradviz.app; return [state.call, state.pinned?.id ?? null]"
        wait = lambda: page.driver.execute_async_script("setTimeout(arguments[0], 250)")
        wait()
        page.run("gradviz.app.open(2)")
        wait()
        page.run("gradviz.app.goTo(gradviz.app.view.root)")
        root = page.run("return gradviz.app.view.root")
        wait()
        page.run("gradviz.app.move(3)")
        wait()
        page.run("gradviz.app.pin(null)")
        wait()
        for expected in [[2, root], [2, None], [-1, None]]:
            page.driver.back()
            wait()
            self.assertEqual(page.run(state), expected)
        page.driver.forward()
        wait()
        self.assertEqual(page.run(state), [2, None])

    def test_module_position_pin_edits_and_step_are_kept(self):
        self.render(NETWORK, at_end=False)
        page = self.page
        page.run("gradviz.app.open(1); gradviz.app.edit(gradviz.app.view.items.find((i) => i.id !== undefined && !i.isComputed).id, 0.25);"
                 "gradviz.app.pin({id: gradviz.app.view.root}); gradviz.app.move(5); gradviz.app.change({hasEdgeNumbers: true})")
        state = "const {state} = gradviz.app; return [state.call, state.position, state.pinned, [...state.edits], state.hasEdgeNumbers]"
        before = page.run(state)
        self.wait("return location.hash.includes('at=5') && location.hash.includes('numbers=1')")
        page.driver.refresh()
        self.assertEqual(page.run(state), before)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
