"""gunicorn for a service: `gunicorn --config docs/server/gunicorn.conf.py geo.config.wsgi`."""

import os

bind = "unix:/run/placette/socket"
umask = 0o007  # the socket is open to the group: nginx is in it, nobody else
# Processes of four threads; each thread holds one connection to the database (3 × 4 = 12).
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
worker_class = "gthread"
threads = 4
# A worker that gives no sign for so long is killed and replaced; a long download is no silence.
timeout = 30
graceful_timeout = 20
keepalive = 5
# Each process ends after a while, not all at once: no leak lives long.
max_requests = 20_000
max_requests_jitter = 4_000
worker_tmp_dir = "/dev/shm"  # noqa: S108  (signs of life, in memory: a slow disk kills nobody)
control_socket_disable = True
accesslog = None  # no addresses of people
errorlog = "-"
loglevel = "warning"
