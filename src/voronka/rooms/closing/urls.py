"""Addresses of the room."""

from django.urls import path

from voronka.rooms.closing import views

urlpatterns = [
    path("closing/payments/", views.payments, name="payments"),
    path("closing/handovers/", views.handovers, name="handovers"),
    path("closing/unpaid/", views.unpaid, name="unpaid"),
    path("closing/deals/<int:key>/do/<slug:word>", views.door, name="closing_door"),
    path("closing/files/<int:key>/", views.file, name="file"),
]
