"""Addresses of the room."""

from django.urls import path

from voronka.frame.later import Later
from voronka.rooms.cycle import list_views, saved_views, views

download_views = Later("voronka.rooms.cycle.download_views")

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
    path("cycle/funnel", views.funnel, name="funnel"),
    path("cycle/deals/<int:key>", views.deal, name="deal"),
    path("cycle/deals/<int:key>/stage", views.move, name="move"),
    path("cycle/deals/<int:key>/stage/undo", views.undo, name="undo"),
    path("cycle/deals/<int:key>/steps/<slug:step>", views.step, name="step"),
    path("cycle/deals/<int:key>/files/<int:file>", views.file, name="deal_file"),
    path("cycle/deals/<int:key>/do/<slug:word>", views.door, name="deal_door"),
]
