"""The headers that keep foreign code out of every page (Django's SecurityMiddleware adds the usual rest)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "font-src 'self'", "connect-src 'self'", "media-src 'self' blob:", "manifest-src 'self'", "worker-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """A view may set its own value; none may go out without one. `frame_hosts` of a response may show it in a frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hosts := getattr(response, "frame_hosts", ()):
            # Browsers that know frame-ancestors heed it alone; an older DENY beside it would only say the contrary.
            ancestors = f"frame-ancestors 'self' {' '.join(hosts)}"
            response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", ancestors)
        for name, value in HEADERS.items():
            if hosts and name == "X-Frame-Options":
                continue
            response.headers.setdefault(name, value)
        return response
