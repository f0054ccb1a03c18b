"""Addresses of the room."""

from datetime import date

from django.urls import path, register_converter

from voronka.frame.later import Later
from voronka.rooms.owner import me_views, views

company_views = Later("voronka.rooms.owner.company_views")
export_views = Later("voronka.rooms.owner.export_views")
leaving_views = Later("voronka.rooms.owner.leaving_views")
team_views = Later("voronka.rooms.owner.team_views")


class Day:
    """A day in an address, as 2026-11-26."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, text: str) -> date:
        """ValueError, and so no such address, where there is no such day."""
        return date.fromisoformat(text)

    def to_url(self, day: date) -> str:
        """As it stands in the address."""
        return day.isoformat()


register_converter(Day, "day")

urlpatterns = [
    path("owner/people/", views.people, name="people"),
    path("owner/people/new", views.new_person, name="new_person"),
    path("owner/people/<int:key>", views.person, name="person"),
    path("owner/people/<int:key>/invitation", views.invitation, name="invitation"),
    path("owner/people/<int:key>/second-step", views.second_step, name="second_step"),
    path("owner/people/<int:key>/leaving", leaving_views.leaving, name="leaving"),
    path("owner/teams/new", team_views.new_team, name="new_team"),
    path("owner/teams/<int:key>", team_views.team, name="team"),
    path("owner/teams/<int:key>/removed", team_views.remove_team, name="remove_team"),
    path("owner/company/", company_views.company, name="our_company"),
    path("owner/company/days/<day:day>", company_views.company_day, name="company_day"),
    path("owner/company/days/<day:day>/cleared", company_views.clear_day, name="clear_day"),
    path("owner/exports/", export_views.exports, name="exports"),
    path("me/", me_views.me, name="me"),
    path("me/time-zone", me_views.time_zone, name="my_time_zone"),
    path("me/password", me_views.password, name="my_password"),
    path("me/tokens", me_views.new_token, name="my_tokens"),
    path("me/tokens/<int:key>/revoked", me_views.revoke_token, name="revoke_token"),
]
