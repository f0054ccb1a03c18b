"""Addresses of the frame itself."""

from django.conf import settings
from django.urls import path

from voronka.frame import views

urlpatterns = [
    path("look/<str:digest>.css", views.stylesheet, name="stylesheet"),
    path("me/language", views.my_language, name="my_language"),
    path("me/theme", views.my_theme, name="my_theme"),
    path("condition", views.condition, name="condition"),
    path("palette", views.palette, name="palette"),
    path("me/tour", views.my_tour, name="tour"),
    path("live", views.live, name="live"),
    *([path("parts", views.parts, name="parts")] if settings.DEBUG else []),
]
