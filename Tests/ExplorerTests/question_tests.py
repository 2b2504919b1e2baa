"""What learners ask is answered by the page alone, on the obvious way: it is opened, played, and the box is clicked.

    /usr/bin/python3 Tests/ExplorerTests/question_tests.py [path of gradviz]

Needs what scripts/setup-explorer-tests.sh installs.
"""

import os
import re
import shlex
import sys
import unittest

import explorer_tests
from explorer_tests import ROOT, ExplorerTest, gradviz

ARTICLE = os.path.join(ROOT, "Sources", "GradViz", "Library", "GradViz.docc", "TheExplorer.md")


def questions():
    """The rows of the article's table: a question, the command that makes its page, and the words that answer."""
    with open(ARTICLE, encoding="utf-8") as file:
        rows = re.findall(r"^\| (Why [^|]*\?) \| ([^|]*) \| (.*) \|$", file.read(), re.M)
    command = None
    for question, page, answer in rows:
        command = re.search(r"`(gradviz .*)`", page).group(1) if "`" in page else command
        yield question, command, re.findall(r'`([^`]*[=:][^`]*)`|"([^"]*)"', answer), re.search(r"click `(\w+)`", answer)


class QuestionTests(ExplorerTest):
    def opened(self, command):
        words = shlex.split(command)
        self.assertEqual(words[:2], ["gradviz", "render"])
        path = os.path.join(self.folder, words[-1])
        gradviz(*words[1:-1], path, "-q")
        self.page.open(path)

    def played(self):
        """All that is said from the opening to the end, of every step of a text that has several."""
        page, said = self.page, []
        strip = "return document.getElementById('remark').textContent + '\\n' + document.querySelector('.why-order').textContent"
        for at in range(page.run("return gradviz.app.run?.kept.length ?? 1")):
            page.run("if (gradviz.app.run) gradviz.app.goToStep(arguments[0]); gradviz.app.change({isOrderOpen: true, pinned: null});"
                     "gradviz.app.change({position: gradviz.app.player.forwardEnd, isStepping: false})", at)
            said.append(page.run(strip))
            for position in range(page.run("return gradviz.app.player.forwardEnd"), page.end):
                page.run("gradviz.app.move(arguments[0] + 1)", position)
                said.append(page.run(strip))
        return "\n".join(said)

    def test_every_question_is_answered(self):
        rows = list(questions())
        self.assertEqual(len(rows), 5)
        for question, command, answers, box in rows:
            with self.subTest(question):
                self.opened(command)
                self.assertEqual(self.page.find("#begin").text, "backward", "what to do first is offered")
                said = self.played()
                if box:
                    self.page.find(f'g.item[aria-label^="{box.group(1)},"]').click()
                    said += "\n" + self.page.find("#inspector").get_attribute("textContent")
                self.assertTrue(answers)
                for code, words in answers:
                    self.assertIn(code or words, said)

    def test_what_the_last_step_told_stays_when_the_play_is_over(self):
        self.render("a = 3.0; b = a + a", at_end=False)
        self.page.run("gradviz.app.change({speed: 50})")
        self.page.find("#begin").click()
        self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        self.assertTrue(self.page.find("#remark").text.startswith("both uses add up: a.grad = 1 + 1 = 2."))

    def test_of_two_passes_the_play_goes_on_to_the_second(self):
        self.render("a = 3.0; b = a + a; b.backward(); b.backward()", at_end=False)
        self.page.run("gradviz.app.change({speed: 50})")
        self.page.find("#begin").click()
        self.wait("return !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        self.assertIn("backward() 2 follows: play goes on to it.", self.page.find("#remark").text)
        # It is no training, and has no curve.
        self.assertEqual(self.page.find("#title").text, "b = 6")
        self.assertEqual([button.text for button in self.page.all("#timeline button")], ["backward() 1", "backward() 2"])
        self.page.find("#play").click()
        self.wait("return gradviz.app.state.at === 1 && !gradviz.app.state.isPlaying && gradviz.app.state.position === gradviz.app.player.end")
        self.assertIn("added to the 2 that is there from the backward() before: a.grad = 2 + 1 + 1 = 4", self.page.find("#remark").text)

    def test_a_pass_begins_where_it_says_what_is_there_already(self):
        self.render("a = 3.0; b = a + a; b.backward(); b.backward()")
        self.page.all("#timeline button")[1].click()
        self.assertIn("Gradients of the pass before are still there", self.page.find("#remark").text)
        self.page.all("#timeline button")[0].click()
        self.assertIn("Every value is known", self.page.find("#remark").text)

    def test_the_help_has_the_questions(self):
        self.render("a = 3.0; b = a + a")
        self.page.find("#help").click()
        asked = [row.text for row in self.page.all(".questions dt")]
        self.assertEqual(len(asked), 5)
        for subject in ["a + a", "+=", "order", "twice", "unit die"]:
            self.assertTrue(any(subject in text for text in asked), subject)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        explorer_tests.GRADVIZ = sys.argv.pop(1)
    unittest.main(verbosity=1)
