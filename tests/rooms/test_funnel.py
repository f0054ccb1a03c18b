"""The funnel page and the heads of the board's columns: what the worker kept, said to people."""

import io
import re
from datetime import UTC, datetime

import pytest
from benching import crowd
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.formats.tables import amocrm
from tests.world import World
from voronka.actions import figures, importing, imports
from voronka.core.access import SYSTEM
from voronka.insight.reckoning import funnels
from voronka.queries.cycle import deals, funnel
from voronka.queries.cycle.deals import Filters
from voronka.queries.passport.measured import judge
from voronka.store.models import DealRow, Import, Person

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def body(client: Client, path: str) -> str:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def many() -> crowd.Crowd:
    """A company with some hundreds of deals and their figures."""
    people = crowd.found(NOW, managers=2)
    crowd.build(people, 900, open_share=0.1, now=NOW)
    figures.recount(reckon=funnels, judge=judge, by=SYSTEM, at=NOW)
    Person.objects.update(language="en")
    return people


def person(actor: object) -> Person:
    return Person.objects.get(pk=actor.id)  # type: ignore[attr-defined]


def test_before_the_first_count_the_page_says_so(world: World) -> None:
    Person.objects.update(language="en")
    client = browser(world.person("head"))
    assert "Figures are being counted" in body(client, "/cycle/funnel")
    assert " go on" not in body(client, "/cycle/board")
    figures.recount(reckon=funnels, by=SYSTEM, at=datetime.now(UTC))
    assert "No deal was opened in this time" in body(client, "/cycle/funnel")


@pytest.mark.parametrize(
    "path",
    [
        "funnel?days=000090" + "0" * 5000,
        "funnel?days=00009012",
        "funnel?version=" + "9" * 5000,
        "board?shown.brief=" + "9" * 5000,
    ],
    ids=["long period", "odd period", "long version", "long column"],
)
def test_a_number_in_the_address_that_is_none_is_as_if_it_were_not_said(world: World, path: str) -> None:
    assert browser(world.person("head")).get(f"/cycle/{path}").status_code == 200


def test_few_deals_get_no_figure(world: World) -> None:
    Person.objects.update(language="en")
    world.deal_at("call")
    figures.recount(reckon=funnels, by=SYSTEM, at=world.now)
    client = browser(world.person("head"))
    page = body(client, "/cycle/funnel?days=364")
    assert "Too little data for the whole funnel yet" in page
    assert "A figure needs 20 deals" in page
    assert "too little data" in body(client, "/cycle/board")


def test_the_page_and_the_heads_of_columns_say_what_is_found_and_how_sure_it_is(many: crowd.Crowd) -> None:
    client = browser(person(many.head))
    page = body(client, "/cycle/funnel?days=364")
    seen = funnel.funnel(by=many.head, at=NOW, days=364)
    assert seen.rate is not None
    assert f"{round(seen.rate * 100)} of 100 deals are won" in page
    assert "with 95% confidence; open deals are weighted by how long they have waited." in page
    assert "version 1" in page
    assert f"{seen.open} still open" in page
    assert "counted" in page
    assert "forecast" not in page.lower()

    board = client.get("/cycle/board").content.decode()
    going = funnel.passes(many.process)
    first = many.process.first_stage.id
    assert going[first].rate is not None
    assert f">{round(going[first].rate * 100)}% go on<" in board
    assert "open ones weighted" in board
    key = DealRow.objects.filter(status="open", stage=first).values_list("pk", flat=True)[0]
    assert f"From this stage {round(going[first].rate * 100)}% go on" in body(client, f"/cycle/deals/{key}")


def test_every_number_opens_exactly_its_deals_and_only_for_whom_may_see_them(many: crowd.Crowd) -> None:
    client = browser(person(many.head))
    for days in (90, 364):
        seen = funnel.funnel(by=many.head, at=NOW, days=days)
        page = client.get(f"/cycle/funnel?days={days}").content.decode()
        links = re.findall(r'<a class="num" href="([^"]+)">([\d,\s]+)</a>', page)
        assert len(links) > 12
        for url, number in links:
            figure = re.search(r"figure=([^&]+)", url)
            assert figure is not None
            found = deals.deals(many.head, NOW, Filters(status="all", figure=figure[1]))
            assert found.count == int(number.replace(",", "")), url
        assert sum(int(number) for url, number in links if ".deals." in url) == seen.deals
    assert client.get(links[-1][0].replace("&amp;", "&")).status_code == 200

    # Who does not see all deals gets no links to them.
    page = browser(person(many.managers[0])).get("/cycle/funnel").content.decode()
    assert "figure=cohort" not in page
    assert 'class="num"' in page

    assert client.get("/cycle/funnel?version=99").status_code == 404
    for wrong in ("version=x&days=1", "version=&days=364364364364364364364", "days=-1"):
        assert client.get(f"/cycle/funnel?{wrong}").status_code == 200
    assert client.get("/cycle/list?figure=cohort.on.call.1.91").status_code == 200
    assert funnel.funnel(by=many.head, at=NOW, version=0).version == 0


@pytest.mark.sqlite
def test_the_funnel_and_the_passport_read_kept_rows_only(many: crowd.Crowd) -> None:
    client = browser(person(many.head))
    most = {"/cycle/funnel": 6, "/passport": 12}

    def cost(path: str) -> tuple[int, int]:
        steps = [0]

        def ten_more() -> int:
            steps[0] += 10
            return 0

        client.get(path)
        connection.connection.set_progress_handler(ten_more, 10)
        with CaptureQueriesContext(connection) as made:
            client.get(path)
        connection.connection.set_progress_handler(None, 0)
        return len(made), steps[0]

    few = {path: cost(path) for path in most}
    crowd.build(many, 900, open_share=0.1, seed=2, now=NOW)
    figures.recount(reckon=funnels, judge=judge, by=SYSTEM, at=NOW)
    for path, limit in most.items():
        statements, steps = cost(path)
        assert statements == few[path][0] <= limit, path
        assert steps <= few[path][1] * 1.15, path


def test_where_the_past_is_among_the_deals_it_is_said_what_its_stages_tell(world: World) -> None:
    key = imports.begin_import(
        name="a.csv", content=io.BytesIO(amocrm.content(60)), by=world.head, at=world.now
    )
    Import.objects.filter(pk=key).update(state="running")
    importing.run(key=key, now=world.later, say=lambda done, total: None)
    for stage in ("brief", "call"):
        world.deal_at(stage)
    figures.recount(reckon=funnels, judge=judge, by=SYSTEM, at=world.now)
    Person.objects.update(language="en")
    told = "on the stages that their file told of"
    head = browser(person(world.head))
    assert told in body(head, "/cycle/funnel?past=only")
    assert told in body(head, "/cycle/funnel")
    assert told not in body(head, "/cycle/funnel?past=without")
