"""Addresses of the frame itself."""

from django.conf import settings
from django.urls import path

from voronka.frame import views
from voronka.frame.later import Later

downloads = Later("voronka.frame.downloads")

urlpatterns = [
    path("look/<str:digest>.css", views.stylesheet, name="stylesheet"),
    path("me/language", views.my_language, name="my_language"),
    path("me/theme", views.my_theme, name="my_theme"),
    path("condition", views.condition, name="condition"),
    path("palette", views.palette, name="palette"),
    path("me/tour", views.my_tour, name="tour"),
    path("files/<uuid:key>", downloads.download, name="download"),
    path("files/<uuid:key>/file", downloads.download_file, name="download_file"),
    path("live", views.live, name="live"),
    *([path("parts", views.parts, name="parts")] if settings.DEBUG else []),
]
