"""Addresses of the room."""

from django.urls import path

from voronka.rooms.owner import me_views, team_views, views

urlpatterns = [
    path("owner/people/", views.people, name="people"),
    path("owner/people/new", views.new_person, name="new_person"),
    path("owner/people/<int:key>", views.person, name="person"),
    path("owner/teams/new", team_views.new_team, name="new_team"),
    path("owner/teams/<int:key>", team_views.team, name="team"),
    path("owner/teams/<int:key>/removed", team_views.remove_team, name="remove_team"),
    path("me/", me_views.me, name="me"),
    path("me/time-zone", me_views.time_zone, name="my_time_zone"),
    path("me/password", me_views.password, name="my_password"),
    path("me/tokens", me_views.new_token, name="my_tokens"),
    path("me/tokens/<int:key>/revoked", me_views.revoke_token, name="revoke_token"),
]
