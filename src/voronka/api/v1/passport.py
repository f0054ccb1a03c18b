"""The passport: its published versions, its draft, checking and publishing."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from voronka.actions import drafts, jobs, migration, passport
from voronka.api.v1.calls import actor, ask, do
from voronka.api.v1.shapes import Asked, Done, Given, Key, Seen, Word
from voronka.queries.passport import checks, difference, moving, schema
from voronka.queries.passport.checks import Checked
from voronka.queries.passport.difference import Group
from voronka.queries.passport.moving import MigrationRecord, MovingReport
from voronka.queries.passport.templates import Template, template, templates
from voronka.queries.records import passports
from voronka.queries.records.passports import DraftRecord, ProcessName, VersionRecord, WholeVersion

Written = Annotated[str, Field(max_length=drafts.LONGEST, description="A passport in YAML.")]

Side = Annotated[
    str, Field(pattern=r"^([1-9][0-9]{0,8}|draft)$", description="A version’s number, or `draft`.")
]


@dataclass(frozen=True, slots=True)
class DifferenceOut:
    """Two versions, and what the new one says otherwise by question, in the reader's language; 0 is the draft."""

    process: str
    old: int
    new: int
    count: int
    groups: list[Group]


def side(given: str) -> difference.Side:
    """As the query takes it."""
    return "draft" if given == "draft" else int(given)


Spoken = Literal["ru", "en"]

router = Router(tags=["passport"])


@router.get("", response=WholeVersion, summary="The version that holds now")
def current_passport(request: HttpRequest, process: Word | None = None) -> WholeVersion:
    return passports.version(by=actor(request), process=process)


@router.get("/versions", response=list[VersionRecord], summary="Every published version, newest first")
def list_passports(request: HttpRequest, process: Word | None = None) -> list[VersionRecord]:
    return list(passports.versions(by=actor(request), process=process))


@router.get("/versions/{int:number}", response=WholeVersion, summary="One published version")
def get_passport(request: HttpRequest, number: Key, process: Word | None = None) -> WholeVersion:
    return passports.version(number, by=actor(request), process=process)


@router.get("/processes", response=list[ProcessName], summary="The processes that run, the first one first")
def list_processes(request: HttpRequest) -> list[ProcessName]:
    return list(passports.processes())


@router.get("/difference", response=DifferenceOut, summary="What one version says otherwise than another")
def get_difference(request: HttpRequest, old: Side, new: Side, process: Word | None = None) -> DifferenceOut:
    found = difference.of_versions(by=actor(request), old=side(old), new=side(new), process=process)
    return DifferenceOut(found.process, found.old, found.new, found.count, list(found.groups))


@router.get("/schema", response=dict[str, Any], summary="The JSON Schema of a passport, for an editor")
def get_schema(request: HttpRequest) -> dict[str, Any]:
    return schema.schema()


@router.get("/templates", response=list[Template], summary="Ready passports to begin from")
def list_templates(request: HttpRequest, language: Spoken | None = None) -> list[Template]:
    return list(templates(language))


@router.get("/templates/{name}", response=Template, summary="One ready passport")
def get_template(request: HttpRequest, name: Word, language: Spoken | None = None) -> Template:
    return template(name, language)


class TextGiven(Given):
    text: Written


@router.post("/check", response=Checked, summary="What is wrong with a text, and what it leaves open")
def check_passport(request: HttpRequest, given: TextGiven) -> Checked:
    return checks.check(given.text)


StageMap = Annotated[
    dict[Word, Word] | None,
    Field(
        max_length=1000,
        description="Open deals go on by the new version: where each stage leads, from id to id; those not named"
        " lead to the stage of their id, else of their title. Without it open deals keep their versions.",
    ),
]


class PublishGiven(Given):
    text: Written
    stages: StageMap = None
    seen: Annotated[
        Seen, Field(description="The version that was seen to hold (0: none); another now: 409.")
    ] = None


