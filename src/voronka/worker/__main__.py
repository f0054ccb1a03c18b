"""`python -m voronka.worker` is the worker process."""

import time

time.sleep(3600)
