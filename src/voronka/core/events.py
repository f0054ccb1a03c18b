"""Every fact that the log can hold: one frozen dataclass a kind, with its stored name and version.

The envelope (stream, sequence, when, by whom, door, process version) is the log's; here is what a fact says.
Personal data and free text never stand here: a fact refers to their row by id (`text`, `proof`, ...).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform

KINDS: "dict[str, type[Event]]" = {}


@dataclass(frozen=True, slots=True)
class Event:
    """A fact. `changes_state` says whether a page that was read before it is stale for rules."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    changes_state: ClassVar[bool] = True

    def as_data(self) -> dict[str, Any]:
        """The fact as a dict that JSON can carry; fields that say nothing (None, empty) are left out."""
        names: tuple[str, ...] = self.__match_args__
        return {name: value for name in names if (value := getattr(self, name)) is not None and value != ()}


AnyEvent = TypeVar("AnyEvent", bound=Event)


@dataclass_transform(frozen_default=True)
def fact(
    kind: str, version: int = 1, *, changes_state: bool = True
) -> Callable[[type[AnyEvent]], type[AnyEvent]]:
    """Register a kind of fact. The class is registered after slots made its final form, not before."""

    def register(cls: type[AnyEvent]) -> type[AnyEvent]:
        final = dataclass(frozen=True, slots=True)(cls)
        final.kind, final.version, final.changes_state = kind, version, changes_state
        if kind in KINDS:
            raise ValueError(f"two kinds of fact named {kind}")
        KINDS[kind] = final
        return final

    return register


# --- inquiries -------------------------------------------------------------------------------------------


@fact("inquiry.received")
class InquiryReceived(Event):
    """Somebody turned to us: through which channel, and how often they asked about the services.

    `asked` are the offers that they asked about; `sent_at` (ISO 8601, UTC) is when they wrote, where that was before
    it was written down here; `origin` and `consent` are the rows that say whence they came and to what they agreed;
    `imported` is the import that tells of it.
    """

    process: str
    channel: str
    contact: int | None = None
    text: int | None = None
    service_questions: int = 0
    brief_filled: bool = False
    owner: int | None = None
    asked: tuple[str, ...] = ()
    sent_at: str | None = None
    origin: int | None = None
    consent: int | None = None
    imported: int | None = None


@fact("inquiry.message_added")
class InquiryMessageAdded(Event):
    """They wrote or called again; `service_questions` counts the questions about the services in it.

    `asked` are the offers that they asked about, `channel` through which it came, where that was said.
    """

    text: int | None = None
    service_questions: int = 0
    asked: tuple[str, ...] = ()
    channel: str | None = None
    origin: int | None = None
    consent: int | None = None


@fact("inquiry.answered")
class InquiryAnswered(Event):
    """We answered them."""

    text: int | None = None


@fact("inquiry.field_set")
class InquiryFieldSet(Event):
    """A field of the company's own got a value: `text` where it holds free words, else `value` as core/fields.py
    keeps it. Neither empties it.
    """

    field: str
    text: int | None = None
    value: str | None = None


@fact("inquiry.let_in")
class InquiryLetIn(Event):
    """It had been held back as perhaps no person's (`reasons`), and somebody let it in."""

    reasons: tuple[str, ...] = ()


@fact("inquiry.closed")
class InquiryClosed(Event):
    """What it turned out to be: `lead` (with its deal), one of the answers of "what is not a lead", or `past`: another
    system tells of it, and does not say what became of it.
    """

    as_what: str
    deal: int | None = None
    text: int | None = None


@fact("inquiry.withdrawn")
class InquiryWithdrawn(Event):
    """The import that told of the inquiry is undone: it is none of ours any more."""

    imported: int


@fact("inquiry.change_refused")
class InquiryChangeRefused(Event):
    """An attempt that a rule refused: which change (`close`, `message`, ...), and what was unmet."""

    change: str
    missing: tuple[dict[str, Any], ...] = ()


@fact("brief.filled")
class BriefFilled(Event):
    """The brief is filled; on an inquiry or on a deal. `by_hand`: a person says so, with a note or a file."""

    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


# --- the way of a deal -----------------------------------------------------------------------------------


@fact("deal.opened")
class DealOpened(Event):
    """A deal began. `early`: the entry rule did not call it a lead yet, a person opened it all the same;
    `imported`: the import that tells of it, its past is as another system tells it."""

    process: str
    version_number: int
    stage: str
    currency: str
    amount: int = 0
    owner: int | None = None
    inquiry: int | None = None
    company: int | None = None
    contact: int | None = None
    channel: str = ""
    brief_filled: bool = False
    early: bool = False
    imported: int | None = None


