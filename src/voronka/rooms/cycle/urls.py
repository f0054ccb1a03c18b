"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.cycle import list_views, saved_views, views

download_views = Later("voronka.rooms.cycle.download_views")
bulk_views = Later("voronka.rooms.cycle.bulk.views")

urlpatterns = [
    path("", views.today, name="today"),
    path("cycle/board", views.board, name="board"),
    path("cycle/board/column", views.column, name="column"),
    path("cycle/list", views.deals, name="deals"),
    path("cycle/list/columns", list_views.columns, name="deals_columns"),
    path("cycle/list/filters", list_views.more_filters, name="deals_filters"),
    path("cycle/list/views/new", saved_views.save, name="view_save"),
    path("cycle/list/views/<int:key>", saved_views.change, name="view_change"),
    path("cycle/list/views/<int:key>/keep", saved_views.keep, name="view_keep"),
    path("cycle/list/views/<int:key>/remove", saved_views.remove, name="view_remove"),
    path("cycle/list/views/<int:key>/back", saved_views.bring_back, name="view_back"),
    path("cycle/list/file", download_views.deals, name="deals_file"),
    path("cycle/bulk", bulk_views.bulks, name="bulks"),
    path("cycle/bulk/<int:key>", bulk_views.one, name="bulk"),
    path("cycle/bulk/<int:key>/change", bulk_views.change, name="bulk_change"),
    path("cycle/bulk/<int:key>/look", bulk_views.look, name="bulk_look"),
    path("cycle/bulk/<int:key>/run", bulk_views.run, name="bulk_run"),
    path("cycle/bulk/<int:key>/stop", bulk_views.stop, name="bulk_stop"),
    path("cycle/bulk/<int:key>/undo", bulk_views.undo, name="bulk_undo"),
    path("cycle/bulk/<int:key>/discard", bulk_views.discard, name="bulk_discard"),
    path("cycle/bulk/<int:key>/file", bulk_views.file, name="bulk_file"),
    path("cycle/funnel", views.funnel, name="funnel"),
    path("cycle/deals/<int:key>", views.deal, name="deal"),
    path("cycle/deals/<int:key>/stage", views.move, name="move"),
    path("cycle/deals/<int:key>/stage/undo", views.undo, name="undo"),
    path("cycle/deals/<int:key>/steps/<slug:step>", views.step, name="step"),
    path("cycle/deals/<int:key>/files/<int:file>", views.file, name="deal_file"),
    path("cycle/deals/<int:key>/do/<slug:word>", views.door, name="deal_door"),
]
