"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.closing import views

download_views = Later("voronka.rooms.closing.download_views")

urlpatterns = [
    path("closing/payments/", views.payments, name="payments"),
    path("closing/payments/columns", views.payment_columns, name="payments_columns"),
    path("closing/payments/file", download_views.payments, name="payments_file"),
    path("closing/handovers/", views.handovers, name="handovers"),
    path("closing/handovers/file", download_views.handovers, name="handovers_file"),
    path("closing/unpaid/", views.unpaid, name="unpaid"),
    path("closing/unpaid/file", download_views.unpaid, name="unpaid_file"),
    path("closing/deals/<int:key>/do/<slug:word>", views.door, name="closing_door"),
    path("closing/files/<int:key>/", views.file, name="file"),
]
