"""IP addresses and networks as text: which one somebody sits in, and where it begins and ends."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
SITE_PREFIX_BITS = 64  # of IPv6: what one household or host is given whole (RFC 6177, RFC 7934)
MAPPED = 0xFFFF << 32  # ::ffff:0:0/96, where IPv4 lies inside IPv6 (RFC 4291, 2.5.5.2)


def readable_address(word: str) -> str | None:
    """Return the address in its usual spelling, IPv4 inside IPv6 as IPv4; None for anything else."""
    try:
        address = ip_address(word.strip())
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def readable_network(word: str) -> Network | None:
    """Return `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/32` as a network; None for anything else."""
    try:
        return ip_network(word.strip(), strict=False)
    except ValueError:
        return None


def household(address: str) -> str:
    """Return what stands for one connection: an IPv4 address, or the /64 that an IPv6 address lies in."""
    known = ip_address(readable_address(address) or address)
    if known.version == 4:
        return str(known)
    return str(ip_network((known, SITE_PREFIX_BITS), strict=False))


def span(network: Network) -> tuple[str, str]:
    """Return the first and the last address as 32 hexadecimal digits, whose text order is their order."""
    offset = MAPPED if network.version == 4 else 0
    ends = (network.network_address, network.broadcast_address)
    first, last = (f"{int(address) + offset:032x}" for address in ends)
    return first, last