@fact("deal.moved")
class DealMoved(Event):
    """To the next stage. `cause`: `person`, `money` or `import`; `passed`: unmet guards that only warn or observe, and
    strict ones where an exception was granted.
    """

    frm: str
    to: str
    cause: str = "person"
    passed: tuple[dict[str, Any], ...] = ()


@fact("deal.skipped")
class DealSkipped(Event):
    """A stage that the passport lets such a deal pass over; the move over it follows."""

    stage: str


@fact("deal.exception_asked", changes_state=False)
class DealExceptionAsked(Event):
    """Whoever may is asked to let the deal go on to this stage although these guards are not met."""

    stage: str
    to: str
    guards: tuple[str, ...] = ()
    text: int | None = None


@fact("deal.exception_granted")
class DealExceptionGranted(Event):
    """By right and with a reason the deal may go on without these guards; the move follows."""

    stage: str
    to: str
    guards: tuple[str, ...] = ()
    text: int | None = None


@fact("deal.move_refused", changes_state=False)
class DealMoveRefused(Event):
    """An attempt that a guard refused: which move (a stage, `won`, `lost`, ...), and what was unmet."""

    frm: str
    to: str
    missing: tuple[dict[str, Any], ...] = ()


@fact("deal.returned")
class DealReturned(Event):
    """Back to an earlier stage."""

    frm: str
    to: str
    text: int | None = None


@fact("deal.move_undone")
class DealMoveUndone(Event):
    """The last move was a slip: measures drop the pair."""

    frm: str
    to: str
    undone: int
    entered_at: str


@fact("deal.migrated")
class DealMigrated(Event):
    """The deal goes on by another version; where its stage is another one there, it stands on that one now."""

    from_version: int
    to_version: int
    from_stage: str
    to_stage: str


@fact("deal.lost")
class DealLost(Event):
    """The deal is lost, with a reason of the passport."""

    stage: str
    reason: str
    text: int | None = None


@fact("deal.reopened")
class DealReopened(Event):
    """A lost deal lives again, on the stage where it was lost."""

    stage: str
    text: int | None = None


@fact("deal.won")
class DealWon(Event):
    """Money received and hand-over accepted: what was agreed and what was paid, in minor units."""

    agreed: int
    paid: int


@fact("deal.win_imported")
class DealWinImported(Event):
    """Another system tells that the deal was won, for this sum: without the evidence of money and hand-over."""

    agreed: int


@fact("deal.history_told")
class DealHistoryTold(Event):
    """Another system tells through which stages the deal went: each stay's stage (`to`), since when (`at`, ISO 8601),
    `back` where it had come further before, `by` whom of ours. `=lost` and `=imported` are ends after which it lived.
    These stays take the place of what was told before; `taken_back`: the import is undone, and what it replaced holds.
    """

    imported: int
    stays: tuple[dict[str, Any], ...] = ()
    taken_back: bool = False


@fact("deal.withdrawn")
class DealWithdrawn(Event):
    """The import that told of the deal is undone: it is no deal of ours any more."""

    imported: int


@fact("deal.win_revoked")
class DealWinRevoked(Event):
    """A payment that the win stood on was never ours: the deal is open again on its stage."""

    stage: str
    payment: str


@fact("deal.approval_asked", changes_state=False)
class DealApprovalAsked(Event):
    """Somebody with this role of the passport is asked to approve the deal."""

    role: str
    text: int | None = None


@fact("deal.approved")
class DealApproved(Event):
    """Somebody with this role approved the deal for this sum, in minor units; another sum asks anew."""

    role: str
    agreed: int
    text: int | None = None


# --- what is known of a deal -----------------------------------------------------------------------------


@fact("deal.step_done")
class DealStepDone(Event):
    """A step of a stage is done, or (`done` false) it turned out not to be."""

    stage: str
    step: str
    done: bool = True


@fact("deal.field_set")
class DealFieldSet(Event):
    """A field got a value: `number` for amount, company and contact; for the company's own fields `text` where
    they hold free words, else `value` as core/fields.py keeps it. None of them empties it.

    `reason` is the text that explains a change of the amount after the first payment.
    """

    field: str
    number: int | None = None
    text: int | None = None
    reason: int | None = None
    value: str | None = None


@fact("deal.assigned", changes_state=False)
class DealAssigned(Event):
    """The deal has another owner, or none."""

    owner: int | None = None


@fact("deal.next_step_set", changes_state=False)
class DealNextStepSet(Event):
    """What is to be done next and when (ISO 8601, UTC); without `due` the step is done or dropped."""

    due: str | None = None
    text: int | None = None


@fact("note.added", changes_state=False)
class NoteAdded(Event):
    """Somebody wrote a note on the deal or on the inquiry."""

    text: int | None = None
    proof: int | None = None


