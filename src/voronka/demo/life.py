"""One deal from the first word to its end, as a list of acts with their moments; each act is a real action."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from voronka.actions import closing, cycle, entry
from voronka.actions.change import Outcome
from voronka.core.access import Actor
from voronka.core.money import digits
from voronka.core.process import Guard, Stage
from voronka.demo.company import Caller, Company
from voronka.demo.inquiries import Act, channel
from voronka.demo.plots import Plot
from voronka.store import values

Do = Callable[[datetime], object]
TICK = "steps_done"


class Life:
    """Tells a plot. Acts are drawn beforehand; what they need of each other is kept here while they happen."""

    def __init__(self, company: Company, plot: Plot, caller: Caller, dice: Random) -> None:
        self.company, self.plot, self.caller, self.dice = company, plot, caller, dice
        self.process = company.process
        self.stages = self.process.cycle.stages
        word = dice.choice(("manager", "other_manager"))
        self.owner: Actor = company.actors[word]
        self.amount = self._draw_amount()
        self.key = self.inquiry = 0
        self.stage = ""
        self.acts: list[Act] = []
        self.now = 1 << 30

    def script(self) -> list[Act]:
        """Every act of this life, in order."""
        self._begin()
        path = self.plot.path
        for number, (place, entered) in enumerate(path):
            following = path[number + 1] if number + 1 < len(path) else None
            self._stay(number, place, entered, following)
        if self.plot.end == "won":
            self._hand_over()
        elif self.plot.end == "lost":
            self._at(self.plot.ended, self.lose)
        return self.acts

    def _at(self, minutes_ago: int, do: Do) -> None:
        """Put an act on its moment, always after the one before."""
        self.now = max(min(self.now - 1, minutes_ago), 1)
        self.acts.append((self.company.days.ago(self.now) + timedelta(seconds=self.dice.randrange(50)), do))

    def _draw_amount(self) -> int:
        prices = [offer.price for offer in self.process.product.offers if offer.price] or [100_000 * 100]
        price = self.dice.choice(prices) * self.dice.choice((80, 100, 100, 100, 120, 150)) // 100
        unit = 10 ** digits(self.process.currency) * (1000 if price > 5_000_000 else 100)
        return max(price // unit * unit, unit)

    def say(self, word: str) -> str:
        """Something that people write with such a fact."""
        return self.dice.choice(self.company.speech.notes.get(word) or ("",))

    # -- how it begins ----------------------------------------------------------------------------

    def _begin(self) -> None:
        opened = self.plot.path[0][1]
        if self.plot.oddity == "direct":
            self._at(opened, self.open_directly)
            return
        received = opened + self.dice.randrange(45, 300)
        slow = self.dice.random() < 0.06
        self._at(received, self.receive)
        self._at(
            received - (self.dice.randrange(60, 240) if slow else self.dice.randrange(4, 26)), self.answer
        )
        if self.dice.random() < 0.4:
            self._at(opened + 12, self.ask_more)
        self._at(opened, self.become_early if self.plot.oddity == "early" else self.become)
        if self.plot.oddity != "free":
            self._at(opened - self.dice.randrange(3, 30), self.assign)
        self._at(self.now - 2, self.name)

    def receive(self, at: datetime) -> None:
        """They wrote or called, support took it."""
        support = self.company.actors["support"]
        self.clients = self.caller.keep(support, at)
        told = entry.receive_inquiry(
            channel=channel(self.company, self.dice),
            contact=self.clients[1],
            message=self.say("message"),
            service_questions=1,
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
        asks = "service_questions" in self.process.entry.lead_when and self.dice.random() < 0.35
        if asks:
            told = entry.add_message(
                key=self.inquiry, message=self.say("more"), service_questions=3, by=by, at=at
            )
        else:
            told = entry.fill_brief(key=self.inquiry, note=self.say("brief"), by=by, at=at)
        if told.noun != "deal":
            told = entry.promote_inquiry(key=self.inquiry, by=by, at=at)
        self._opened(told)

    def become_early(self, at: datetime) -> None:
        """A manager could not wait for the brief."""
        by = self.company.actors["head"]
        self._opened(entry.promote_inquiry(key=self.inquiry, title=self.caller.wish, by=by, at=at))
        cycle.add_note(key=self.key, text=self.say("early"), by=by, at=at)

    def open_directly(self, at: datetime) -> None:
        """An old client asked a manager in person."""
        company, contact = self.caller.keep(self.owner, at)
        self._opened(
            entry.open_deal(
                title=self.caller.wish,
                company=company,
                contact=contact,
                channel=channel(self.company, self.dice),
                brief_filled=True,
                by=self.owner,
                at=at,
            )
        )

    def _opened(self, told: Outcome) -> None:
        assert told.noun == "deal" and told.done, told
        self.key, self.stage = told.key, told.stage

    def assign(self, at: datetime) -> None:
        """The head of sales gives the deal to a manager."""
        cycle.assign_deal(key=self.key, owner=self.owner.id, by=self.company.actors["head"], at=at)

    def name(self, at: datetime) -> None:
        """What the deal is about."""
        by = self.company.actors["support"]
        cycle.set_field(key=self.key, field="title", value=self.caller.wish, by=by, at=at)

    # -- a stay on a stage ------------------------------------------------------------------------

    def _stay(self, number: int, place: int, entered: int, following: tuple[int, int] | None) -> None:
        stage, until = self.stages[place], following[1] if following else self._pause(entered)
        known_before = any(earlier == place for earlier, _ in self.plot.path[:number])
        todo = [] if known_before else self._todo(stage, place)
        living = following is None and self.plot.end == "open"
        if living or (following is None and self.plot.end == "lost"):
            todo = todo[: self.dice.randrange(0, max(len(todo) - 1, 1))]
        if following is None and place == len(self.stages) - 1 and not living:
            todo = [do for do in todo if self.dice.random() < 0.9]
        self._spread(todo, entered, until)
        if living:
            self._as_it_stands(place, stage)
        elif following is not None:
            self._leave(number, place, following)

    def _pause(self, entered: int) -> int:
        """Up to when something happened on the last stage: a living deal rests for a while before today."""
        if self.plot.end != "open":
            return self.plot.ended
        least = 600 if self.plot.step == "late" else 20
        return self.dice.randrange(least, max(entered * 2 // 3, least + 1))

    def _todo(self, stage: Stage, place: int) -> list[Do]:
        """What is done on a stage: its steps and its conditions by turns, the money last of all."""
        steps: list[Do] = [lambda at, step=step.id: self.tick(step, at) for step in stage.steps]
        asked = [one for one in stage.leave_when if one.name not in ("paid", TICK, "next_step_set")]
        facts: list[Do] = [lambda at, guard=guard: self.fulfil(guard, at) for guard in asked]
        if place == 1 and not any(one.name == "expression" for one in asked):
            facts.append(self.set_amount)
        if place == 1 and self.process.cycle.fields:
            facts.append(self.describe)
        if any(one.name == "contract_signed" for one in asked):
            facts.insert(0, self.send_contract)
        todo: list[Do] = [lambda at: self.plan_next(stage, at)]
        for turn in range(max(len(steps), len(facts))):
            todo += steps[turn : turn + 1] + facts[turn : turn + 1]
        if self.dice.random() < 0.15:
            todo.append(self.write_note)
        return todo

    def _spread(self, todo: list[Do], entered: int, until: int) -> None:
        """Acts between two moments, in their order; before them all, once, an attempt to go on at once."""
        if todo and self.plot.oddity == "hasty" and not any(do == self.hurry for _, do in self.acts):
            self._at(entered - 2, self.hurry)
        room = max(entered - until, len(todo) + 4)
        moments = sorted((entered - self.dice.randrange(2, room) for _ in todo), reverse=True)
        for moment, do in zip(moments, todo, strict=True):
            self._at(max(moment, until + 1), do)

    def _leave(self, number: int, place: int, following: tuple[int, int]) -> None:
        to, moment = following
        stage = self.stages[place]
        if to == place:
            self._at(moment + 6 * 540, self.lose)
            self._at(moment, self.reopen)
        elif to < place:
            self._at(moment, lambda at: self.give_back(self.stages[to].id, at))
        elif any(guard.name == "paid" for guard in stage.leave_when):
            if self.plot.oddity == "part":
                self._at((self.now + moment) // 2, lambda at: self.pay(at, self.amount // 2, "prepayment"))
                self._at(moment, lambda at: self.pay(at, self.amount - self.amount // 2, "remainder"))
            else:
                self._at(moment, lambda at: self.pay(at, self.amount, "payment"))
            self._at(self.now - 1, lambda at: self.move(stage, self.stages[to].id, at))
        else:
            self._at(moment, lambda at: self.move(stage, self.stages[to].id, at))

    def _as_it_stands(self, place: int, stage: Stage) -> None:
        """The last acts of a living deal: its oddity, and the next step that it stands with."""
        middle = max(self.now - 5, 2)
        if self.plot.oddity == "part":
            self._at(middle, lambda at: self.pay(at, self.amount // 2, "prepayment"))
        if self.plot.oddity == "void":
            self._at(middle, lambda at: self.pay(at, self.amount // 4, "payment"))
            self._at(middle - 30, self.void)
        if self.plot.oddity in ("offered", "handover_returned"):
            self._at(middle, self.offer)
        if self.plot.oddity == "handover_returned":
            self._at(middle - 60, self.give_project_back)
        self._at(max(self.now - 10, 1), lambda at: self.plan_last(stage, at))

    def _hand_over(self) -> None:
        end = self.plot.ended
        if self.plot.oddity == "handover_returned":
            self._at(end + 200, self.offer)
            self._at(end + 120, self.give_project_back)
        self._at(end + 45, self.offer)
        self._at(end, self.accept)
        if self.plot.oddity == "refund":
            self._at(end - 2 * 540, self.refund)

    # -- acts of a stage --------------------------------------------------------------------------

    def tick(self, step: str, at: datetime) -> None:
        """A step is done."""
        cycle.tick_step(key=self.key, step=step, by=self.owner, at=at)

    def write_note(self, at: datetime) -> None:
        """Something worth remembering."""
        cycle.add_note(key=self.key, text=self.say("note"), by=self.owner, at=at)

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
            case "brief_filled" if not values.deal(self.key).evidence.get("brief"):
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
        place = self.process.place(self.stage)
        told = cycle.move_deal(key=self.key, to=self.stages[place + 1].id, by=self.owner, at=at)
        assert told.refused, "a hasty move of the demo went through"

    def move(self, stage: Stage, to: str, at: datetime) -> None:
        """On to the next stage; money may have moved the deal already."""
        if values.deal(self.key).stage == to:
            self.stage = to
            return
        if any(guard.name == "next_step_set" for guard in stage.leave_when):
            self.plan_next(self.process.stage(to), at)
        told = cycle.move_deal(key=self.key, to=to, by=self.owner, at=at)
        assert told.done, (self.plot, told.refused)
        self.stage = to

    def give_back(self, to: str, at: datetime) -> None:
        """Back to an earlier stage, with a reason."""
        told = cycle.return_deal(key=self.key, to=to, reason=self.say("return"), by=self.owner, at=at)
        assert told.done, told.refused
        self.stage = to

    # -- the next step ----------------------------------------------------------------------------

    def plan_next(self, stage: Stage, at: datetime) -> None:
        """What is to be done next on this stage, a day or two later."""
        due = self._round(at + timedelta(hours=self.dice.choice((3, 20, 24, 26, 48))))
        self._set_step(stage, due, at)

    def plan_last(self, stage: Stage, at: datetime) -> None:
        """The next step that the deal stands with on the day the story is told."""
        days, minute = self.company.days, self.dice.randrange(2, 33) * 15
        match self.plot.step:
            case "none":
                cycle.set_next_step(key=self.key, due=None, by=self.owner, at=at)
            case "late":
                evening = days.ago(20)
                self._set_step(stage, min(max(self._round(at), at + timedelta(minutes=5)), evening), at)
            case "today":
                self._set_step(stage, days.ahead(0, minute), at)
            case _:
                self._set_step(stage, days.ahead(self.dice.randrange(1, 8), minute), at)

    def _set_step(self, stage: Stage, due: datetime, at: datetime) -> None:
        doable = [one.name for one in stage.leave_when if f"next_{one.name}" in self.company.speech.notes]
        word = (
            "next_handover" if stage is self.process.last_stage else f"next_{doable[0]}" if doable else "next"
        )
        cycle.set_next_step(key=self.key, due=due, text=self.say(word), by=self.owner, at=at)

    def _round(self, at: datetime) -> datetime:
        """To the quarter of an hour that follows, within working hours."""
        local = at.astimezone(self.company.days.calendar.zone)
        local = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
        if local.hour >= 18:
            local += timedelta(hours=16)
        return local

    # -- money, hand-over and ends ----------------------------------------------------------------

    def pay(self, at: datetime, amount: int, word: str) -> None:
        """Money came; the accountant enters it with the bank's slip."""
        accountant = self.company.actors["accountant"]
        told = closing.receive_payment(
            key=self.key,
            amount=amount,
            paid_on=at.astimezone(self.company.days.calendar.zone).date(),
            proof=self.company.proof(amount, accountant, at),
            note=self.say(word),
            by=accountant,
            at=at,
        )
        assert told.done, told.refused

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
            proof=self.company.proof(amount, by, at),
            by=by,
            at=at,
        )
        assert told.done, told.refused

    def offer(self, at: datetime) -> None:
        """Production is asked to take the project over."""
        again = values.deal(self.key).handover == "returned"
        note = self.say("handover_again" if again else "handover_offer")
        curator = self.company.actors["curator"].id
        told = closing.offer_handover(key=self.key, to=curator, note=note, by=self.owner, at=at)
        assert told.done, (self.plot, told.refused)

    def give_project_back(self, at: datetime) -> None:
        """Production says what it lacks."""
        by = self.company.actors["curator"]
        closing.return_handover(key=self.key, reason=self.say("handover_return"), by=by, at=at)

    def accept(self, at: datetime) -> None:
        """Production takes over: the deal is won."""
        by = self.company.actors["curator"]
        told = closing.accept_handover(key=self.key, note=self.say("handover_accept"), by=by, at=at)
        assert told.status == "won", told

    def lose(self, at: datetime) -> None:
        """The deal is lost, for a reason of the passport."""
        reason = self.dice.choice(self.process.cycle.lost_reasons).id
        lost = self.company.speech.lost
        note = self.dice.choice(lost.get(reason) or lost[""])
        told = cycle.lose_deal(key=self.key, reason=reason, note=note, by=self.owner, at=at)
        assert told.done, told.refused

    def reopen(self, at: datetime) -> None:
        """They came back."""
        cycle.reopen_deal(key=self.key, note=self.say("reopen"), by=self.owner, at=at)
