"""The side “as it is” of the ten answers, and their verdicts, as sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core import verdicts
from voronka.core.process import Process
from voronka.core.verdicts import LEAST_FINISHED, LEAST_WINS, Verdict
from voronka.queries.passport import measured, proved
from voronka.queries.passport.actual import Facts
from voronka.queries.passport.lines import Line, Piece, Refusal, Seen, filled, number, plain
from voronka.queries.passport.measured import Measured
from voronka.queries.sums import money, percent, share


def judged(word: str, process: Process, seen: Measured, today: date) -> tuple[tuple[Line, ...], Seen]:
    """What really happens with this answer, and whether it holds."""
    verdict = measured.verdict(word, process, seen, today)
    if verdict.state != "not_answered":
        match word:
            case "cycle":
                return (*_cycle(seen.facts, seen.refusals), *_through(seen)), _cycle_seen(seen.facts)
            case "closing":
                return _closing(seen.facts), _closing_seen(seen.facts)
    lines = () if verdict.state == "not_answered" else proved.actual(word, process, seen, today)
    return lines, proved.verdict_seen(word, verdict, process, seen)


def _through(seen: Measured) -> tuple[Line, ...]:
    if seen.through is None:
        return ()
    rate, low, high = (round(share * 100) for share in seen.through)
    pattern = _("Of 100 deals %(n)s are won (%(low)s to %(high)s).")
    if seen.without_past:
        pattern = _("Of 100 deals %(n)s are won (%(low)s to %(high)s), without the past of another system.")
    pieces = {"low": Piece(str(low)), "high": Piece(str(high))}
    return (filled(pattern, n=Piece(str(rate), strong=True, figure="funnel"), **pieces),)


def _cycle(facts: Facts, refusals: tuple[Refusal, ...]) -> tuple[Line, ...]:
    counts = facts.counts
    if not counts["finished"]:
        lines = [plain(_("No deal has been finished within the last 90 days."))]
    else:
        pattern = ngettext(
            "%(followed)s of %(all)s finished deal followed the cycle.",
            "%(followed)s of %(all)s finished deals followed the cycle.",
            counts["finished"],
        )
        followed = number(facts.cycle.followed, "followed")
        lines = [filled(pattern, followed=followed, all=number(counts["finished"], "finished"))]
    if counts["returned"]:
        pattern = ngettext(
            "%(n)s deal was returned to an earlier stage.",
            "%(n)s deals were returned to an earlier stage.",
            counts["returned"],
        )
        lines.append(filled(pattern, n=number(counts["returned"], "returned")))
    if refusals:
        most = refusals[0]
        pattern = ngettext(
            "Most often refused, %(n)s time: %(why)s",
            "Most often refused, %(n)s times: %(why)s",
            most.count,
        )
        why = Piece(most.sentence[:1].lower() + most.sentence[1:])
        lines.append(filled(pattern, n=number(most.count, most.figure), why=why))
    return tuple(lines)


def _few(have: int, need: int) -> str:
    return _("Too little data yet: %(have)d of the %(need)d cases that a verdict needs.") % {
        "have": have,
        "need": need,
    }


def _cycle_seen(facts: Facts) -> Seen:
    verdict = verdicts.cycle(facts.cycle)
    if verdict.state == "answered":
        return Seen(verdict, _("answered"), _few(facts.cycle.finished, LEAST_FINISHED))
    part = share(facts.cycle.followed / facts.cycle.finished)
    told = {"share": part, "least": percent(90)}
    sentence = _("%(share)s of finished deals followed the cycle; it holds from %(least)s.") % told
    tags = {
        "holds": _("holds"),
        "remark": _("%(share)s by the cycle"),
        "fails": _("%(share)s by the cycle"),
    }
    return Seen(verdict, tags[verdict.state] % told, sentence)


def _closing(facts: Facts) -> tuple[Line, ...]:
    counts = facts.counts
    if not counts["won"]:
        lines = [plain(_("No deal has been won within the last 90 days."))]
    else:
        pattern = ngettext(
            "%(money)s of %(won)s won deal has its money.",
            "%(money)s of %(won)s won deals have their money.",
            counts["won"],
        )
        pieces = {
            "money": number(counts["with_money"], "with_money"),
            "won": number(counts["won"], "won"),
        }
        lines = [filled(pattern, **pieces)]
        if counts["by_hand"]:
            pattern = _("Payments entered by hand: in %(n)s.")
            lines.append(filled(pattern, n=number(counts["by_hand"], "by_hand")))
    if counts["signed"]:
        lines.append(_waiting(facts))
    if counts["revoked"]:
        pattern = ngettext("%(n)s win was revoked.", "%(n)s wins were revoked.", counts["revoked"])
        lines.append(filled(pattern, n=number(counts["revoked"], "revoked")))
    return tuple(lines)


def _waiting(facts: Facts) -> Line:
    counts = facts.counts
    signed, late = number(counts["signed"], "signed"), number(counts["signed_late"], "signed_late")
    if not counts["signed_late"]:
        return filled(_("Signed and not yet paid: %(n)s, all within the norm."), n=signed)
    sums = ", ".join(money(one.amount, one.currency) for one in facts.waited_for)
    pattern = _("Signed and not yet paid: %(n)s, beyond the norm %(late)s for %(sum)s.")
    return filled(pattern, n=signed, late=late, sum=Piece(sums, strong=True))


def _closing_seen(facts: Facts) -> Seen:
    verdict = verdicts.closing(facts.closing)
    if verdict.state == "answered":
        return Seen(verdict, _("answered"), _few(facts.closing.won, LEAST_WINS))
    if verdict.state == "holds":
        return Seen(verdict, _("confirmed"), _("Every win has its money, and signed deals are paid in time."))
    reasons = {
        "money": _("not every win has its money"),
        "unpaid": _("more than a fifth of the signed deals wait for money beyond the norm"),
        "by_hand": _("more than a fifth of the wins stand on payments entered by hand"),
    }
    tags = {"money": _("money lacking"), "unpaid": _("money late"), "by_hand": _("by hand")}
    return Seen(verdict, tags[verdict.why[0]], _sentence(verdict, reasons))


def _sentence(verdict: Verdict, reasons: dict[str, str]) -> str:
    """What spoils the answer, as one sentence."""
    text = _(", and ").join(reasons[one] for one in verdict.why)
    return text[:1].upper() + text[1:] + "."
