"""The public form from inside: what it says, its consent, ready answers, how it looks, and what was held back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import public_form as verbs
from voronka.actions import sending
from voronka.core.problems import Invalid
from voronka.frame import doors, replies
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import public_form as queries
from voronka.rooms.entry import form_page, public_page
from voronka.rooms.entry.forms import ConsentForm, FormSettings, ReadyAnswerForm
from voronka.rooms.entry.public_form import Public


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def setup(request: HttpRequest) -> HttpResponse:
    """What the form says and whether it is open."""
    seen = queries.setup(actor(request), chosen(request))
    form = FormSettings(request.POST or None, subject=seen)
    if request.method == "POST" and form.is_valid():
        process = seen.page.process.key
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        try:
            verbs.change_form(process=process, **changed, by=actor(request), at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _("Saved."), to=form_page.address(process), go=True)
    context = form_page.context(seen, form, request, actor(request))
    return render(request, "entry/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def consent(request: HttpRequest) -> HttpResponse:
    """A new text of consent; those who agreed to an older one agreed to that one."""
    seen = queries.setup(actor(request), chosen(request))
    process, now = seen.page.process.key, seen.texts[0].body if seen.texts else seen.suggested
    form = ConsentForm(request.POST or None, subject=now)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        try:
            number = verbs.write_consent(process=process, body=body, by=actor(request), at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            said = _("The text of the consent is kept as version %(n)s.") % {"n": number}
            return replies.done(request, said, to=form_page.address(process), go=True)
    return form_page.door(request, form, _("Text of the consent"), process)


@require_http_methods(["GET", "POST"])
@signed_in
def ready_answer(request: HttpRequest, as_what: str) -> HttpResponse:
    """What is answered to those whose inquiry is no lead."""
    seen = queries.setup(actor(request), chosen(request))
    known = next((one for one in seen.answers if one[0] == as_what), None)
    if known is None:
        raise Http404
    process = seen.page.process.key
    form = ReadyAnswerForm(request.POST or None, subject=known[2])
    if request.method == "POST" and form.is_valid():
        told = {"process": process, "as_what": as_what, "body": form.cleaned_data["body"]}
        try:
            verbs.write_ready_answer(**told, by=actor(request), at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _("Saved."), to=form_page.address(process), go=True)
    return form_page.door(request, form, known[1], process)


@require_GET
@signed_in
def preview(request: HttpRequest) -> HttpResponse:
    """How strangers see the form, open or not."""
    page = queries.setup(actor(request), chosen(request)).page
    return public_page.preview(request, page, Public(subject=page))


@require_GET
@signed_in
@of_one_process
def held(request: HttpRequest) -> HttpResponse:
    """What was held back as perhaps no person's."""
    seen = queries.held(actor(request), process=chosen(request), more=request.GET.get("more", ""))
    context = form_page.held(seen, actor(request))
    return render(request, "entry/_held.html" if from_script(request) else "entry/held.html", context)


@require_POST
@signed_in
def decide(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """Let it in, or throw it away."""
    verb = {"in": sending.let_in, "away": sending.throw_away}.get(word)
    if verb is None:
        raise Http404
    asked = doors.asked(request, key)
    outcome = verb(**asked.who)
    said, link = form_page.decided(outcome)
    topics = ("inquiries", "held", "deals")
    return replies.done(request, said, to=reverse("held"), topics=topics, link=link)
