"""People who sign in, and the tokens of programs that act for them."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from voronka.core.access import Actor
from voronka.core.process import SYSTEM_ROLES


class People(BaseUserManager["Person"]):
    """Makes people; an e-mail address is kept in lower case, for people type it either way."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """A person with this address; without a password they can't sign in yet."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Signing in: the address in any case."""
        return self.get(email=(username or "").strip().lower())


class Team(models.Model):
    """A team of people; whoever leads it sees its deals."""

    name = models.CharField(max_length=200, unique=True)
    head = models.ForeignKey("store.Person", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """A person of the company; `role` is the system role that holds their rights.

    `visibility` is whose deals they see, empty where their role decides. `mates` are the people whose deals
    they see beside their own, as `3,7`: kept by store/teams.py, so that no page need ask for it. `tour` is
    the step of the demo's tour where they are; 0 in a company that is no demo.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=[(role, role) for role in SYSTEM_ROLES])
    language = models.CharField(max_length=8, default="ru")
    theme = models.CharField(max_length=8, default="system")
    time_zone = models.CharField(max_length=64, blank=True)
    tour = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")
    visibility = models.CharField(max_length=8, blank=True)
    mates = models.TextField(blank=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """The person as the rules know them."""
        return actor_of(self.pk, self.role, self.visibility, self.mates)

    def get_full_name(self) -> str:
        """What others call them."""
        return self.name


def actor_of(key: int, role: str, visibility: str, mates: str) -> Actor:
    """The columns of a person as the rules know them."""
    return Actor("person", key, role, visibility, tuple(map(int, mates.split(","))) if mates else ())


class Acknowledgement(models.Model):
    """A person has read a text; equal to the facts of stream `person:<id>`. `digest` is the text's SHA-256."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="acknowledgements")
    process = models.CharField(max_length=64)
    stage = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest", "process", "stage"], name="acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} has read {self.process}/{self.stage}"


class Token(models.Model):
    """A program's key: only its SHA-256 is kept; `scopes` is `read` or `read write`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.CharField(max_length=100, default="read")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