@router.post("/versions", response={201: Done}, summary="Make this text the next version")
def publish_passport(request: HttpRequest, given: PublishGiven) -> HttpResponse:
    return do(request, passport.publish, given, status=201)


@router.get("/drafts", response=list[DraftRecord], summary="Every draft there is")
def list_drafts(request: HttpRequest) -> list[DraftRecord]:
    return list(passports.drafts(by=actor(request)))


@router.get("/draft", response=DraftRecord, summary="The draft of the next version")
def get_draft(request: HttpRequest, process: Word | None = None) -> DraftRecord:
    return passports.draft(by=actor(request), process=process)


class DraftBegun(Given):
    process: Word | None = None
    text: Written | None = None
    base: Annotated[int | None, Field(strict=True, ge=1, le=2**31 - 1)] = None


@router.post("/draft", response={201: Done}, summary="Begin a draft: with a text, or with that of a version")
def begin_draft(request: HttpRequest, given: DraftBegun) -> HttpResponse:
    return do(request, drafts.begin_draft, given, status=201)


class DraftGiven(Given):
    text: Written
    seen: Annotated[int, Field(strict=True, ge=1, description="The draft’s `seq` that was seen; older: 409.")]
    process: Word | None = None
    base: Annotated[int | None, Field(strict=True, ge=1, le=2**31 - 1)] = None


@router.put("/draft", response=Done, summary="Save the draft, whatever is wrong with it")
def save_draft(request: HttpRequest, given: DraftGiven) -> HttpResponse:
    return do(request, drafts.save_draft, given)


class DraftSeen(Given):
    process: Word | None = None
    seen: Seen = None


class DraftPublished(DraftSeen):
    stages: StageMap = None


@router.post("/draft/publish", response={201: Done}, summary="Make the draft the next version")
def publish_draft(request: HttpRequest, given: DraftPublished) -> HttpResponse:
    return do(request, passport.publish_draft, given, status=201)


@router.post("/draft/discard", response=Done, summary="Throw the draft away")
def discard_draft(request: HttpRequest, given: DraftSeen) -> HttpResponse:
    return do(request, drafts.discard_draft, given)


class DryRunGiven(Given):
    process: Word | None = None
    text: Written | None = None


@router.post("/dry-runs", response={201: Asked}, summary="Try the draft, or a text, on every past deal")
def ask_dry_run(request: HttpRequest, given: DryRunGiven) -> HttpResponse:
    arguments = {"process": given.process, "text": given.text, "language": get_language()}
    return ask(
        request,
        lambda key: jobs.ask_for_job(
            kind="rehearsal", by=actor(request), at=timezone.now(), arguments=arguments, key=key
        ),
    )


class MigrationGiven(Given):
    process: Word | None = None
    stages: StageMap = None


class RehearsalGiven(MigrationGiven):
    new: Side | None = None


@router.get(
    "/migrations", response=list[MigrationRecord], summary="Migrations of open deals, the latest first"
)
def list_migrations(request: HttpRequest, process: Word | None = None) -> list[MigrationRecord]:
    return list(moving.migrations(by=actor(request), process=process))


@router.post(
    "/migrations/rehearsal", response=MovingReport, summary="What a migration would do, without doing it"
)
def rehearse_migration(request: HttpRequest, given: RehearsalGiven) -> MovingReport:
    new = side(given.new) if given.new else None
    return moving.report(
        by=actor(request), at=timezone.now(), new=new, stages=given.stages, process=given.process
    )


@router.post("/migrations", response={201: Asked}, summary="Lead the open deals to the version that holds")
def migrate_deals(request: HttpRequest, given: MigrationGiven) -> HttpResponse:
    return ask(
        request,
        lambda key: migration.migrate_deals(
            stages=given.stages, process=given.process, by=actor(request), at=timezone.now(), key=key
        ),
    )
