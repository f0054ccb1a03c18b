"""Whole passports as hypothesis makes them: every answer, with the names that answers have of each other."""

from dataclasses import replace
from datetime import date
from typing import get_args

from hypothesis import strategies as st

from voronka.core.guards import GUARDS
from voronka.core.process import (
    SYSTEM_ROLES,
    Assign,
    CallReviews,
    Channel,
    Closing,
    Control,
    Cycle,
    Document,
    Entry,
    Field,
    FieldKind,
    Guard,
    Helper,
    Lapse,
    LostReason,
    Meeting,
    Neighbour,
    Offer,
    Option,
    Owner,
    Part,
    PaymentMethod,
    Period,
    Price,
    Process,
    Product,
    Report,
    Resources,
    Rhythm,
    Role,
    Service,
    Span,
    Stage,
    Step,
    Targets,
    Tripwire,
    Turn,
)
from voronka.core.translated import texts

ids = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=12,
) | st.sampled_from(
    ["да", "no", "10:00", "1e3", "0x1F", "~", "a: b", "- a", "# x", "'", "«ёлка»", "🙂", "null"]
)
spans = st.builds(Span, st.integers(1, 9999), st.sampled_from(["d", "h", "m", "cd"]))
modes = st.sampled_from(["observe", "warn", "enforce"])
plain = sorted(name for name, one in GUARDS.items() if one.argument == "none" and name != "handover_accepted")
guards = (
    st.builds(Guard, st.sampled_from(plain), st.none(), modes)
    | st.builds(Guard, st.just("paid"), st.integers(1, 100), modes)
    | st.builds(Guard, st.just("fields_filled"), st.just(("amount", "company")), modes)
    | st.builds(Guard, st.just("expression"), st.just("deal.amount > rub(1)"), modes)
)


def tuples(inner: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(
        inner, min_size=least, max_size=3, unique_by=lambda one: repr(getattr(one, "id", one))
    ).map(tuple)


options = tuples(st.builds(Option, ids, words), least=1)
fields = tuples(
    st.builds(
        Field,
        ids.map("f_".__add__),
        words,
        words | st.just(""),
        st.sampled_from(sorted(set(get_args(FieldKind)) - {"choice", "choices"})),
        st.booleans(),
    )
    | st.builds(
        Field,
        ids.map("c_".__add__),
        words,
        st.just(""),
        st.sampled_from(["choice", "choices"]),
        st.booleans(),
        options,
    )
)
stages = st.builds(
    Stage,
    id=ids,
    title=words,
    purpose=words | st.just(""),
    role=st.just("manager"),
    norm=st.none() | spans,
    steps=tuples(st.builds(Step, ids, words)),
    leave_when=st.lists(guards, max_size=3).map(tuple),
    instruction=words | st.just("") | st.lists(words, min_size=2, max_size=3).map("\n".join),
    documents=tuples(ids),
)
roles = tuples(
    st.builds(
        Role,
        ids,
        words,
        st.sampled_from(SYSTEM_ROLES),
        tuples(
            st.fixed_dictionaries({"payment_share": st.integers(0, 100) | st.just(7.5)})
            | st.fixed_dictionaries({"plan_bonus": st.integers(0, 10**7), "at": st.integers(0, 100)})
        ),
    ),
    least=1,
)
months = st.dictionaries(
    st.dates(date(2020, 1, 1), date(2099, 1, 1)).map("{:%Y-%m}".format), st.integers(0, 10**12), max_size=3
)
named_months = st.dictionaries(words, months, max_size=2)
rhythms = st.builds(
    Rhythm,
    st.sampled_from(["weekday", "sunday", "first workday", "last workday", "day 1", "day 31"]),
    st.times().map("{:%H:%M}".format),
)
no_text = st.just("")


Names = st.SearchStrategy[str]


def cycles(stages_: tuple[Stage, ...]) -> st.SearchStrategy[Cycle]:
    return st.builds(
        Cycle,
        stages=st.just(stages_),
        may_return=st.booleans(),
        lost_reasons=tuples(st.builds(LostReason, ids, words, st.none() | spans)),
        fields=fields,
    )


def entries(role: Names, stage: Names) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        lead_when=st.just("inquiry.messages > 1"),
        channels=tuples(st.builds(Channel, ids, words), least=1),
        not_a_lead=tuples(st.builds(Channel, ids.map("n_".__add__), words)),
        answer_within=st.none() | spans,
        first_step=no_text | stage,
        questions=fields,
        assign=st.none() | st.builds(Assign, role, st.sampled_from(get_args(Turn))),
        fields=fields,
        company_fields=fields,
        contact_fields=fields,
    )


