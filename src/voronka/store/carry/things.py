"""What of every table goes into the lines of an export, what follows from the log, and what stays behind and why.

A table that stands in none of the three lists fails a test: nothing is forgotten in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Field, Model

from voronka.store import models as m

FORMAT = 1
"""Grows when lines of before could be read wrongly; a new kind or a new field that may be left out is no reason."""
FIRST, FACT, LAST = "voronka", "fact", "end"
"""Kinds of the lines that are no rows: the opening, facts of the log, the end."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A table, a line a row. `said` tells what it is; `data` names columns that hold JSON.

    `without` are columns that stay behind, each with its reason; `secrets` those that go along only where
    secrets were asked for. `late` things come after the facts, for they refer to what follows from these.
    """

    kind: str
    model: type[Model]
    said: str
    data: tuple[str, ...] = ()
    without: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    secret: bool = False
    late: bool = False

    def fields(self, *, secrets: bool = True) -> "Sequence[Field[object, object]]":
        """The columns of a line, in their order."""
        out = (*self.without, *(() if secrets else self.secrets))
        return [one for one in self.model._meta.concrete_fields if one.name not in out]


THINGS: tuple[Thing, ...] = (
    Thing("company_settings", m.CompanySettings, "what our own company has set"),
    Thing("own_day", m.OwnDay, "a day of our own: worked though others rest, or the other way round"),
    Thing("team", m.Team, "a team of people"),
    Thing(
        "person",
        m.Person,
        "somebody who works here",
        without={"mates": "follows from teams, roles and visibility"},
        secrets=("password",),
    ),
    Thing("token", m.Token, "a program's key, as its SHA-256", secret=True),
    Thing("second_step", Authenticator, "a second step of signing in", secret=True),
    Thing("passport", m.PassportVersion, "a published version of a passport", data=("compiled", "gaps")),
    Thing("draft", m.PassportDraft, "what the next version of a passport may become"),
    Thing("migration", m.Migration, "open deals were taken to a later version", data=("stages",)),
    Thing("saved_view", m.SavedView, "a view of the list of deals that somebody saved", data=("asked",)),
    Thing("usual_view", m.UsualView, "with which view somebody begins"),
    Thing(
        "export",
        m.Export,
        "who took out what, and when",
        data=("asked",),
        without={"file": "lies in the data folder for some days only"},
    ),
    Thing("text", m.Text, "what somebody wrote; facts name it by its id"),
    Thing(
        "file", m.Upload, "a file that somebody attached: its name and SHA-256; the content lies in `files/`"
    ),
    Thing("public_form", m.PublicForm, "what the public form of a process says"),
    Thing("ready_answer", m.ReadyAnswer, "what is answered to those whose inquiry is no lead"),
    Thing("consent_text", m.ConsentText, "a text to which people agree"),
    Thing("consent", m.Consent, "somebody agreed to a text"),
    Thing("origin", m.Origin, "whence somebody came who turned to us"),
    Thing("submission", m.Submission, "a public form that was sent"),
    Thing(
        "import",
        m.Import,
        "a file of another system that came in",
        data=("plan", "counts", "found", "outline"),
    ),
    Thing("outside_id", m.OutsideId, "what a thing is called in another system"),
    Thing(
        "refused_line",
        m.RefusedLine,
        "a line of an import that could not be taken",
        data=("problem", "cells"),
    ),
    Thing(
        "company",
        m.Company,
        "a company that buys, or may",
        data=("own",),
        without={"compared": "the worker compares anew"},
    ),
    Thing(
        "contact",
        m.Contact,
        "a person to talk to",
        data=("own",),
        without={"compared": "the worker compares anew"},
    ),
    Thing("different", m.Different, "two clients are different, somebody has said"),
    Thing("merge", m.Merge, "a client went up in another", data=("before", "after", "moved", "came")),
    Thing(
        "bulk_edit",
        m.BulkEdit,
        "one change of many deals at once",
        data=("change", "tried", "told"),
    ),
    Thing("bulk_deal", m.BulkDeal, "a deal of a bulk edit: what became of it", data=("before", "why")),
    Thing("reader", m.ReaderCursor, "how far a reader of the log has come, so that nothing is told twice"),
    Thing(
        "deal",
        m.DealRow,
        "the title of a deal, which is free text; all the rest of it follows from its facts",
        without={
            one.name: "follows from the facts"
            for one in m.DealRow._meta.concrete_fields
            if one.name not in ("id", "title")
        },
        late=True,
    ),
)
"""In the order in which their lines stand: what is referred to comes first where it can."""

FOLLOWS: dict[type[Model], str] = {
    m.EventRow: "the lines `fact`, one a row",
    m.InquiryRow: "its facts",
    m.VisitRow: "the facts of its deal",
    m.PaymentRow: "the facts of its deal",
    m.PassRow: "the facts of its deal",
    m.AskRow: "the facts of its deal",
    m.FieldRow: "the facts of its deal",
    m.FileUse: "the facts of its deal",
    m.StageCount: "the facts of all deals",
    m.Acknowledgement: "the facts of its person",
    m.TextUse: "the facts of deals and inquiries, read again by the worker",
    m.KeptFigure: "counted anew by the worker",
    m.ClientKey: "clients, read anew by the worker",
    m.DuplicatePair: "clients, compared anew by the worker",
}
"""Tables that are made again from the lines, and from which."""

LEFT: dict[type[Model], str] = {
    m.Job: "work of the installation it was asked in",
    m.Heartbeat: "the life of the installation's own processes",
    m.RequestRow: "answers to requests of the last days, should they come again",
    Session: "who is signed in, here and now",
    EmailAddress: "not used: a person's address stands with the person",
    EmailConfirmation: "not used: a person's address stands with the person",
    Group: "not used: rights follow from roles",
    Permission: "not used: rights follow from roles",
    ContentType: "a list of the program's own",
}
"""Tables that stay behind, and why."""


def of_kind(kind: str) -> Thing | None:
    """The thing whose lines are of this kind."""
    return next((one for one in THINGS if one.kind == kind), None)
