"""How gunicorn serves in production: ``gunicorn --config python:config.gunicorn config.wsgi``."""

import logging
import os

from config.logs import anonymous

bind = os.getenv("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.getenv("WEB_CONCURRENCY") or min(2 * (os.cpu_count() or 1) + 1, 9))
threads = 4
timeout = 60  # seconds without a sign of life, not of one request
graceful_timeout = 30  # seconds for a request to end, after SIGTERM
keepalive = 75  # seconds: longer than a proxy's 60, so that it never asks where nobody is left
max_requests = 2000  # whatever a worker has gathered by then goes
max_requests_jitter = 400  # but not all workers at once
worker_tmp_dir = "/dev/shm"  # noqa: S108  (memory: a slow disk must not look like a dead worker)
control_socket_disable = True
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"  # not who, not what they sought
logging.getLogger("gunicorn.access").addFilter(anonymous)
