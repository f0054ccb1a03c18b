"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.entry import client_views, form_views, public_views, search_views, views

download_views = Later("voronka.rooms.entry.download_views")
inquiry_list_views = Later("voronka.rooms.entry.inquiry_list_views")
import_views = Later("voronka.rooms.entry.imports.views")
duplicate_views = Later("voronka.rooms.entry.duplicates.views")

urlpatterns = [
    path("form/<slug:process>", public_views.form, name="public_form"),
    path("form/<slug:process>/sent", public_views.sent, name="form_sent"),
    path("form/<slug:process>/consent/<int:number>", public_views.consent, name="form_consent"),
    path("entry/inquiries/", views.inquiries, name="inquiries"),
    path("entry/inquiries/file", download_views.inquiries, name="inquiries_file"),
    path("entry/inquiries/list", inquiry_list_views.inquiries, name="inquiry_list"),
    path("entry/inquiries/list/columns", inquiry_list_views.columns, name="inquiry_list_columns"),
    path("entry/inquiries/list/file", inquiry_list_views.file, name="inquiry_list_file"),
    path("entry/inquiries/new", views.new_inquiry, name="new_inquiry"),
    path("entry/inquiries/known", views.known, name="known_people"),
    path("entry/inquiries/<int:key>", views.inquiry, name="inquiry"),
    path("entry/inquiries/<int:key>/ready", views.ready_text, name="ready_text"),
    path("entry/inquiries/<int:key>/do/<slug:word>", views.door, name="inquiry_door"),
    path("entry/form", form_views.setup, name="form_setup"),
    path("entry/form/consent", form_views.consent, name="form_new_consent"),
    path("entry/form/answers/<slug:as_what>", form_views.ready_answer, name="ready_answer"),
    path("entry/form/preview", form_views.preview, name="form_preview"),
    path("entry/held", form_views.held, name="held"),
    path("entry/held/<int:key>/<slug:word>", form_views.decide, name="held_decide"),
    path("entry/imports/", import_views.imports, name="imports"),
    path("entry/imports/<int:key>", import_views.one, name="import"),
    path("entry/imports/<int:key>/plan", import_views.plan, name="import_plan"),
    path("entry/imports/<int:key>/passport", import_views.outline, name="import_outline"),
    path("entry/imports/<int:key>/history", import_views.history, name="import_history"),
    path("entry/imports/<int:key>/run", import_views.run, name="import_run"),
    path("entry/imports/<int:key>/undo", import_views.undo, name="import_undo"),
    path("entry/imports/<int:key>/people", import_views.hand_over, name="import_people"),
    path("entry/imports/<int:key>/refused", import_views.refused, name="import_refused"),
    path("entry/deals/new", views.new_deal, name="new_deal"),
    path("entry/deals/clients", views.choose_client, name="choose_client"),
    path("clients/", client_views.clients, name="clients"),
    path("clients/columns", client_views.client_columns, name="clients_columns"),
    path("clients/file", download_views.clients, name="clients_file"),
    path("clients/duplicates", duplicate_views.duplicates, name="duplicates"),
    path("clients/duplicates/<slug:kind>/<int:one>/<int:other>", duplicate_views.different, name="different"),
    path("clients/<slug:kind>/same", duplicate_views.same, name="same_client"),
    path("clients/merges", duplicate_views.merges, name="merges"),
    path("clients/merges/<int:key>", duplicate_views.merge_seen, name="merge_seen"),
    path("clients/merges/<int:key>/split", duplicate_views.split, name="merge_split"),
    path("clients/<slug:kind>/<int:key>/merge", duplicate_views.merge_with, name="merge_with"),
    path("clients/<slug:kind>/<int:kept>/merge/<int:gone>", duplicate_views.merge, name="merge"),
    path("clients/companies/new", client_views.edit_company, name="new_company"),
    path("clients/companies/<int:key>", client_views.company, name="company"),
    path("clients/companies/<int:key>/edit", client_views.edit_company, name="edit_company"),
    path("clients/companies/names", client_views.company_names, name="company_names"),
    path("clients/people/new", client_views.edit_contact, name="new_contact"),
    path("clients/people/<int:key>", client_views.contact, name="contact"),
    path("clients/people/<int:key>/edit", client_views.edit_contact, name="edit_contact"),
    path("find", search_views.find, name="find"),
    path("search", search_views.search, name="search"),
]
