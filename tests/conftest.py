"""What every test stands on: no network, plain static files, a quick database."""

import gc
import ipaddress
import socket

import hypothesis
import pytest
from django.contrib.gis.db.models.fields import get_srid_info
from django.db import connection, connections
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import override_settings
from django.utils import translation

from geo.config import translations

hypothesis.settings.register_profile("placette", deadline=None)
hypothesis.settings.load_profile("placette")
gc.set_threshold(100_000, 50, 100)  # collecting less often takes a twentieth off the whole run
LONG = {"browser", "config", "real"}  # folders: browsers, services that start, real data
METRIC_SYSTEMS = (2154, 3035, 3857, 4326, 32632, 32633)


def is_this_machine(address) -> bool:
    """Whether an address leads nowhere else: a file, or loopback."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """A test that reaches for the network fails at once, and says where it wanted to go."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(original):
        def to(self, address, *rest):
            if not is_this_machine(address):
                raise OSError(f"a test wanted to reach {address}: tests stay on this machine")
            return original(self, address, *rest)

        return to

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_static_files(tmp_path_factory):
    """Static files by their plain names, so that no test depends on what was collected."""
    translations.compile_all()
    plain = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=plain, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(autouse=True)
def nobody_has_spoken():
    """The language of the last request of the test before is forgotten."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def jobs_in_place(settings):
    """What is done in the background is done at once: tests of workers switch this off."""
    settings.JOBS_IN_PLACE = True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Commits that do not wait for the disk; a limit that a busy machine does not reach."""
    options = "-c synchronous_commit=off -c statement_timeout=60s"
    connections.settings["default"]["OPTIONS"]["options"] = options


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Reference systems are looked up once: else the first test that meets one pays a query."""
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        return  # none of the tests chosen has a mark for the database
    with django_db_blocker.unblock():
        for srid in METRIC_SYSTEMS:
            get_srid_info(srid, connection)


def pytest_addoption(parser):
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail where a test would be skipped: on machines that have everything",
    )


def pytest_collection_modifyitems(config, items):
    """Where workers share the files, the long ones come first: none is left alone with one."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not LONG.intersection(item.path.parts))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    forbidden = report.skipped and item.config.getoption("nothing_skipped")
    if forbidden and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be: {call.excinfo.value}"
    return report
