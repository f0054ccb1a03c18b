"""What a browser would send of a form that nobody has touched."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class _Form(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form, self.inside, self.fields = form, False, list[tuple[str, str]]()
        self.select, self.options, self.area = "", list[tuple[str, bool]](), ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.inside = given.get("id") == self.form
        if not self.inside:
            return
        if tag == "input" and name:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, value if given.get("type") != "checkbox" or value else "on"))
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option":
            self.options.append((value, "selected" in given))
        elif tag == "textarea":
            self.area, self.text = name, ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.inside:
            chosen = [value for value, is_chosen in self.options if is_chosen] or [self.options[0][0]]
            self.fields.append((self.select, chosen[0]))
        elif tag == "textarea" and self.inside:
            self.fields.append((self.area, self.text.removeprefix("\n")))
            self.area = ""


def filled(page: str, form: str) -> Fields:
    """Names and values of the form with this id, as they stand in the page."""
    parser = _Form(form)
    parser.feed(page)
    return parser.fields


def changed(fields: Fields, **to: str) -> dict[str, list[str]]:
    """The same as a request has it, with other values; a name is written with `__` for its dots."""
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    for name, value in to.items():
        found[name.replace("__", ".")] = [value]
    return found
