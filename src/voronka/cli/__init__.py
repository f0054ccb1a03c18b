"""The command line: `voronka <command>`; a command's module is imported only when it is called."""

import gc
import os
import sys
from importlib import import_module
from typing import Any

os.environ["TYPER_USE_RICH"] = "0"  # plain help starts a tenth of a second sooner
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")

# command: (module in this package, what it does). A module has `app`, a typer application, or a group of commands.
COMMANDS = {
    "run": ("up", "start with the demo company when the installation is empty, and say the address"),
    "up": ("up", "start the web and the worker and keep them alive"),
    "web": ("up", "start the web alone (several machines, one PostgreSQL)"),
    "worker": ("up", "start a worker alone"),
    "migrate": ("keep", "bring the tables and the static files up to date"),
    "backup": ("keep", "write everything into one file"),
    "export": ("export", "write everything as lines of JSON, for any program and any database"),
    "restore": ("keep", "read a backup or an export into an empty installation"),
    "doctor": ("keep", "look whether everything is in order, and say what mends it"),
    "demo": ("demo", "fill an empty installation with the demo company"),
    "deal": ("deal", "deals: list, show, open, move, pay and all the rest"),
    "inquiry": ("inquiry", "inquiries: list, receive, answer, close"),
    "import": ("imports", "bring in a file of another system; list, undo"),
    "form": ("form", "the public form: show, set, consent, answer, held"),
    "client": ("client", "companies and contacts"),
    "find": ("find", "deals, clients, inquiries and notes by any word"),
    "person": ("person", "people of the company: add, list, change, password"),
    "company": ("company", "our own company: show, set, days, day"),
    "team": ("team", "teams: add, list, change, remove"),
    "token": ("tokens", "tokens of the API: make, list, revoke"),
    "index": ("index", "the index of the search: check, rebuild"),
    "log": ("log", "the event log: verify, tail"),
    "figures": ("figures", "figures: funnel, verdicts, recount"),
    "passport": ("passport", "the passport: check, show, publish"),
}
"""Groups (`deal`, `log`, `passport`) are whole modules, the others are commands inside a module."""

STARTS = "up"
"""The module whose commands only start other processes: it does without Django."""

REFUSED = 2
"""The exit code of a request that a rule refused; 0 is done, 1 is everything else that went wrong."""


def root() -> Any:
    """The whole command line as one lazy group."""
    import typer
    from typer import _click as click
    from typer.core import TyperGroup

    class Lazy(TyperGroup):
        """Lists every command without importing it."""

        def list_commands(self, context: click.Context) -> list[str]:
            return [name for name, (module, _) in COMMANDS.items() if _exists(module)]

        def get_command(self, context: click.Context, name: str) -> click.Command | None:
            if name not in self.list_commands(context):
                return None
            module = COMMANDS[name][0]
            gc.disable()  # what is imported stays: looking through it for garbage costs a tenth of the start
            if module != STARTS:
                enter()
            found = typer.main.get_command(import_module(f"voronka.cli.{module}").app)
            gc.freeze()
            gc.enable()
            inner = getattr(found, "commands", {})
            return inner.get(name, found)

        def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
            with formatter.section("Commands"):
                formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(context)])

    group = Lazy(name="voronka", help="Voronka: sales described by ten answers.", no_args_is_help=True)
    return group


def enter() -> None:
    """Make Django ready, speak the installation's language, make files that are for the owner only."""
    import django
    from django.conf import settings
    from django.utils import translation

    os.umask(0o077)
    django.setup(set_prefix=False)
    translation.activate(settings.LANGUAGE_CODE)


def _exists(module: str) -> bool:
    return os.path.exists(os.path.join(os.path.dirname(__file__), module + ".py"))


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit codes: 0 done, 2 refused by a rule, 1 anything else, wrong usage too."""
    import typer
    from typer import _click as click

    try:
        code = root().main(args=arguments, prog_name="voronka", standalone_mode=False)
    except click.exceptions.ClickException as error:
        error.show()
        code = 1
    except (typer.Abort, KeyboardInterrupt):
        code = 1
    except Exception as error:
        code = import_module("voronka.cli.troubles").say(error)
    finally:
        if translation := sys.modules.get("django.utils.translation"):
            translation.deactivate()
    sys.exit(code if isinstance(code, int) else 0)
