"""A part of the explorer's tests in Firefox, by hand: continuous integration has Chromium alone.

    apt-get install firefox-esr && python3 -m venv /tmp/firefox && /tmp/firefox/bin/pip install marionette_driver
    /tmp/firefox/bin/python Tests/ExplorerTests/firefox_tests.py [path of gradviz]

Firefox is spoken to in its own protocol, since Debian has no geckodriver.
"""

import base64
import html
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from marionette_driver import By
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRADVIZ = os.environ.get("GRADVIZ", os.path.join(ROOT, ".build", "debug", "gradviz"))
PORT = 2899
OUTER = """<!DOCTYPE html><meta charset="utf-8"><title>around</title><style>iframe { width: 100%; height: 400px; border: 0 }</style>
<script>window.heights = []; addEventListener("message", ({ data }) => { if (data?.gradviz) heights.push(data.gradviz.height); });</script>
FRAME<script>SCRIPT</script>"""


class FirefoxTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gradviz-firefox-")
        with open(os.path.join(cls.folder, "user.js"), "w") as file:
            file.write(f'user_pref("marionette.port", {PORT});\n')
        cls.process = subprocess.Popen(
            [shutil.which("firefox-esr") or "firefox", "--headless", "--marionette", "--no-remote", "--profile", cls.folder,
             "--width", "1440", "--height", "1000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.addClassCleanup(cls.process.wait)
        cls.addClassCleanup(cls.process.terminate)
        cls.firefox = Marionette("127.0.0.1", port=PORT)
        for attempt in range(60):
            try:
                cls.firefox.start_session()
                break
            except Exception:
                if attempt == 59:
                    raise
                time.sleep(1)
        cls.path = os.path.join(cls.folder, "expr.html")
        subprocess.run([GRADVIZ, "render", "-q", os.path.join(ROOT, "Examples", "expr.txt"), "-o", cls.path], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.firefox.delete_session()

    def setUp(self):
        self.open(self.path)

    def open(self, path):
        self.firefox.navigate("about:blank")
        self.firefox.navigate("file://" + path)

    def run_(self, script, *arguments):
        return self.firefox.execute_script(
            "const window_ = window.wrappedJSObject ?? window, { gradviz } = window_;" + script, script_args=arguments, sandbox=None)

    def wait(self, script):
        for _ in range(100):
            if self.run_(script):
                return
            time.sleep(0.1)
        self.fail(script)

    def test_plays_to_the_end(self):
        self.assertEqual(self.run_("return document.getElementById('begin').textContent"), "backward")
        self.run_("gradviz.app.change({speed: 50}); document.getElementById('begin').click()")
        self.wait("return gradviz.app.state.position === gradviz.app.player.end && !gradviz.app.state.isPlaying")
        self.assertEqual(self.run_("return gradviz.shown(0).gradText"), "grad 6")

    def test_formulas_are_typeset(self):
        self.assertGreater(self.run_("gradviz.app.move(9); return document.querySelector('#strip mfrac').getBoundingClientRect().height"), 30)

    def test_keys_step_and_walk(self):
        stage = self.firefox.find_element(By.ID, "stage")
        self.run_("gradviz.app.move(3)")
        stage.send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.run_("return gradviz.app.state.position"), 4)
        stage.send_keys(Keys.ARROW_DOWN)
        self.assertEqual(self.run_("return document.activeElement.getAttribute('role')"), "button")

    def test_back_goes_back(self):
        self.run_("gradviz.app.pin({id: 0})")
        self.wait("return location.hash.includes('value=0')")
        self.run_("gradviz.app.pin(null)")
        self.wait("return !location.hash.includes('value=0')")
        self.firefox.go_back()
        self.wait("return gradviz.app.state.pinned?.id === 0")

    def test_saves_and_presents(self):
        self.run_("document.getElementById('share').click()")
        self.assertTrue(self.run_("return document.getElementById('menu').matches(':popover-open')"))
        data = self.firefox.execute_async_script("""
            const done = arguments[arguments.length - 1], create = URL.createObjectURL;
            let last;
            URL.createObjectURL = (blob) => { last = blob; return create.call(URL, blob); };
            HTMLAnchorElement.prototype.click = () => {
              const reader = new FileReader();
              reader.onload = () => done(reader.result.split(',')[1]);
              reader.readAsDataURL(last);
            };
            document.getElementById('download-png').click();""", sandbox=None, script_timeout=20000)
        self.assertEqual(base64.b64decode(data)[:4], b"\x89PNG")
        self.run_("gradviz.page.share.presentation.toggle(); gradviz.app.move(9)")
        self.assertEqual(self.run_("return parseFloat(getComputedStyle(document.querySelector('#strip math')).fontSize)"), 32)

    def test_every_kind_of_frame(self):
        with open(self.path, encoding="utf-8") as file:
            source = file.read()
        quoted, encoded = html.escape(source), base64.b64encode(source.encode()).decode()
        blob = (f"const bytes = Uint8Array.from(atob('{encoded}'), (c) => c.charCodeAt(0));"
                "document.querySelector('iframe').src = URL.createObjectURL(new Blob([bytes], {type: 'text/html'})) + '#embed';")
        for name, frame, script in [
            ("srcdoc", f'<iframe name="embed" srcdoc="{quoted}"></iframe>', ""),
            ("sandboxed", f'<iframe name="embed" sandbox="allow-scripts" srcdoc="{quoted}"></iframe>', ""),
            ("data", f'<iframe src="data:text/html;base64,{encoded}#embed"></iframe>', ""), ("blob", "<iframe></iframe>", blob),
        ]:
            with self.subTest(name):
                path = os.path.join(self.folder, "around.html")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(OUTER.replace("FRAME", frame).replace("SCRIPT", script))
                self.open(path)
                self.wait("return window_.heights.length > 0")
                self.firefox.switch_to_frame(self.firefox.find_element(By.CSS_SELECTOR, "iframe"))
                self.assertEqual(self.run_("return getComputedStyle(document.querySelector('.tools')).display"), "none")
                self.run_("gradviz.app.change({speed: 50}); document.getElementById('begin').click()")
                self.wait("return gradviz.app.state.position === gradviz.app.player.end")
                self.assertEqual(self.run_("return gradviz.shown(0).gradText"), "grad 6")
                self.firefox.switch_to_frame()


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
