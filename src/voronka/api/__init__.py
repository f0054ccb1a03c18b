"""The JSON face: `/api/v1` over the same verbs and answers as the pages and the command line."""

from typing import Any


def schema() -> dict[str, Any]:
    """The OpenAPI description of the whole API. Django must be set up."""
    from voronka.api.v1 import api  # the application's models must be there first

    return dict(api.get_openapi_schema())