@fact("message.received", changes_state=False)
class MessageReceived(Event):
    """The client of this deal wrote: through which channel, about which offers, and to what they agreed by it."""

    text: int | None = None
    channel: str | None = None
    asked: tuple[str, ...] = ()
    consent: int | None = None


@fact("call.logged")
class CallLogged(Event):
    """A call took place; `direction` is in or out."""

    direction: str = "out"
    seconds: int | None = None
    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("recording.sent")
class RecordingSent(Event):
    """The strategy recording went to the client."""

    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("offer.sent")
class OfferSent(Event):
    """An offer went to the client; `offer` is an id of the catalogue."""

    offer: str | None = None
    amount: int | None = None
    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("offer.accepted")
class OfferAccepted(Event):
    """The client agreed to an offer of this sum: until a contract is signed, *paid* is measured against it."""

    amount: int
    offer: str | None = None
    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("contract.sent")
class ContractSent(Event):
    """The contract went to the client."""

    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("contract.signed")
class ContractSigned(Event):
    """The contract is signed for this sum: from now on *paid* is measured against it."""

    amount: int
    number: str = ""
    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


@fact("invoice.sent")
class InvoiceSent(Event):
    """The invoice went to the client."""

    amount: int | None = None
    number: str = ""
    text: int | None = None
    proof: int | None = None
    by_hand: bool = True


# --- money and hand-over ---------------------------------------------------------------------------------


@fact("payment.received")
class PaymentReceived(Event):
    """Money came. `amount` is gross, in minor units of the deal's currency; `paid_on` the day (ISO 8601).

    `offer` is the id of the offer that it pays for, where that was said; `imported` the import that tells of it.
    """

    payment: str
    amount: int
    currency: str
    paid_on: str
    method: str = "bank"
    proof: int | None = None
    text: int | None = None
    by_hand: bool = True
    offer: str | None = None
    imported: int | None = None


@fact("payment.refunded")
class PaymentRefunded(Event):
    """Money of this payment went back to the client."""

    payment: str
    amount: int
    text: int | None = None
    proof: int | None = None


@fact("payment.voided")
class PaymentVoided(Event):
    """This payment was never ours."""

    payment: str
    text: int | None = None


@fact("handover.offered")
class HandoverOffered(Event):
    """Production is asked to take the project over."""

    to: int | None = None
    text: int | None = None


@fact("handover.accepted")
class HandoverAccepted(Event):
    """Production took the project over. `own`: the same person offered and accepted."""

    own: bool = False
    text: int | None = None


@fact("handover.returned")
class HandoverReturned(Event):
    """Production gave the project back, with a reason."""

    text: int | None = None


# --- clients ---------------------------------------------------------------------------------------------


@fact("client.merged", changes_state=False)
class ClientMerged(Event):
    """The client `gone` (a `company` or a `contact`) was found to be the client `kept`; `merge` is the row that says
    what splitting back needs. It stands in the stream of the client, and of every deal and inquiry that goes along.
    """

    noun: str
    gone: int
    kept: int
    merge: int


@fact("client.split", changes_state=False)
class ClientSplit(Event):
    """They are two after all: what had gone along from `gone` to `kept` goes back. In the same streams."""

    noun: str
    gone: int
    kept: int
    merge: int


# --- people ----------------------------------------------------------------------------------------------


@fact("document.acknowledged", changes_state=False)
class DocumentAcknowledged(Event):
    """A person has read the instruction of a stage; `digest` is the SHA-256 of the text that they read."""

    process: str
    stage: str
    digest: str


# --- imports ---------------------------------------------------------------------------------------------


@fact("import.applied")
class ImportApplied(Event):
    """A file of another system came in: how many things of it, and how many lines could not be taken."""

    noun: str
    source: str
    digest: str
    taken: int = 0
    known: int = 0
    refused: int = 0


@fact("import.undone")
class ImportUndone(Event):
    """An import was taken back: how many things went, and how many stayed since somebody has worked on them."""

    gone: int = 0
    left: int = 0


# --- many deals at once ----------------------------------------------------------------------------------


@fact("bulk.applied")
class BulkApplied(Event):
    """One change was made on many deals: what, and how many changed, were so already, were refused, were left out."""

    what: str
    done: int = 0
    same: int = 0
    refused: int = 0
    barred: int = 0


@fact("bulk.undone")
class BulkUndone(Event):
    """A bulk edit was taken back: how many deals returned, and how many stayed since somebody has worked on them."""

    gone: int = 0
    left: int = 0


# --- passport --------------------------------------------------------------------------------------------


@fact("passport.published")
class PassportPublished(Event):
    """A version of the passport holds from now on; `digest` is the SHA-256 of its text."""

    number: int
    digest: str
