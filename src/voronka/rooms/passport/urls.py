"""Addresses of the hall."""

from django.urls import path, re_path

from voronka.core.questions import WORDS
from voronka.frame.later import Later
from voronka.rooms.passport import views

begin_views = Later("voronka.rooms.passport.begin_views")
draft_views = Later("voronka.rooms.passport.draft_views")
release_views = Later("voronka.rooms.passport.release_views")

urlpatterns = [
    re_path(r"^passport/?$", views.hall, name="passport"),
    path("passport/draft", draft_views.draft, name="passport_draft"),
    path("passport/print", views.paper, name="passport_print"),
    path("passport/print.pdf", views.paper_file, name="passport_pdf"),
    path("passport/publish", release_views.publish, name="passport_publish"),
    path("passport/migrate", release_views.migrate, name="passport_migrate"),
    path("passport/dry-run", release_views.dry_run, name="passport_dry_run"),
    path("passport/jobs/<uuid:key>", release_views.job, name="passport_job"),
    path("passport/text", draft_views.text, name="passport_text"),
    path("passport/text/check", draft_views.text_check, name="passport_text_check"),
    path("passport/draft.yaml", draft_views.draft_file, name="passport_draft_file"),
    path("passport/versions", draft_views.versions, name="passport_versions"),
    path("passport/difference", draft_views.compare, name="passport_difference"),
    path("passport/versions/<int:number>/draft", draft_views.bring_back, name="passport_bring_back"),
    path("passport/versions/<int:number>", views.version, name="passport_version"),
    path("passport/versions/<int:number>.yaml", views.file, name="passport_file"),
    re_path(rf"^passport/(?P<word>{'|'.join(WORDS)})/?$", views.question, name="answer"),
    re_path(rf"^passport/(?P<word>{'|'.join(WORDS)})/edit$", draft_views.edit, name="passport_edit"),
    path("begin", begin_views.begin, name="begin"),
    re_path(r"^begin/(?P<number>[1-9]|10)$", begin_views.step_of, name="begin_step"),
    path("begin/ready", begin_views.ready, name="begin_ready"),
    path("begin/company", begin_views.own_company, name="own_company"),
    path("begin/first", begin_views.first, name="begin_first"),
]
