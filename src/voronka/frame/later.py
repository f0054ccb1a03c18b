"""Views whose code is imported when somebody first asks for one: seldom opened pages need not lengthen every start."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase


class Later:
    """A module of views, to be named in a table of addresses like the module itself."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., HttpResponseBase]:
        """The view of this name, as yet unread."""

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            read: Callable[..., HttpResponseBase] = getattr(import_module(self._module), name)
            return read(request, *args, **kwargs)

        return view
