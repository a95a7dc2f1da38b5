#!/usr/bin/env python3
"""The one entry of Placette; on a fresh machine it first builds what it needs.

python3 manage.py demo     the island of Valdora on http://127.0.0.1:8000
python3 manage.py test     the tests
python3 manage.py help     every other command
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this line is for older ones)
    sys.exit("Placette needs Python 3.11 or newer: install it, then run  python3.11 manage.py demo")

from geo.config.first_run.start import main  # noqa: E402  (needs the version checked above)

if __name__ == "__main__":
    sys.exit(main(sys.argv))
