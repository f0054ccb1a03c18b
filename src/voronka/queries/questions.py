"""What the ten questions are called, and the tables below their answers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANSWER_TITLES: dict[str, str | Promise] = {
    "owner": _("Who is responsible"),
    "cycle": _("Sequence of actions"),
    "entry": _("Entry point"),
    "closing": _("Exit point"),
    "product": _("Product of sales"),
    "resources": _("Resources"),
    "targets": _("Numbers to reach"),
    "control": _("Control"),
    "neighbours": _("Interaction"),
    "documents": _("Documents"),
}
ROWS: dict[str, str | Promise] = {
    "owner": _("Roles and their interest"),
    "entry": _("Where inquiries come from and what the brief asks"),
    "closing": _("How clients pay and what is handed over"),
    "product": _("What we sell"),
    "resources": _("People and services"),
    "targets": _("Plan by month and norms"),
    "control": _("Rhythm"),
    "neighbours": _("Who gives what to whom"),
    "documents": _("List of documents"),
}
