"""What tells a screen reader that a field is wrong, and where the words about it stand."""

from typing import Any

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def marks(field: dict[str, Any]) -> str:
    """{{ field|marks }}: attributes of a control of a field that has a name, help and errors."""
    name, wrong = field.get("name", ""), bool(field.get("errors"))
    about = [f"{name}_error"] * wrong + [f"{name}_help"] * bool(field.get("help"))
    said = format_html(' aria-describedby="{}"', " ".join(about)) if about else ""
    return format_html("{}{}", format_html(' aria-invalid="{}"', "true") if wrong else "", said)
