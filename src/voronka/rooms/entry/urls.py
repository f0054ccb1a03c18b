"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.entry import client_views, views

download_views = Later("voronka.rooms.entry.download_views")

urlpatterns = [
    path("entry/inquiries/", views.inquiries, name="inquiries"),
    path("entry/inquiries/file", download_views.inquiries, name="inquiries_file"),
    path("entry/inquiries/new", views.new_inquiry, name="new_inquiry"),
    path("entry/inquiries/known", views.known, name="known_people"),
    path("entry/inquiries/<int:key>", views.inquiry, name="inquiry"),
    path("entry/inquiries/<int:key>/do/<slug:word>", views.door, name="inquiry_door"),
    path("entry/deals/new", views.new_deal, name="new_deal"),
    path("entry/deals/clients", views.choose_client, name="choose_client"),
    path("clients/", client_views.clients, name="clients"),
    path("clients/file", download_views.clients, name="clients_file"),
    path("clients/companies/new", client_views.edit_company, name="new_company"),
    path("clients/companies/<int:key>", client_views.company, name="company"),
    path("clients/companies/<int:key>/edit", client_views.edit_company, name="edit_company"),
    path("clients/companies/names", client_views.company_names, name="company_names"),
    path("clients/people/new", client_views.edit_contact, name="new_contact"),
    path("clients/people/<int:key>", client_views.contact, name="contact"),
    path("clients/people/<int:key>/edit", client_views.edit_contact, name="edit_contact"),
    path("find", client_views.find, name="find"),
]
