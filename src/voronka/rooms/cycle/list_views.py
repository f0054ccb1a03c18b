"""What a person chooses of the list of deals: its columns, and the less usual filters."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.core import access
from voronka.core.saved_views import cleaned
from voronka.frame import replies
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries.lists import deals as lists
from voronka.queries.told import latest
from voronka.rooms.cycle import filters, list_chips, list_page


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list has, and in which order; the rest of its address stays."""
    access.require(actor(request), "deal.see")
    shown = list(filters.read(request.GET, actor(request)).columns or lists.USUAL)
    moved = ""
    if request.method == "POST":
        order, on = request.POST.getlist("order"), set(request.POST.getlist("on"))
        moved = request.POST.get("up", "") or request.POST.get("down", "")
        if moved in order:
            place = order.index(moved)
            other = place - 1 if request.POST.get("up") else place + 1
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
            on.add(moved)
        shown = [one for one in order if one in on]
        if not moved:
            told = [one for one in filters.columns_of(",".join(shown)) if not request.POST.get("usual")]
            word = "" if not told or tuple(told) == lists.USUAL else ",".join(told)
            to = reverse("deals") + list_page.with_(request.GET, columns=word, more="")
            return replies.done(request, "", to=to, go=True)
    context = {
        "title": _("Columns of the list"),
        "lead": _("Those that are marked are shown, in this order; the file has the same ones."),
        "lines": list_page.chooser(lists.page_columns(latest(chosen(request))), shown, moved),
        "action": request.get_full_path(),
        "back": reverse("deals") + list_page.with_(request.GET),
        "script": from_script(request),
    }
    return replies.door(request, "cycle/_columns.html", context, area="deals")


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def more_filters(request: HttpRequest) -> HttpResponse:
    """The less usual filters; the rest of the address stays."""
    access.require(actor(request), "deal.see")
    fields = list_chips.fields(cleaned(request.GET.dict()), latest(chosen(request)))
    if request.method == "POST":
        query = request.GET.copy()
        query.pop("more", None)
        for name in [name for one in fields for name in list_chips.names(one)]:
            query.pop(name, None)
            told = ",".join(filter(None, (value.strip() for value in request.POST.getlist(name))))
            if told:
                query[name] = told
        query.setdefault("view", "0")
        return replies.done(request, "", to=f"{reverse('deals')}?{query.urlencode()}", go=True)
    context = {
        "title": _("Filters of the list"),
        "fields": fields,
        "action": request.get_full_path(),
        "back": reverse("deals") + list_page.with_(request.GET),
    }
    return replies.door(request, "cycle/_more_filters.html", context, area="deals")
