"""What a command says about a full disk or a database that is busy or away; a bug stays a bug."""

import sys

from voronka.queries import trouble


def say(error: Exception) -> int:
    """One sentence and exit code 1; raises the error again when it is none of these."""
    kind = trouble.trouble(error)
    if kind is None:
        raise error
    title, mend = trouble.sentences(kind)
    print(f"voronka: {title}. {mend} ({str(error).strip()})", file=sys.stderr)
    return 1
