"""The passport: its published versions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja import Router

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Key, Word
from voronka.queries.records import passports
from voronka.queries.records.passports import VersionRecord, WholeVersion

router = Router(tags=["passport"])


@dataclass(frozen=True, slots=True)
class VersionOut:
    """A version: the text as written, and the answers as the rules read them."""

    version: VersionRecord
    text: str
    answers: dict[str, Any]


@router.get("", response=VersionOut, summary="The version that holds now")
def current_passport(request: HttpRequest, process: Word | None = None) -> WholeVersion:
    return passports.version(by=actor(request), process=process)


@router.get("/versions", response=list[VersionRecord], summary="Every published version, newest first")
def list_passports(request: HttpRequest, process: Word | None = None) -> tuple[VersionRecord, ...]:
    return passports.versions(by=actor(request), process=process)


@router.get("/versions/{int:number}", response=VersionOut, summary="One published version")
def get_passport(request: HttpRequest, number: Key, process: Word | None = None) -> WholeVersion:
    return passports.version(number, by=actor(request), process=process)
