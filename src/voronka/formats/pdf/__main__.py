"""The press itself: data as JSON comes in, a PDF goes out. What people wrote is data to it and never markup.

It sees one folder, its own, and no font but those in it; it writes no file, and leaves when its time is over.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import typst

HERE = Path(__file__).parent
SECONDS, MEMORY = 30, 2 << 30


def bound() -> None:
    """No more time, memory and files than a document needs, where the system can hold it."""
    try:
        import resource
    except ImportError:
        return
    bounds = {resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_AS: MEMORY, resource.RLIMIT_FSIZE: 0}
    for what, most in bounds.items():
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, limit))


def main() -> None:
    """Read, set, write."""
    bound()
    told = sys.stdin.buffer.read().decode()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
    document = str(HERE / f"{sys.argv[1]}.typ")
    compiler = typst.Compiler(document, root=str(HERE), font_paths=fonts, sys_inputs={"told": told})
    made = compiler.compile(format="pdf", timestamp=datetime.fromisoformat(json.loads(told)["at"]))
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
