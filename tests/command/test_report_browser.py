#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The page of `pecaddr report` in Chromium without a window: what a person sees, at every width, in
light and dark, and on paper.

    test_report_browser.py --pecaddr PATH [--shots FOLDER] [unittest options]

--shots keeps pictures and the printed page, to be looked at.
"""

import argparse
import base64
import os
import resource
import subprocess
import sys
import unittest

import test_report
import tool
from chromium import Chromium

SHOTS = None
WIDTHS = [320, 360, 768, 1280]

# Each text that is seen, with the colours of its letters and of what is behind it.
CONTRASTS = """
(() => {
  const parse = text => {
    const n = text.match(/[0-9.]+/g).map(Number);
    return n.length < 4 ? [...n, 1] : n;
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255)
                         .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  const behind = element => {
    if (!element) return [255, 255, 255];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, behind(element.parentElement));
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.tagName === "title" || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const ink = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const ground = behind(element);
    const [a, b] = [luminance(over(parse(ink), ground)), luminance(ground)].sort((x, y) => y - x);
    found.push([text.slice(0, 40), Math.round((a + 0.05) / (b + 0.05) * 100) / 100,
                parseFloat(style.fontSize)]);
  }
  return found;
})()
"""

# What reaches beyond the page and stands in no box that scrolls.
OVERFLOWING = """
[...document.body.querySelectorAll("*")].filter(e => !e.closest(".scroll, .unseen, .skip")
    && e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 0.5)
  .map(e => e.tagName + "." + (e.getAttribute("class") || ""))
