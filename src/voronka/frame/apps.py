"""Makes the frame known to Django: its templates, tags and static files."""

from django.apps import AppConfig


class Frame(AppConfig):
    """No tables: the frame only shows."""

    name = "voronka.frame"
    label = "frame"
