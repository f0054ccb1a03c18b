"""The passport: its published versions."""

from django.http import HttpRequest
from ninja import Router

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Key, Word
from voronka.queries.records import passports
from voronka.queries.records.passports import VersionRecord, WholeVersion

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