"""

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true; })"


class BrowserTest(test_report.ReportTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(Chromium())

    def show(self, *arguments, fill=True):
        """A page with something in each of its parts, opened as a file."""
        if fill:
            self.fill()
            self.write("many.csv", tool.HEADER + "\n" + "".join(
                f"Ada;Bo{chr(97 + n)};{province};A;{n + 100};\n" for n, province in enumerate(
                    "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE".split())))
            self.assign(0, "many.csv", "--quiet")
            self.put_on_record(["2019-03-01T12:00:00.000Z", "2020-03-01T12:00:00.000Z"])
        page = self.report(*arguments)
        self.browser.call("Emulation.setEmulatedMedia", media="", features=[])
        self.browser.resize(1280)
        self.browser.open(self.path("r.html"))
        return page

    def keep(self, name, data):
        if SHOTS:
            with open(os.path.join(SHOTS, name), "wb") as file:
                file.write(base64.b64decode(data))

    def picture(self, name):
        size = self.browser.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        self.keep(name, self.browser.call("Page.captureScreenshot", format="png",
                                          captureBeyondViewport=True, clip=clip)["data"])


class Screen(BrowserTest):
    def test_the_browser_complains_of_nothing_and_asks_for_nothing_else(self):
        for fill in (False, True):
            self.show(fill=fill)
            self.browser.evaluate(OPEN_ALL)
            self.browser.colours("dark")
            self.browser.call("Page.printToPDF")
            self.assertEqual(self.browser.complaints(), [])
            self.assertEqual([url for url in self.browser.requests() if url != "data:,"],
                             ["file://" + self.path("r.html")])
            self.assertEqual(self.browser.evaluate("document.scripts.length"), 0)
            self.assertEqual(self.browser.evaluate("document.compatMode"), "CSS1Compat")

    def test_what_a_registry_holds_never_runs(self):
        self.fill()
        self.rewrite(("UPDATE mailbox SET given = ?, surname = ? WHERE address LIKE 'ingpia%'",
                      ("<script>document.title='run'</script>",
                       "<img src=x onerror=\"document.title='run'\">")),)
        self.show(fill=False)
        self.assertEqual(self.browser.complaints(), [])
        self.assertTrue(self.browser.evaluate("document.title").startswith("Registro degli"))
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('img, script').length"), 0)
        self.assertIn("<script>document.title='run'</script>",
                      self.browser.evaluate("document.body.innerText"))

    def test_the_policy_of_the_page_would_stop_a_script(self):
        self.show()
        self.browser.evaluate("(() => { const s = document.createElement('script'); "
                              "s.textContent = 'document.title = 1'; document.body.append(s); })()")
        self.assertTrue(self.browser.evaluate("document.title").startswith("Registro degli"))
        self.assertTrue(self.browser.complaints(), "the browser says that it stopped the script")

    def test_the_figures_that_are_seen_are_those_of_the_registry(self):
        self.show()
        cards = self.browser.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.card')].map(c => "
            "[c.id, c.querySelector('strong').innerText]))")
        counts = {(row["group"], row["value"]): row for row in self.stats()}
        of_all = counts["all", None]
        for card, figure in (("totale", of_all["total"]), ("attivi", of_all["active"]),
                             ("prenotati", of_all["reserved"]), ("cessati", of_all["retired"]),
                             ("liberati", of_all["released"]),
                             ("usciti", counts["left", None]["active"]),
                             ("scaduti", counts["expires", "before today"]["active"]),
                             ("scadenza-30", counts["expires", "within 30 days"]["active"]),
                             ("scadenza-60", counts["expires", "within 60 days"]["active"]),
                             ("scadenza-90", counts["expires", "within 90 days"]["active"]),
                             ("omonimi", counts["level", "homonyms"]["total"])):
            self.assertEqual(cards[card], str(figure), card)
        bars = self.browser.evaluate(
            "[...document.querySelectorAll('#grafico-province .row')].map(r => "
            "[r.querySelector('b').innerText, r.querySelector('.value').innerText, "
            "r.querySelector('rect').getBoundingClientRect().width])")
        self.assertEqual(len(bars), 20)
        for sigla, value, width in bars:
            self.assertEqual(int(value), counts["province", sigla]["total"])
            self.assertAlmostEqual(width / bars[0][2], int(value) / int(bars[0][1]), delta=0.01)
        parts = self.browser.evaluate(
            "[...document.querySelectorAll('#grafico-stati > svg > rect')].map(r => "
            "r.getBoundingClientRect().width)")
        for width, state in zip(parts, ("active", "reserved", "retired"), strict=True):
            self.assertAlmostEqual(width / sum(parts), of_all[state] / of_all["total"], delta=0.01)

    def test_columns_are_as_high_as_their_figures_but_for_one_that_is_cut_off(self):
        self.show()
        columns = self.browser.evaluate(
            "[...document.querySelectorAll('#grafico-anni rect:not(.cut)')].map(r => "
            "[r.textContent, r.getBoundingClientRect().height])")
        years = {row["year"]: row["issued"] for row in self.figures()["issues"]["years"]}
        self.assertEqual([text for text, _ in columns],
                         [f"{year}: {n}" for year, n in years.items() if n])
        over = self.browser.evaluate("document.querySelector('#grafico-anni .over').textContent")
        top = max(map(int, self.browser.evaluate(
            "[...document.querySelectorAll('#grafico-anni .axis text')].map(t => t.textContent)")))
        tallest = max(columns, key=lambda column: column[1])
        self.assertEqual(over, tallest[0].split()[1])
        columns.remove(tallest)
        for text, height in columns:
            self.assertAlmostEqual(height / tallest[1], int(text.split()[1]) / top, delta=0.02)

    def test_nothing_is_wider_than_the_page(self):
        for fill in (False, True):
            self.show(fill=fill)
            for is_open in (False, True):
                if is_open:
                    self.browser.evaluate(OPEN_ALL)
                for width in WIDTHS:
                    self.browser.resize(width)
                    self.assertLessEqual(
                        self.browser.evaluate("document.scrollingElement.scrollWidth"), width)
                    self.assertEqual(self.browser.evaluate(OVERFLOWING), [], width)
                    if fill and not is_open:
                        self.picture(f"report-{width}.png")

    def test_every_text_can_be_read_in_light_and_dark(self):
        for fill in (False, True):
            self.show(fill=fill)
            self.browser.evaluate(OPEN_ALL)
            for colours in ("light", "dark"):
                self.browser.colours(colours)
                for width in (360, 1280):
                    self.browser.resize(width)
                    texts = self.browser.evaluate(CONTRASTS)
                    self.assertGreater(len(texts), 15 if not fill else 200)
                    self.assertEqual([t for t in texts if t[1] < 4.5], [], colours)
                    self.assertEqual([t for t in texts if t[2] < 12], [], width)
                self.picture(f"report-{colours}.png")
            ground = self.browser.evaluate("getComputedStyle(document.body).backgroundColor")
            self.assertLess(sum(map(int, ground[4:-1].split(","))), 3 * 60, "dark is dark")

    def test_every_image_has_a_name_and_says_what_it_shows(self):
        self.show()
        tree = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        images = [node for node in tree if node.get("role", {}).get("value") in ("image", "img")]
        named = [(node["name"]["value"], node.get("description", {}).get("value"))
                 for node in images if not node["ignored"]]
        self.assertEqual([name for name, _ in named], [
            "Stato degli indirizzi impegnati", "Indirizzi impegnati per livello",
            "Le 20 province con più indirizzi impegnati, di 24",
            "Indirizzi assegnati negli ultimi 24 mesi", "Indirizzi assegnati, per anno"])
        for name, description in named:
            self.assertRegex(description or "", "[0-9]", name)

    def test_headings_go_down_one_level_at_a_time(self):
        self.show()
        tree = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        levels = [next(p["value"]["value"] for p in node["properties"] if p["name"] == "level")
                  for node in tree if node.get("role", {}).get("value") == "heading"]
        self.assertEqual((levels[0], levels.count(1), levels.count(2)), (1, 1, 6))
        for before, after in zip(levels, levels[1:]):
            self.assertLessEqual(after, before + 1)
        roles = {node.get("role", {}).get("value") for node in tree}
        self.assertLessEqual({"banner", "navigation", "main", "contentinfo"}, roles)

    def test_the_keyboard_reaches_the_contents_and_opens_what_is_closed(self):
        self.show()

        def press(key, code, text=""):
            for kind in ("keyDown", "keyUp"):
                self.browser.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                                  windowsVirtualKeyCode=code,
                                  **({"text": text} if text and kind == "keyDown" else {}))

        press("Tab", 9)
        box = self.browser.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect(); "
            "return [document.activeElement.className, b.left, b.top]; })()")
        self.assertEqual(box[0], "skip")
        self.assertGreaterEqual(min(box[1:]), 0, "it is seen when it is reached")
        press("Enter", 13, "\r")
        self.assertEqual(self.browser.evaluate("location.hash"), "#contenuto")
        table = "document.querySelector('.more').checkVisibility()"
        self.assertFalse(self.browser.evaluate(table))
        self.browser.evaluate("document.querySelector('summary').focus()")
        outline = self.browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid")
        press("Enter", 13, "\r")
        self.assertTrue(self.browser.evaluate(table))


class Paper(BrowserTest):
    def printed(self):
        data = self.browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
        self.keep("report.pdf", data)
        with open(self.path("r.pdf"), "wb") as file:
            file.write(base64.b64decode(data))
        return subprocess.run(["pdftotext", "-layout", self.path("r.pdf"), "-"], check=True,
                              stdout=subprocess.PIPE).stdout.decode("utf-8")

    def test_all_is_printed_also_what_is_closed_on_the_screen(self):
        page = self.show()
        text = self.printed()
        for title in ("Totali", "Indirizzi per livello", "Indirizzi per provincia", "Omonimia",
                      "Assegnazioni nel tempo", "Righe da verificare"):
            self.assertRegex(text, rf"(?m)^\s*{title}$")
        words = " ".join(text.split())
        for caption, rows in page.tables.items():
            for row in rows[1:]:
                for cell in row:
                    first = cell.split()[0] if cell.split() else ""
                    if "@" not in first:  # an address may go on in the next line
                        self.assertIn(first, words, caption)
        self.assertNotIn("in cifre\n▸", text)
        self.assertNotIn("Vai al contenuto", text)

    def test_no_chart_is_cut_by_the_end_of_a_page(self):
        self.show()
        rules = self.browser.evaluate(
            "(() => { const found = {}; for (const s of document.styleSheets) "
            "for (const r of s.cssRules) if (r.media && r.media.mediaText === 'print') "
            "for (const q of r.cssRules) if (q.style && q.style.breakInside) "
            "found[q.selectorText] = q.style.breakInside; return found; })()")
        self.assertEqual({s: "avoid" for s in ("figure", ".card", "tr")},
                         {part: value for rule, value in rules.items() for part in
                          map(str.strip, rule.split(",")) if part in ("figure", ".card", "tr")})

    def test_paper_is_white_even_for_who_likes_it_dark(self):
        self.show()
        self.browser.call("Emulation.setEmulatedMedia", media="print",
                          features=[{"name": "prefers-color-scheme", "value": "dark"}])
        self.assertEqual(self.browser.evaluate(
            "[document.body, document.querySelector('section')].map(e => "
            "getComputedStyle(e).backgroundColor)"), ["rgb(255, 255, 255)"] * 2)
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.body).color"),
                         "rgb(0, 0, 0)")


def main():
    global SHOTS
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--shots", help="where pictures go")
    arguments, rest = parser.parse_known_args()
    tool.PECADDR = os.path.abspath(arguments.pecaddr)
    SHOTS = arguments.shots
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
