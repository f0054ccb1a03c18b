"""Addresses of the room."""

from django.urls import path

from voronka.rooms.closing import views

urlpatterns = [
    path("closing/deals/<int:key>/<slug:word>", views.door, name="closing_door"),
]
