"""From which network a request comes: as much as the limits need, never the whole address."""

import ipaddress

from django.conf import settings

UNKNOWN = "unknown"


def address_of(request):
    """The client's address: the one that the outermost trusted proxy wrote down."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    hops.append(request.META.get("REMOTE_ADDR", ""))
    return hops[max(len(hops) - 1 - settings.PROXIES, 0)]


def prefix_of(address):
    """The /24 (IPv4) or /48 (IPv6) network that `address` is in."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return UNKNOWN
    ip = getattr(ip, "ipv4_mapped", None) or ip
    length = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network((ip, length), strict=False))


def network_of(request):
    return prefix_of(address_of(request))
