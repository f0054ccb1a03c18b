"""Every table. Process rows are written by store/rows.py alone; plain nouns by their actions."""

from voronka.store.models.clients import Company, Contact
from voronka.store.models.company import CompanySettings, OwnDay
from voronka.store.models.deals import AskRow, DealRow, FieldRow, PassRow, PaymentRow, StageCount, VisitRow
from voronka.store.models.duplicates import ClientKey, Different, DuplicatePair, Merge
from voronka.store.models.edits import BulkDeal, BulkEdit
from voronka.store.models.exports import Export
from voronka.store.models.figures import KeptFigure
from voronka.store.models.imports import Import, OutsideId, RefusedLine
from voronka.store.models.inquiries import InquiryRow
from voronka.store.models.jobs import Heartbeat, Job
from voronka.store.models.log import EventRow, ReaderCursor, RequestRow
from voronka.store.models.names import FileUse, TextUse
from voronka.store.models.people import Acknowledgement, Person, Team, Token
from voronka.store.models.process import Migration, PassportDraft, PassportVersion
from voronka.store.models.public import Consent, ConsentText, Origin, PublicForm, ReadyAnswer, Submission
from voronka.store.models.saved_views import SavedView, UsualView
from voronka.store.models.texts import Text, Upload

__all__ = [
    "Acknowledgement",
    "AskRow",
    "BulkDeal",
    "BulkEdit",
    "ClientKey",
    "Company",
    "CompanySettings",
    "Consent",
    "ConsentText",
    "Contact",
    "DealRow",
    "Different",
    "DuplicatePair",
    "EventRow",
    "Export",
    "FieldRow",
    "FileUse",
    "Heartbeat",
    "Import",
    "InquiryRow",
    "Job",
    "KeptFigure",
    "Merge",
    "Migration",
    "Origin",
    "OutsideId",
    "OwnDay",
    "PassRow",
    "PassportDraft",
    "PassportVersion",
    "PaymentRow",
    "Person",
    "PublicForm",
    "ReaderCursor",
    "ReadyAnswer",
    "RefusedLine",
    "RequestRow",
    "SavedView",
    "StageCount",
    "Submission",
    "Team",
    "Text",
    "TextUse",
    "Token",
    "Upload",
    "UsualView",
    "VisitRow",
]
