"""Is the company in this installation the demo, which may be emptied?"""

from pathlib import Path

from django.conf import settings


def demo_marker() -> Path:
    """Its presence says so; what stands in it is who can sign in."""
    return Path(settings.DATA) / "demo"


def is_demo() -> bool:
    """Is the company here the demo?"""
    return demo_marker().exists()
