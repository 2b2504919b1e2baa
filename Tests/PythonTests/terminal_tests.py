#!/usr/bin/env python3
"""What `gradviz show` writes to a terminal: colours, none with NO_COLOR, and pictures for terminals that show them.

GRADVIZ names the command.
"""
import base64
import fcntl
import os
import pathlib
import pty
import re
import struct
import subprocess
import termios
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.environ.get("GRADVIZ") or str(ROOT / ".build/debug/gradviz")


def shown(columns=80, **environment):
    """The bytes that a terminal of so many columns gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [COMMAND, "show", str(ROOT / "Examples/expr.txt"), "-q"], stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=subprocess.PIPE, env={**plain, **environment})
    os.close(theirs)
    data = b""
    try:
        while piece := os.read(ours, 65536):
            data += piece
    except OSError:
        pass  # Linux says so that the other end is closed.
    os.close(ours)
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0, error
    return data.replace(b"\r\n", b"\n")


class TerminalTests(unittest.TestCase):
    def test_colours_unless_they_are_not_wanted(self):
        coloured = shown()
        self.assertIn(b"\x1b[", coloured)
        plain = re.sub(rb"\x1b\[[0-9;]*m", b"", coloured)
        for environment in [{"NO_COLOR": "1"}, {"TERM": "dumb"}]:
            self.assertEqual(shown(**environment), plain, environment)
        self.assertIn("╔ L ═══ × ╗".encode(), plain)

    def test_the_width_is_the_windows(self):
        for columns in [40, 80, 200]:
            for line in shown(columns, NO_COLOR="1").decode().splitlines():
                self.assertLessEqual(len(line), columns)

    def test_terminals_that_show_pictures_get_one(self):
        kitty = shown(TERM="xterm-kitty")
        pieces = re.findall(rb"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty)
        self.assertTrue(base64.b64decode(b"".join(data for _, data in pieces)).startswith(b"\x89PNG"))
        self.assertTrue(all(b"m=1" in keys for keys, _ in pieces[:-1]) and b"m=0" in pieces[-1][0])
        iterm = shown(TERM_PROGRAM="iTerm.app")
        data = re.fullmatch(rb"\x1b\]1337;File=inline=1;size=(\d+);width=\d+;preserveAspectRatio=1:([^\x07]*)\x07\n", iterm)
        self.assertEqual(len(base64.b64decode(data[2])), int(data[1]))
        # Through tmux no picture gets.
        self.assertIn("╔".encode(), shown(TERM="xterm-kitty", TMUX="/tmp/tmux-0/default,1,0"))


if __name__ == "__main__":
    unittest.main()
