"""Conditions in CEL: compiled once, never raising into a page."""

from voronka.core.deal import Deal
from voronka.core.entry import Inquiry


def lead(text: str, inquiry: Inquiry) -> bool:
    """Is this inquiry a lead by this rule?"""
    return inquiry.brief_filled


def deal(text: str, deal: Deal) -> bool:
    """Is this condition true of the deal?"""
    return True
