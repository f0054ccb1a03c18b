"""What happens in the life of a deal of the demo: each deed is a real action of the person whose work it is."""

from datetime import datetime, timedelta
from random import Random

from voronka.actions import asks, closing, cycle, entry
from voronka.actions.change import Outcome
from voronka.core.access import Actor
from voronka.core.money import digits
from voronka.core.process import Guard, Process, Stage
from voronka.demo.company import Caller, Company
from voronka.demo.plots import Plot
from voronka.store import values


class Deeds:
    """The deeds of one deal; what they need of each other is kept here while they happen."""

    def __init__(self, company: Company, process: Process, plot: Plot, caller: Caller, dice: Random) -> None:
        self.company, self.process, self.plot = company, process, plot
        self.caller, self.dice = caller, dice
        self.owner: Actor = company.actors[plot.manager]
        self.offer_id = company.speech.offer(caller.wish)
        self.price = self._price(self.offer_id) * dice.choice((80, 90, 100, 100, 100, 120, 150)) // 100
        self.amount = self.key = self.inquiry = 0
        self.stage = ""
        self.brief_known = self.given_back = False

    def _price(self, offer: str) -> int:
        return next(one.price for one in self.process.product.offers if one.id == offer)

    def agree_on(self, scale: float) -> None:
        """The sum of this deal: its price, scaled so that the check of all is the planted one; in thousands."""
        unit = 1000 * 10 ** digits(self.process.currency)
        self.amount = max(round(self.price * scale / unit) * unit, unit)

    def say(self, word: str) -> str:
        """Something that people write with such a fact."""
        return self.dice.choice(self.company.speech.notes.get(word) or ("",))

    def receive(self, at: datetime) -> None:
        """They wrote or called, support took it."""
        support = self.company.actors["support"]
        self.clients = self.caller.keep(support, at)
        told = entry.receive_inquiry(
            channel=self.plot.channel,
            contact=self.clients[1],
            message=self.say("message"),
            service_questions=1,
            asked=(self.company.speech.offer(self.caller.wish),),
            by=support,
            at=at,
        )
        assert told.noun == "inquiry", "the demo's passport must not call a single question a lead"
        self.inquiry = told.key

    def answer(self, at: datetime) -> None:
        """Support wrote back and sent the brief."""
        by = self.company.actors["support"]
        entry.answer_inquiry(key=self.inquiry, message=self.say("answer"), by=by, at=at)

    def ask_more(self, at: datetime) -> None:
        """They wrote again."""
        by = self.company.actors["support"]
        entry.add_message(key=self.inquiry, message=self.say("more"), by=by, at=at)

    def become(self, at: datetime) -> None:
        """The brief came back, or they asked so much about the services that it is a lead without it."""
        by = self.company.actors["support"]
        asks = "service_questions" in self.process.entry.lead_when and self.dice.random() < 0.25
        if asks:
            told = entry.add_message(
                key=self.inquiry, message=self.say("more"), service_questions=3, by=by, at=at
            )
        else:
            self.brief_known = True
            told = entry.fill_brief(key=self.inquiry, note=self.say("brief"), by=by, at=at)
        if told.noun != "deal":
            told = entry.promote_inquiry(key=self.inquiry, by=by, at=at)
        self._opened(told)

    def become_early(self, at: datetime) -> None:
        """A manager could not wait for the brief."""
        by = self.owner
        self._opened(entry.promote_inquiry(key=self.inquiry, title=self.caller.wish, by=by, at=at))
        cycle.add_note(key=self.key, text=self.say("early"), by=by, at=at)

    def open_directly(self, at: datetime) -> None:
        """An old client asked a manager in person."""
        company, contact = self.caller.keep(self.owner, at)
        self.brief_known = True
        self._opened(
            entry.open_deal(
                title=self.caller.wish,
                company=company,
                contact=contact,
                channel=self.plot.channel,
                brief_filled=True,
                by=self.owner,
                at=at,
            )
        )

    def _opened(self, told: Outcome) -> None:
        assert told.noun == "deal" and told.done, told
        self.key, self.stage = told.key, told.stage
        self.company.going[self.key] = self.owner

    def assign(self, at: datetime) -> None:
        """The head of sales gives the deal to a manager."""
        cycle.assign_deal(key=self.key, owner=self.owner.id, by=self.company.actors["head"], at=at)

    def name(self, at: datetime) -> None:
        """What the deal is about."""
        by = self.company.actors["support"]
        cycle.set_field(key=self.key, field="title", value=self.caller.wish, by=by, at=at)

    # -- acts of a stage --------------------------------------------------------------------------

    def tick(self, step: str, at: datetime) -> None:
        """A step is done."""
        cycle.tick_step(key=self.key, step=step, by=self.owner, at=at)

    def write(self, word: str, at: datetime) -> None:
        """Something worth remembering."""
        cycle.add_note(key=self.key, text=self.say(word), by=self.owner, at=at)

    def set_amount(self, at: datetime) -> None:
        """They agreed on a sum."""
        cycle.set_amount(key=self.key, amount=self.amount, by=self.owner, at=at)

    def send_contract(self, at: datetime) -> None:
        """The contract goes to the client."""
        note = self.say("contract_sent")
        cycle.log_evidence(key=self.key, what="contract_sent", note=note, by=self.owner, at=at)

    def fulfil(self, guard: Guard, at: datetime) -> None:
        """Do what this condition asks for, by its door by hand."""
        word = guard.name.partition("_")[0]
        match guard.name:
            case "brief_filled" if not self.brief_known:
                self._note_fact("brief", at)
            case "call_logged" | "recording_sent":
                self._note_fact(word, at)
            case "contract_sent":
                self.send_contract(at)
            case "contract_signed" | "invoice_sent" | "offer_sent":
                self._note_sum(word, at)
            case "fields_filled":
                names = guard.arg if isinstance(guard.arg, tuple) else (str(guard.arg),)
                for name in names:
                    self._fill(name, at)
            case "expression":
                self.set_amount(at)

    def _note_fact(self, what: str, at: datetime) -> None:
        cycle.log_evidence(key=self.key, what=what, note=self.say(what), by=self.owner, at=at)

    def _note_sum(self, what: str, at: datetime) -> None:
        patterns = {"contract": self.company.speech.contract, "invoice": self.company.speech.invoice}
        number = patterns[what].format(self.company.paper(what)) if what in patterns else ""
        cycle.log_sum(
            key=self.key,
            what=what,
            amount=self.amount,
            number=number,
            note=self.say(what),
            by=self.owner,
            at=at,
        )

    def describe(self, at: datetime) -> None:
        """What the client wants, in the fields of the passport."""
        for one in self.process.cycle.fields:
            if one.id == "goal" or self.dice.random() < 0.4:
                self._fill(one.id, at)

    def _fill(self, name: str, at: datetime) -> None:
        site = self.caller.client.domain if self.caller.client else ""
        value = site if name == "site" else self.say(f"field_{name}")
        if name == "amount":
            self.set_amount(at)
        elif value:
            cycle.set_field(key=self.key, field=name, value=value, by=self.owner, at=at)

    def hurry(self, at: datetime) -> None:
        """Somebody tried to go on before the stage was done."""
        following = self.process.following(self.stage)
        assert following is not None
        told = cycle.move_deal(key=self.key, to=following.id, by=self.owner, at=at)
        assert told.refused, "a hasty move of the demo went through"

    def move(self, stage: Stage, at: datetime) -> None:
        """On to the next stage; money may have moved the deal already."""
        following = self.process.following(stage.id)
        assert following is not None
        if self.stage == following.id:
            return
        if any(guard.name == "next_step_set" for guard in stage.leave_when):
            self.plan_next(following, at)
        told = cycle.move_deal(key=self.key, to=following.id, by=self.owner, at=at)
        assert told.done, (self.plot, told.refused)
        self.stage = following.id

    def ask_exception(self, at: datetime) -> None:
        """The recording cannot be made in time: the manager asks to let the deal go on."""
        asks.ask_exception(key=self.key, note=self.say("exception_asked"), by=self.owner, at=at)

    def pass_by_exception(self, at: datetime) -> None:
        """The head of sales lets it go on, and says why."""
        by = self.company.actors["head"]
        told = asks.grant_exception(key=self.key, reason=self.say("exception"), by=by, at=at)
        assert told.done, (self.plot, told.refused)
        self.stage = told.stage

    def give_back(self, to: str, at: datetime) -> None:
        """Back to an earlier stage, with a reason."""
        told = cycle.return_deal(key=self.key, to=to, reason=self.say("return"), by=self.owner, at=at)
        assert told.done, told.refused
        self.stage = to

    # -- the next step ----------------------------------------------------------------------------

    def plan_next(self, stage: Stage, at: datetime) -> None:
        """What is to be done next on this stage, a day or more later."""
        days = self.dice.choice((1, 1, 2, 2, 3))
        self._set_step(stage, self.company.days.next_working(at, days, self._quarter()), at)

    def plan_last(self, stage: Stage, at: datetime) -> None:
        """The next step that the deal stands with on the day the story is told."""
        days, minute = self.company.days, self._quarter()
        match self.plot.step:
            case "none":
                cycle.set_next_step(key=self.key, due=None, by=self.owner, at=at)
            case "late":
                evening = days.at(days.end - 1)
                self._set_step(
                    stage, min(max(days.at(days.end - minute), at + timedelta(minutes=15)), evening), at
                )
            case "today":
                self._set_step(stage, days.ahead(0, minute), at)
            case "tomorrow":
                self._set_step(stage, days.ahead(1, minute), at)
            case _:
                self._set_step(stage, days.ahead(self.dice.randrange(2, 8), minute), at)

    def _quarter(self) -> int:
        """A quarter of an hour within the working day."""
        return self.dice.randrange(2, 33) * 15

    def _set_step(self, stage: Stage, due: datetime, at: datetime) -> None:
        doable = [one.name for one in stage.leave_when if f"next_{one.name}" in self.company.speech.notes]
        word = (
            "next_handover" if stage is self.process.last_stage else f"next_{doable[0]}" if doable else "next"
        )
        cycle.set_next_step(key=self.key, due=due, text=self.say(word), by=self.owner, at=at)

    # -- money, hand-over and ends ----------------------------------------------------------------

    def pay(self, at: datetime, amount: int, word: str, offer: str | None = None) -> None:
        """Money came; the accountant enters it with the bank's slip. It may move the deal by itself."""
        accountant = self.company.actors["accountant"]
        told = closing.receive_payment(
            key=self.key,
            amount=amount,
            paid_on=at.astimezone(self.company.days.calendar.zone).date(),
            proof=self.company.proof(amount, self.process.currency, accountant, at),
            note=self.say(word),
            offer=offer,
            by=accountant,
            at=at,
        )
        assert told.done, told.refused
        self.stage = told.stage

    def offer_audit(self, at: datetime) -> None:
        """A small thing before the large one: the tripwire of the passport."""
        cycle.log_sum(
            key=self.key,
            what="offer",
            amount=self._price("audit"),
            offer="audit",
            note=self.say("audit_offer"),
            by=self.owner,
            at=at,
        )

    def pay_audit(self, at: datetime) -> None:
        """It was paid; what it cost counts towards the project."""
        self.pay(at, self._price("audit"), "audit_paid", offer="audit")

    @property
    def rest(self) -> int:
        """What is still to be paid for the project."""
        return self.amount - (self._price("audit") if self.plot.audit else 0)

    def _last_payment(self) -> str:
        return values.deal(self.key).payments[-1].id

    def void(self, at: datetime) -> None:
        """The payment was entered on the wrong deal."""
        by, payment = self.company.actors["head"], self._last_payment()
        closing.void_payment(key=self.key, payment=payment, reason=self.say("void"), by=by, at=at)

    def refund(self, at: datetime) -> None:
        """A part of the money goes back."""
        by, amount = self.company.actors["accountant"], self.amount // 10
        told = closing.refund_payment(
            key=self.key,
            payment=self._last_payment(),
            amount=amount,
            reason=self.say("refund"),
            proof=self.company.proof(amount, self.process.currency, by, at),
            by=by,
            at=at,
        )
        assert told.done, told.refused

    def offer(self, at: datetime) -> None:
        """Production is asked to take the project over."""
        note = self.say("handover_again" if self.given_back else "handover_offer")
        curator = self.company.actors["curator"].id
        told = closing.offer_handover(key=self.key, to=curator, note=note, by=self.owner, at=at)
        assert told.done, (self.plot, told.refused)

    def give_project_back(self, at: datetime) -> None:
        """Production says what it lacks."""
        by = self.company.actors["curator"]
        self.given_back = True
        closing.return_handover(key=self.key, reason=self.say("handover_return"), by=by, at=at)

    def accept(self, at: datetime) -> None:
        """Production takes over: the deal is won."""
        by = self.company.actors["curator"]
        told = closing.accept_handover(key=self.key, note=self.say("handover_accept"), by=by, at=at)
        assert told.status == "won", told
        self.company.going.pop(self.key, None)

    def lose(self, at: datetime) -> None:
        """The deal is lost, for a reason of the passport."""
        reason = self.plot.reason
        note = self.dice.choice(self.company.speech.lost[reason])
        told = cycle.lose_deal(key=self.key, reason=reason, note=note, by=self.owner, at=at)
        assert told.done, told.refused
        self.company.going.pop(self.key, None)

    def lose_for_now(self, at: datetime) -> None:
        """It is called lost, and will come back."""
        told = cycle.lose_deal(
            key=self.key, reason="rival", note=self.company.speech.lost["rival"][0], by=self.owner, at=at
        )
        assert told.done, told.refused

    def reopen(self, at: datetime) -> None:
        """They came back."""
        cycle.reopen_deal(key=self.key, note=self.say("reopen"), by=self.owner, at=at)
