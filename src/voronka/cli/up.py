"""Commands that start something: they lay a plan and become the supervisor, which imports nothing of ours."""

import json
import os
import sys
from typing import Annotated, NoReturn

import typer

app = typer.Typer()

Child = tuple[str, list[str], list[str]]
"""Name, module with its arguments, arguments of the first start alone."""

Host = Annotated[str, typer.Option(envvar="VORONKA_HOST", help="address to listen at")]
Port = Annotated[int, typer.Option(envvar="VORONKA_PORT", min=0, max=65535, help="port to listen at")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="web processes; more than one needs PostgreSQL")]
Threads = Annotated[int, typer.Option(min=1, max=64, help="threads of a web process")]
Grace = Annotated[float, typer.Option(min=0, help="seconds to finish work in hand when stopping")]
Single = Annotated[bool, typer.Option("--single", help="the worker in a thread of the web process")]


def become_supervisor(
    children: list[Child], grace: float, host: str = "", port: int | None = None
) -> NoReturn:
    """Replace this process; the supervisor then costs a few megabytes instead of ours."""
    path = os.path.join(os.path.dirname(__file__), "supervisor.py")
    if host:
        os.environ["VORONKA_HOST"] = host  # whoever listens at an address is known under it
    plan = json.dumps({"children": children, "grace": grace, "host": host, "port": port})
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-I", "-S", path, plan])


def web_children(workers: int, threads: int, once: list[str], always: list[str]) -> list[Child]:
    """The web processes; the first one prepares the installation before the others start."""
    on_postgres = os.environ.get("VORONKA_DATABASE_URL", "").startswith("postgres")
    if workers > 1 and not on_postgres and not os.environ.get("VORONKA_DATABASE_URL_FILE"):
        raise typer.BadParameter("several web processes need PostgreSQL (VORONKA_DATABASE_URL)")
    command = ["voronka.config.web", "--threads", str(threads), *always]
    return [("web", command, once)] + [(f"web-{n}", command, []) for n in range(2, workers + 1)]


def address(host: str) -> str:
    """What to type into a browser, without the port: with port 0 only the socket knows it."""
    return "http://" + ("localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else host)


def start(
    host: str, port: int, workers: int, threads: int, grace: float, single: bool, once: list[str]
) -> NoReturn:
    """Web and worker together."""
    once = ["--prepare", "--address", address(host), *once]
    children = web_children(workers, threads, once, ["--single"] if single else [])
    if not single:
        children.append(("worker", ["voronka.worker"], []))
    become_supervisor(children, grace, host, port)


@app.command()
def up(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, threads: Threads = 4,
    grace: Grace = 10, single: Single = False,
) -> None:  # fmt: skip
    """Start the web and the worker and keep them alive; brings the tables up to date first."""
    start(host, port, workers, threads, grace, single, [])


@app.command()
def run(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, threads: Threads = 4,
    grace: Grace = 10, single: Single = False,
    today: Annotated[str, typer.Option(help="the day the demo is told on, as 2026-11-23")] = "",
) -> None:  # fmt: skip
    """The first start: like `up`, with the demo company when the installation is empty."""
    start(host, port, workers, threads, grace, single, ["--demo", *(["--today", today] if today else [])])


@app.command()
def web(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, threads: Threads = 4, grace: Grace = 10
) -> None:
    """Start the web alone; run `voronka migrate` once before."""
    become_supervisor(web_children(workers, threads, ["--address", address(host)], []), grace, host, port)


@app.command()
def worker(grace: Grace = 10) -> None:
    """Start a worker alone."""
    become_supervisor([("worker", ["voronka.worker"], [])], grace)
