"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.cycle import list_views, views

download_views = Later("voronka.rooms.cycle.download_views")

urlpatterns = [
    path("", views.today, name="today"),
    path("cycle/board", views.board, name="board"),
    path("cycle/board/column", views.column, name="column"),
    path("cycle/list", views.deals, name="deals"),
    path("cycle/list/columns", list_views.columns, name="deals_columns"),
    path("cycle/list/file", download_views.deals, name="deals_file"),
    path("cycle/funnel", views.funnel, name="funnel"),
    path("cycle/deals/<int:key>", views.deal, name="deal"),
    path("cycle/deals/<int:key>/stage", views.move, name="move"),
    path("cycle/deals/<int:key>/stage/undo", views.undo, name="undo"),
    path("cycle/deals/<int:key>/steps/<slug:step>", views.step, name="step"),
    path("cycle/deals/<int:key>/files/<int:file>", views.file, name="deal_file"),
    path("cycle/deals/<int:key>/do/<slug:word>", views.door, name="deal_door"),
]