def closings(offer: Names, stage: Names) -> st.SearchStrategy[Closing]:
    return st.builds(
        Closing,
        st.integers(1, 100),
        st.none() | st.builds(Tripwire, offer, stage),
        tuples(st.builds(PaymentMethod, ids, words)),
        tuples(st.builds(Part, ids, words)),
    )


def resources(role: Names, stage: Names) -> st.SearchStrategy[Resources]:
    service = st.builds(
        Service,
        id=ids,
        title=words,
        purpose=words.filter(lambda one: "_" not in one) | st.just("call_logged"),
        stages=st.lists(stage, max_size=2).map(tuple),
        holder=no_text | role,
        price=st.none() | st.builds(Price, st.integers(0, 10**12), st.sampled_from(get_args(Period))),
        renews=st.none() | st.dates(),
        instead=no_text | words,
    )
    return st.builds(Resources, tuples(st.builds(Helper, ids, words)), tuples(service))


def controls(role: Names, documents: list[str]) -> st.SearchStrategy[Control]:
    some_roles = st.lists(role, max_size=2).map(tuple)
    return st.builds(
        Control,
        guardian=no_text | role,
        meetings=tuples(st.builds(Meeting, ids, words, rhythms, st.integers(1, 1440))),
        reports=tuples(st.builds(Report, ids, words, rhythms, role, some_roles)),
        call_reviews=st.none() | st.builds(CallReviews, st.integers(1, 1000), st.sampled_from(documents)),
        lapse=st.none() | st.builds(Lapse, spans, some_roles),
    )


@st.composite
def whole(draw: st.DrawFn) -> Process:
    """A whole passport, whose answers name roles, stages, offers and documents of each other."""
    owner = draw(roles.map(lambda found: Owner(found[0].id, found)))
    stages_ = draw(tuples(stages, least=1))
    offers = draw(tuples(st.builds(Offer, ids, words, st.integers(0, 10**12))))
    documents = draw(tuples(st.builds(Document, ids, words)))
    role = st.sampled_from([one.id for one in owner.roles])
    stage = st.sampled_from([one.id for one in stages_])
    offer = st.sampled_from([one.id for one in offers]) if offers else st.nothing()
    read_by = tuple(
        replace(one, stage=stages_[0].id, role=owner.roles[0].id, kind="script", text="a\nb")
        for one in documents
    )
    made = draw(
        st.builds(
            Process,
            key=ids,
            title=words,
            version=st.just(0),
            language=st.sampled_from(["ru", "en"]),
            currency=st.just("RUB"),
            owner=st.just(owner),
            cycle=cycles(stages_),
            entry=entries(role, stage),
            closing=closings(offer, stage),
            product=st.builds(Product, words, st.lists(guards, max_size=2).map(tuple), st.just(offers)),
            resources=resources(role, stage),
            targets=st.builds(
                Targets,
                months,
                named_months,
                named_months,
                st.none() | st.integers(0, 10**12),
                st.dictionaries(stage, st.integers(0, 100) | st.just(7.5), max_size=2),
            ),
            control=controls(role, ["", *(one.id for one in documents)]),
            neighbours=tuples(
                st.builds(
                    Neighbour, ids, words, no_text | words, words, words, st.none() | spans, no_text | role
                )
            ),
            documents=st.sampled_from([documents, read_by]),
        )
    )
    other = "en" if made.language == "ru" else "ru"
    said = draw(st.dictionaries(st.sampled_from(sorted(texts(made))), words, max_size=3))
    return replace(made, texts={other: said} if said else {})


processes = whole()


def unbound(made: Process) -> Process:
    """The same passport with answers that can be put into another one."""
    return replace(
        made,
        texts={},
        entry=replace(made.entry, first_step="", assign=None),
        closing=replace(made.closing, tripwire=None),
        resources=Resources(made.resources.people),
        targets=replace(made.targets, conversion={}),
        control=Control(meetings=made.control.meetings),
        neighbours=tuple(replace(one, owner="") for one in made.neighbours),
        documents=tuple(Document(one.id, one.title) for one in made.documents),
    )
