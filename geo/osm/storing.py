"""Stores a snapshot of OpenStreetMap as the next version of a layer, or refuses to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from geo.layers.importing import EmptyVersion, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.osm.conditions import write_condition
from geo.osm.extracts import OsmFeature
from geo.osm.models import OsmSnapshot
from geo.osm.presets import PRESETS, conditions_of, matches

LICENCE, ATTRIBUTION = "ODbL-1.0", "© OpenStreetMap contributors"
STEP = 500  # features between two words about progress
SUSPICIOUS = 0.5  # of what the last snapshot had, under the same conditions

Progress = Callable[[int, int], None]
"""Called with how much is done and of how much, 0 where nobody knows; may raise to stop."""


class SnapshotRefused(Exception):
    """What was read does not replace what is shown; nothing was stored."""


class EmptyAnswer(SnapshotRefused):
    """Nothing meets the conditions: the file of another place, or a server that is unwell."""


class IncompleteAnswer(SnapshotRefused):
    """The source gave a part only, and something whole is shown."""


class AnotherLayer(SnapshotRefused):
    """What the layer shows is no snapshot: a map, or areas from a file."""


class FewerThanBefore(SnapshotRefused):
    """Less than half of what the last snapshot counted under the same conditions."""

    def __init__(self, before: int, now: int):
        self.before = before
        self.now = now
        super().__init__(f"{now} instead of {before}")


@dataclass(slots=True)
class SnapshotDetails:
    """What is known of an answer besides its features.

    name: of the file or the server; presets: keys of PRESETS; free: more conditions; clipped: to
    the perimeter, or whole what touches it; remarks: {"code", "count", …}, which the reader may
    fill while the features are taken; accept_fewer: staff say that little or nothing is right.
    """

    source: str
    name: str
    sha256: str
    presets: Sequence[str] = ()
    free: Sequence[dict] = ()
    osm_date: datetime | None = None
    perimeter_version: UUID | None = None
    is_clipped: bool = False
    is_complete: bool = True
    licence: str = LICENCE
    attribution: str = ATTRIBUTION
    remarks: list[dict] = field(default_factory=list)
    accept_fewer: bool = False

    def conditions(self) -> list[dict]:
        """Return all conditions, those of the presets first."""
        return conditions_of(self.presets, self.free)

    def counted(self) -> dict[str, list[dict]]:
        """Return what is counted apart: the conditions of each preset, and each free one."""
        presets = {key: list(PRESETS[key].any_of) for key in self.presets}
        return presets | {write_condition(one): [one] for one in self.free}


def store_snapshot(
    layer: Layer,
    features: Iterable[OsmFeature],
    details: SnapshotDetails,
    *,
    progress: Progress | None = None,
) -> LayerVersion:
    """Publish features as the next version of `layer`; return it, or the one shown if it is this.

    The same source under the same conditions within the same perimeter changes nothing. If
    anything fails or is refused, the layer shows what it showed. Raises SnapshotRefused.
    """
    with transaction.atomic():
        locked = Layer.objects.select_for_update(no_key=True).get(pk=layer.pk)
        shown = _shown(locked)
        if locked.current_id and shown is None:
            raise AnotherLayer(locked.slug)
        if shown and is_same(shown, details):
            layer.current = shown.version
            return shown.version
        if shown and shown.is_complete and not details.is_complete:
            raise IncompleteAnswer(details.name)
        counts = dict.fromkeys(details.counted(), 0)
        version = _published(locked, _counted(features, details, counts, progress), details)
        _check_number(shown, counts, details)
        _describe(version, details, counts)
    layer.current = version
    return version


def shown_snapshot(layer: Layer) -> OsmSnapshot | None:
    """Return the snapshot that a layer shows, if it shows one."""
    return _shown(Layer.objects.get(pk=layer.pk))


def is_same(snapshot: OsmSnapshot, details: SnapshotDetails) -> bool:
    """Whether a snapshot was taken from these very bytes, asked the same."""
    return (
        snapshot.sha256 == details.sha256
        and snapshot.conditions == details.conditions()
        and snapshot.presets == list(details.presets)
        and snapshot.perimeter_version == details.perimeter_version
        and snapshot.is_clipped == details.is_clipped
        and snapshot.is_complete == details.is_complete
    )


def _shown(layer: Layer) -> OsmSnapshot | None:
    return OsmSnapshot.objects.select_related("version").filter(version=layer.current_id).first()


def _published(
    layer: Layer, features: Iterator[OsmFeature], details: SnapshotDetails
) -> LayerVersion:
    layer.licence, layer.attribution = details.licence, details.attribution
    layer.save(update_fields=["licence", "attribution"])
    try:
        return publish_version(
            layer,
            features,
            source=details.name[:500],
            is_kept=True,
            may_be_empty=details.accept_fewer,
        )
    except EmptyVersion as error:
        raise EmptyAnswer(details.name) from error


def _counted(
    features: Iterable[OsmFeature],
    details: SnapshotDetails,
    counts: dict[str, int],
    progress: Progress | None,
) -> Iterator[OsmFeature]:
    """Yield the features, counting each under what it meets."""
    asked = details.counted()
    total = len(features) if hasattr(features, "__len__") else 0
    for done, feature in enumerate(features, start=1):
        for name, conditions in asked.items():
            counts[name] += matches(feature.tags, conditions)
        yield feature
        if progress and done % STEP == 0:
            progress(done, total)


def _check_number(
    shown: OsmSnapshot | None, counts: dict[str, int], details: SnapshotDetails
) -> None:
    """Refuse less than half of what was counted before under the same names."""
    if shown is None or details.accept_fewer:
        return
    shared = counts.keys() & shown.counts.keys()
    before, now = (sum(one[name] for name in shared) for one in (shown.counts, counts))
    if now < before * SUSPICIOUS:
        raise FewerThanBefore(before, now)


def _describe(version: LayerVersion, details: SnapshotDetails, counts: dict[str, int]) -> None:
    OsmSnapshot.objects.create(
        version=version,
        source=details.source,
        presets=list(details.presets),
        conditions=details.conditions(),
        osm_date=details.osm_date,
        perimeter_version=details.perimeter_version,
        is_clipped=details.is_clipped,
        is_complete=details.is_complete,
        counts=counts,
        remarks=details.remarks,
        sha256=details.sha256,
    )
