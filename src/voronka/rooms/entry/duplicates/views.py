"""Addresses of doubles: pairs to look through, two side by side, a merge and its way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import duplicates as verbs
from voronka.actions.merging import merge_clients, split_clients
from voronka.actions.own import sought_phone
from voronka.core import access
from voronka.core.duplicates import Noun
from voronka.core.merging import Changed
from voronka.core.problems import Invalid
from voronka.frame import doors, replies
from voronka.frame.access import actor, from_script, signed_in
from voronka.queries import clients, merging, words
from voronka.queries import duplicates as queries
from voronka.rooms.entry.duplicates import pages
from voronka.rooms.entry.known import in_e164


@require_GET
@signed_in
def duplicates(request: HttpRequest) -> HttpResponse:
    """Clients that may be one, the surest first."""
    noun: Noun = "contact" if request.GET.get("kind") == "people" else "company"
    by = actor(request)
    seen = queries.pairs(by, noun, more=request.GET.get("more", "")[:40])
    template = "entry/duplicates/_list.html" if from_script(request) else "entry/duplicates/list.html"
    return render(request, template, pages.listed(seen, noun, by))


@require_POST
@signed_in
def different(request: HttpRequest, kind: str, one: int, other: int) -> HttpResponse:
    """These two are different; with `undo` they may be one after all."""
    undo, who = (
        request.POST.get("undo") or request.GET.get("undo"),
        {"by": actor(request), "at": timezone.now()},
    )
    verb = verbs.take_back_different if undo else verbs.tell_different
    verb(noun=_noun(kind), one=one, other=other, **who)
    page = f"{reverse('duplicates')}?kind={kind}"
    if undo:
        return replies.done(request, _("The pair is in the list again."), to=page, topics=["duplicates"])
    back = reverse("different", args=[kind, one, other]) + "?undo=1"
    said = _("They are kept apart, and this pair will not be shown any more.")
    return replies.done(request, said, to=page, undo=back, topics=["duplicates"])


@require_http_methods(["GET", "POST"])
@signed_in
def merge(request: HttpRequest, kind: str, kept: int, gone: int) -> HttpResponse:
    """Two side by side; sent, they become one."""
    by, noun = actor(request), _noun(kind)
    problem, changed, take = "", (), _chosen(request)
    if request.method == "POST":
        asked, seen = doors.asked(request, kept), request.POST.get("seen", "")
        told = {"noun": noun, "kept": kept, "gone": gone, "take": take, "seen": seen}
        try:
            made = merge_clients(**told, by=by, at=asked.at, request=asked.request)  # type: ignore[arg-type]
            return _merged(request, noun, kept, made.key)
        except Changed as stale:
            problem, changed = words.trouble(stale), stale.fields
        except Invalid as wrong:
            problem = words.trouble(wrong)
    try:
        context = pages.beside(
            merging.beside(by, noun, kept, gone), take=take, changed=changed, problem=problem
        )
    except Invalid as wrong:
        return _gone(request, noun, kept, words.trouble(wrong))
    return render(
        request, "entry/duplicates/beside.html", context, status=409 if changed else 422 if problem else 200
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Whose value was chosen, by field."""
    return {
        name.removeprefix("take."): side for name, side in request.POST.items() if name.startswith("take.")
    }


def _merged(request: HttpRequest, noun: Noun, kept: int, key: int) -> HttpResponse:
    undo = reverse("merge_split", args=[key])
    said = _("They are one client now.")
    return replies.done(request, said, to=reverse(noun, args=[kept]), undo=undo, go=True)


def _gone(request: HttpRequest, noun: Noun, key: int, said: str) -> HttpResponse:
    """One of the two went up in another already: on to whoever it is now."""
    messages.error(request, said)
    return redirect(noun, merging.current(actor(request), noun, key))


@require_GET
@signed_in
def merge_with(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """With whom this client is to be merged: those that are alike, and whoever is found by a word."""
    by, noun = actor(request), _noun(kind)
    access.require(by, "client.merge")
    name = clients.company_name(by, key) if noun == "company" else clients.contact_name(by, key)
    typed = request.GET.get("q", "").strip()[:100]
    seen = clients.found(by, typed, sought_phone(typed)) if typed else None
    lines = () if seen is None else seen.companies if noun == "company" else seen.people
    found = [
        {"line": one, "url": pages.compare_address(noun, key, one.key)} for one in lines if one.key != key
    ]
    context = {"area": "clients", "noun": noun, "key": key, "name": name, "typed": typed, "found": found}
    context |= {"back": reverse(noun, args=[key]), **pages.of_card(by, noun, key)}
    template = "entry/duplicates/_found.html" if from_script(request) else "entry/duplicates/choose.html"
    return render(request, template, context)


@require_GET
@signed_in
def same(request: HttpRequest, kind: str) -> HttpResponse:
    """Whom of our clients it may be that is being written down."""
    typed, noun = {name: text[:300] for name, text in request.GET.items()}, _noun(kind)
    but = typed.get("but", "")
    found = queries.maybe_same(
        actor(request),
        noun,
        name=typed.get("name", ""),
        phone=in_e164(typed.get("phone", "")),
        email=typed.get("email", "").strip(),
        inn=typed.get("inn", "").strip(),
        site=typed.get("site", ""),
        but=int(but) if but.isdecimal() and len(but) < 18 else None,
    )
    return render(request, "entry/_same.html", {"same": pages.same(noun, found)})


@require_GET
@signed_in
def merges(request: HttpRequest) -> HttpResponse:
    """Who went up in whom, the latest first."""
    seen = merging.merges(actor(request), more=request.GET.get("more", "")[:400])
    return render(request, "entry/duplicates/merges.html", pages.merges(seen))


@require_GET
@signed_in
def merge_seen(request: HttpRequest, key: int) -> HttpResponse:
    """One merge: what would go back and what would stay, or what did."""
    return render(
        request, "entry/duplicates/merge.html", pages.merge_seen(merging.merge(actor(request), key))
    )


@require_POST
@signed_in
def split(request: HttpRequest, key: int) -> HttpResponse:
    """They are two after all."""
    asked = doors.asked(request, key)
    page = reverse("merge_seen", args=[key])
    try:
        split_clients(key=key, by=asked.by, at=asked.at)
    except Invalid as wrong:
        context = pages.merge_seen(merging.merge(asked.by, key), words.trouble(wrong))
        return render(request, "entry/duplicates/merge.html", context, status=422)
    return replies.done(request, _("They are two clients again."), to=page, go=True)


def _noun(kind: str) -> Noun:
    if kind not in pages.KINDS:
        raise Http404(kind)
    return pages.KINDS[kind]
