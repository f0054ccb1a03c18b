"""Addresses whose code is imported when the first request for one of them comes."""

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language


class Late(URLResolver):
    """Django imports every address when a page first makes a link; these have names of their own, so it need not."""

    def __init__(self, route: str, module: str, name: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=name, namespace=name)

    def _populate(self) -> None:
        """Asked by the table of all names: ours are not in it."""

    @property
    def reverse_dict(self) -> Any:
        """Asked for one of our own names."""
        if get_language() not in self._reverse_dict:
            super()._populate()
        return self._reverse_dict[get_language()]
