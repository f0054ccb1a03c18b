"""Tags and filters of the look: sums, days, icons, avatars."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.actions import showcase
from voronka.frame import words
from voronka.frame.navigation import address, drawn
from voronka.frame.styles import stylesheet
from voronka.queries.words import phone as phone_words

register = template.Library()

NOTHING = "—"


@register.simple_tag
def demo_welcome() -> dict[str, Any]:
    """{% demo_welcome as demo %}: who can sign in to the demo company and by which password; else nothing."""
    told = showcase.welcome() if showcase.is_demo() else {}
    return {**told, "people": [(mail, _(title)) for mail, title in told.get("people", ())]}


@register.filter
def money(value: Any, currency: str = "RUB") -> str:
    """{{ deal.amount|money:deal.currency }}: minor units as a sum; nothing is a dash."""
    return NOTHING if value is None else words.money(int(value), currency)


@register.filter
def phone(number: str) -> str:
    """{{ contact.phone|phone }}: +7 921 000-00-00."""
    return phone_words(number)


@register.filter
def cut(text: Any, most: int) -> str:
    """{{ answer|cut:60 }}: its beginning, ended between words."""
    return words.cut(str(text), most)


@register.filter
def whole(value: Any) -> str:
    """{{ n|whole }}: a whole number in groups of three."""
    return NOTHING if value is None else words.whole(int(value))


@register.filter
def percent(value: Any) -> str:
    """{{ share|percent }}: 0.312 is 31%."""
    return NOTHING if value is None else words.share(float(value))


@register.filter
def of_hundred(value: int) -> str:
    """{{ done|of_hundred }}: 31 is 31%."""
    return words.percent(value)


def _time(value: date | datetime, text: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), words.exact(value), text
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ at|day }}: today, yesterday, 19 Nov; the exact day is its title."""
    return NOTHING if value is None else _time(value, words.short_day(words.local_day(value)))


@register.filter
def moment(value: datetime | None) -> str:
    """{{ at|moment }}: today, 11:20."""
    return NOTHING if value is None else _time(value, words.short_moment(value))


@register.filter
def soon(value: datetime | None) -> str:
    """{{ due|soon }}: the hour of today, the day of another day."""
    if value is None:
        return NOTHING
    here = timezone.localtime(value)
    text = f"{here:%H:%M}" if here.date() == timezone.localdate() else words.short_day(here.date())
    return _time(value, text)


@register.filter
def until(value: date | datetime | None) -> str:
    """{{ due|until }}: a moment shows its hour, a day does not."""
    return moment(value) if isinstance(value, datetime) else day(value)


@register.filter
def day_of(number: int, norm: int | None = None) -> str:
    """{{ day|day_of:norm }}: 5th day of 4."""
    return words.day_of(number, norm)


@register.filter
def days(number: int | None) -> str:
    """{{ n|days }}: 6 d."""
    return NOTHING if number is None else words.days_short(number)


@register.filter
def long_days(number: int) -> str:
    """{{ n|long_days }}: 6 days."""
    return words.days_long(number)


@register.filter
def duration(span: timedelta | int | None) -> str:
    """{{ seconds|duration }}: 6 min."""
    return NOTHING if span is None else words.duration(span)


@register.filter
def initials(name: str) -> str:
    """{{ person.name|initials }}: АВ."""
    return words.initials(name)


@register.simple_tag
def today() -> date:
    """The reader's day."""
    return timezone.localdate()


@cache
def _icon(name: str) -> SafeString:
    file = static("vendor/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', file, name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "inbox" %}: a picture beside a word; screen readers pass it by."""
    return _icon(name)


@register.simple_tag
def upload_megabytes() -> int:
    """How large a file may be that is sent."""
    return settings.UPLOAD_LIMIT >> 20


@register.simple_tag
def styles_digest() -> str:
    """What names the stylesheet of this moment."""
    return stylesheet().digest


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str) -> str:
    """{% kept "frame/_places.html" %}: a piece of the frame that says the same on many pages."""
    rail = context.get("rail")
    return drawn(name, rail, str(context.get("area", "")), get_language() or "") if rail else ""


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:
    """{% address_with stage="call" after=None %}: this page's address with some of its filters changed."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def find_address() -> str:
    """Where the palette asks for deals, clients and what was written."""
    return address("find")


@register.simple_tag
def search_address() -> str:
    """The page with all that was found."""
    return address("search")
