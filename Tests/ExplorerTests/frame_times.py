"""How long the main thread works for a frame of the page while numbers fly: by hand, as times are a machine's.

    /usr/bin/python3 Tests/ExplorerTests/frame_times.py path-of-gradviz [values]

Prints median, 95th percentile and maximum, in milliseconds of the thread's own time, whoever else runs on the machine.
"""

import bisect
import json
import shutil
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

import explorer_tests
from stage_tests import free_hand

SECONDS = 8


def browser():
    """One whose log has what its threads do."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    options.add_experimental_option("perfLoggingPrefs", {"traceCategories": "devtools.timeline,disabled-by-default-devtools.timeline,toplevel,blink.user_timing"})
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "no-preference"}]})
    return driver


def work(events):
    """Of each frame: what the thread that drew it was busy since the one before, between two marks."""
    marks = {event["name"]: event for event in events if event["name"] in ("begin", "end") and event["cat"] == "blink.user_timing"}
    begin, end = marks["begin"]["ts"], marks["end"]["ts"]
    mine = [event for event in events if event.get("ph") == "X" and begin <= event["ts"] <= end
            and (event["pid"], event["tid"]) == (marks["begin"]["pid"], marks["begin"]["tid"])]
    frames = sorted(event["ts"] + event["dur"] for event in mine if event["name"] == "Commit")
    busy = [0.0] * (len(frames) + 1)
    for event in mine:
        if event["name"] == "RunTask":
            busy[bisect.bisect_left(frames, event["ts"])] += event.get("tdur", 0) / 1000
    return sorted(busy[1:-1])


def measure(path, prepare):
    driver = browser()
    try:
        driver.get("file://" + path)
        driver.execute_script(prepare)
        time.sleep(1)
        driver.execute_script("performance.mark('begin'); gradviz.playback.play()")
        time.sleep(SECONDS)
        driver.execute_script("performance.mark('end'); gradviz.playback.pause()")
        messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
        boxes = driver.execute_script("return gradviz.app.view.items.length")
    finally:
        driver.quit()
    return boxes, work([message["params"] for message in messages if message["method"] == "Tracing.dataCollected"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/page.html"
        explorer_tests.GRADVIZ = sys.argv[1]
        values = int(sys.argv[2]) if len(sys.argv) > 2 else 740
        explorer_tests.gradviz("render", "-", "-q", "-o", path, text=free_hand(values))
        for zoom, name in [(1, "the first view"), (0.25, "all boxes in sight")]:
            for speed in [1, 3]:
                for phase, position in [("forward", "60"), ("backward", "gradviz.app.player.forwardEnd + 40")]:
                    boxes, times = measure(
                        path, f"gradviz.stage.camera.zoom({zoom}); gradviz.app.change({{speed: {speed}}}); gradviz.app.move({position})")
                    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
                    print(f"{boxes} boxes, {name}, {phase} at {speed}×: {len(times)} frames, median {at(0.5):.1f}, "
                          f"95 % {at(0.95):.1f}, 99 % {at(0.99):.1f}, maximum {times[-1]:.1f} ms", flush=True)
