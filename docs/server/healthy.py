"""Ends well when the service and its database answer: the health check of the container."""

import http.client
import os
import sys

host = os.environ["PLACETTE_HOSTS"].split(",")[0].strip()
service = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
service.request("GET", "/health/", headers={"Host": host})
sys.exit(service.getresponse().status != 200)
