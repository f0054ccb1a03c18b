"""What a person chooses of the list of deals: its columns, and the less usual filters."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.core import access
from voronka.core.saved_views import cleaned
from voronka.frame import lists as frame_lists
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries.lists import deals as lists
from voronka.queries.told import latest
from voronka.rooms.cycle import list_chips


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list has, and in which order; the rest of its address stays."""
    access.require(actor(request), "deal.see")
    return frame_lists.columns_door(
        request,
        lists.page_columns(latest(chosen(request))),
        usual=lists.USUAL,
        stays="client",
        to=reverse("deals"),
        area="deals",
    )


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
        "back": reverse("deals") + frame_lists.with_(request.GET),
    }
    return replies.door(request, "cycle/_more_filters.html", context, area="deals")
