"""What `manage.py check` says about reading the files of people."""

from django.core.checks import Info, Warning, register

from geo.files.jail import wall_of_this_machine


@register
def check_jail(**_facts) -> list:
    """Say where uploaded files cannot be read, or only behind the lower wall."""
    wall = wall_of_this_machine()
    if wall == "none":
        return [
            Warning(
                "Pages read GeoJSON only: this system can shut in no process that reads other "
                "formats.",
                hint="Allow seccomp, or user namespaces with unshare: see “Files that people "
                "bring” in docs/operate.md. The commands read every format meanwhile.",
                id="geo.W001",
            )
        ]
    if wall == "network":
        return [
            Info(
                "Files that people bring are read without network, but without seccomp.",
                hint="See “Files that people bring” in docs/operate.md.",
                id="geo.I001",
            )
        ]
    return []
