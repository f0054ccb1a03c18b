"""The seven system roles in words: what each is called, and what it may do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "owner": (_("Owner"), _("sees and decides everything, and names other owners")),
    "head": (_("Head of sales"), _("sees everything, leads the team, publishes the passport")),
    "manager": (_("Manager"), _("leads their own deals and takes free ones")),
    "support": (_("Sales support"), _("takes inquiries and briefs, sees all deals, enters no money")),
    "marketer": (_("Marketer"), _("sees inquiries and deals, changes nothing")),
    "curator": (_("Curator"), _("accepts projects for production, sees those that were offered")),
    "accountant": (_("Accountant"), _("sees all deals, enters payments and refunds")),
}
"""In the order of core.process.SYSTEM_ROLES; a test holds that none is missing."""

SEES: dict[str, str | Promise] = {
    "own": _("their own deals and free ones"),
    "team": _("those of their team and free ones"),
    "all": _("all deals"),
    "handed": _("those that were offered to production"),
}
"""Whose deals a person sees, in words."""
CHOICES = ("own", "team", "all")
"""What is offered for a person; what a role doesn't have is told when it is chosen."""
