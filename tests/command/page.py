# SPDX-License-Identifier: BSD-3-Clause
"""A page of `pecaddr report` as the tests read it: strictly, and without a browser."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
# Of SVG, what has no contents may be written <rect …/>.
EMPTY = {"rect", "line"}


class Page(HTMLParser):
    """
    Reads a page and refuses what is not well formed.

      elements   (name, attributes) in their order
      texts      what a person reads, outside <style>
      cards      id → number of each large figure
      tables     caption → rows, of each the texts of its cells; the heading row is the first
    """

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.cards, self.tables = [], [], {}, {}
        self.open, self.ids, self.faults = [], set(), []
        self.card = self.caption = self.row = self.cell = None
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append(f"never closed: {self.open}")
        if self.faults:
            raise AssertionError("; ".join(self.faults[:5]))

    def fault(self, what):
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, name, attributes):
        values = dict(attributes)
        if len(values) != len(attributes):
            self.fault(f"<{name}> has an attribute twice")
        self.remember(name, values)
        if name not in VOID:
            self.open.append(name)
        if name == "li" and "card" in values.get("class", ""):
            self.card = values["id"]
        elif name == "data" and self.card:
            self.cards[self.card] = int(values["value"])
        elif name == "caption":
            self.caption = []
        elif name == "tr":
            self.row = []
        elif name in ("th", "td"):
            self.cell = []
            if name == "th" and values.get("scope") not in ("row", "col"):
                self.fault("<th> without scope")

    def handle_startendtag(self, name, attributes):
        if name not in EMPTY:
            self.fault(f"<{name}/> is no HTML")
        self.remember(name, dict(attributes))

    def remember(self, name, values):
        self.elements.append((name, values))
        if "id" in values:
            if values["id"] in self.ids:
                self.fault(f"the id {values['id']} is there twice")
            self.ids.add(values["id"])

    def handle_endtag(self, name):
        if not self.open or self.open[-1] != name:
            self.fault(f"</{name}> where {self.open[-1:]} is open")
            return
        self.open.pop()
        if name == "li":
            self.card = None
        elif name == "caption":
            self.rows = self.tables.setdefault("".join(self.caption), [])
            if self.rows:
                self.fault(f"the caption {''.join(self.caption)} is there twice")
            self.caption = None
        elif name == "tr":
            self.rows.append(self.row)
        elif name in ("th", "td"):
            self.row.append("".join(self.cell))
            self.cell = None

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.texts.append(data)
        if self.caption is not None:
            self.caption.append(data)
        elif self.cell is not None:
            self.cell.append(data)

    def handle_decl(self, declaration):
        if declaration != "DOCTYPE html" or self.elements:
            self.fault(f"<!{declaration}>")

    def unknown_decl(self, data):
        self.fault(f"<![{data}]>")

    def handle_pi(self, data):
        self.fault(f"<?{data}>")

    def handle_comment(self, data):
        self.fault(f"a comment: {data}")

    @property
    def text(self):
        return " ".join("".join(self.texts).split())

    def attributes(self, name):
        return [values for element, values in self.elements if element == name]


def number(text):
    """A number as Italians write it."""
    return int(text.replace(".", ""))
