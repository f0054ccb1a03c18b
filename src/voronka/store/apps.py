"""The one Django app with tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the app `store`: tables are store_*."""

    name = "voronka.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
