"""Who may make an account: nobody by themselves; people are invited by the owner."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
