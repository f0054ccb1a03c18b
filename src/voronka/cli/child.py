"""The first lines of a supervised process: leave when the supervisor is gone, then run the module that was named."""

import os
import runpy
import signal
import sys
import threading
import time

LAST_WORDS = 5.0  # seconds to finish the work in hand after the supervisor has died


def leave_with_the_supervisor(life: int) -> None:
    """Reading returns only when the last writing end, the supervisor's, is closed."""
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORDS)
    os._exit(1)


if __name__ == "__main__":
    if life := os.environ.pop("VORONKA_LIFE_FD", ""):
        os.set_inheritable(int(life), False)
        threading.Thread(target=leave_with_the_supervisor, args=(int(life),), daemon=True).start()
    module = sys.argv[1]
    sys.argv[:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
