"""What the palette offers to everybody on every page: places to go and things to do, by words of every language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core.access import Actor, may
from voronka.frame.navigation import ANSWER_TITLES, address, answers, groups
from voronka.queries import company

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do: a door that opens over the page, a page, or a form that is sent. `also` are other words
    by which people look for it."""

    title: Words
    url_name: str
    verb: str = "me.change"
    also: Words = ""
    opens: bool = False
    sends: dict[str, str] = field(default_factory=dict)
    post: bool = False
    hint: str = ""


ACTS: Final = (
    Act(_("New inquiry"), "new_inquiry", "inquiry.receive", _("add call request client"), opens=True, hint="n"),
    Act(_("New deal"), "new_deal", "deal.open", _("add sale")),
    Act(_("New company"), "new_company", "client.change", _("add client firm"), opens=True),
    Act(_("New contact"), "new_contact", "client.change", _("add client person"), opens=True),
    Act(_("Possible duplicates"), "duplicates", "client.merge", _("double merge clients same twice")),
    Act(_("Changes of many deals"), "bulks", "deal.change", _("bulk edit undo")),
    Act(_("Add a person"), "new_person", "people.change", _("employee colleague invite"), opens=True),
    Act(_("Add a team"), "new_team", "people.change", _("group department"), opens=True),
    Act(_("Change the passport"), "passport_draft", "passport.publish", _("draft edit rules")),
    Act(_("Versions of the passport"), "passport_versions", "passport.see", _("history publish")),
    Act(_("Passport as a text"), "passport_text", "passport.publish", "yaml"),
    Act(_("Bring in your past"), "imports", "import.run", _("import file csv excel amocrm bitrix24 hubspot pipedrive")),
    Act(_("A token for a program"), "my_tokens", also=_("api key"), opens=True),
    Act(_("Switch to dark"), "my_theme", also=_("theme night colours"), post=True, sends={"theme": "dark"}),
    Act(_("Switch to light"), "my_theme", also=_("theme day colours"), post=True, sends={"theme": "light"}),
    Act(_("Colours as the system has them"), "my_theme", also=_("theme auto"), post=True, sends={"theme": "system"}),
    Act(_("Sign out"), "account_logout", also=_("exit leave"), post=True),
)  # fmt: skip


def commands(who: Actor) -> list[dict[str, Any]]:
    """All that this person may do and where they may go, as the palette reads it."""
    return [*_acts(who), *_pages(who)]


def _acts(who: Actor) -> Iterator[dict[str, Any]]:
    for act in ACTS:
        url = address(act.url_name)
        if not url or not may(who, act.verb):
            continue
        yield {
            "group": "acts",
            "title": str(act.title),
            "words": said(act.title, act.also),
            "url": url,
            "opens": act.opens,
            "post": act.post,
            "data": act.sends,
            "hint": act.hint,
        }
    for code, name in settings.LANGUAGES:
        if code != translation.get_language() and code in company.languages():
            language = {"words": said(name, _("language speak")), "data": {"language": code}, "post": True}
            yield {"group": "acts", "title": str(name), "url": address("my_language"), **language}


def _pages(who: Actor) -> Iterator[dict[str, Any]]:
    for group in groups(who):
        for place in group["places"]:
            hint = f"g {place['letter']}" if place["letter"] else ""
            page = {"title": str(place["title"]), "words": said(place["title"]), "hint": hint}
            yield {"group": "pages", **page, "url": place["url"]}
    if may(who, "passport.see"):
        for one in answers():
            title = ANSWER_TITLES[one["word"]]
            words = said(title, _("Passport")) + f" {one['number']} {one['word']}"
            page = {"title": f"{one['number']}. {title}", "words": words}
            yield {"group": "pages", **page, "url": one["url"]}
    also = said(_("My settings"), _("password time zone language tokens"))
    yield {"group": "pages", "title": str(_("My settings")), "words": also, "url": address("me")}


def said(*titles: Words) -> str:
    """These words in every language that we speak, without capitals and with е for ё."""
    found: list[str] = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found += [str(title) for title in titles]
    words = re.findall(r"\w+", " ".join(found).casefold().replace("ё", "е"))
    return " ".join(dict.fromkeys(words))
