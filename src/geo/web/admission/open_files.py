"""How many files a process may have open: each connection is one."""

__all__ = ["fewer_in_words", "make_room"]

from contextlib import suppress

OTHERS = 100  # files next to connections: stores, temporary files, what is sent and turned away


def make_room(connections: int) -> int:
    """Let this process open the files of so many connections, and return how many it has room for.

    The system's soft limit is raised as far as the hard one. Where that is too low, at least half
    of the files are for connections.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return connections
    needed = connections + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    if soft != unbounded and soft < needed:
        with suppress(OSError, ValueError):  # macOS has a limit below the hard one
            most = needed if hard == unbounded else min(needed, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == unbounded or soft >= needed:
        return connections
    return max(soft - OTHERS, soft // 2)


def fewer_in_words(connections: int, fit: int) -> str:
    """Return what is said where there is room for fewer connections than are wanted."""
    needed = f"GEO_LIMIT_CONNECTIONS={connections} needs {connections + OTHERS} open files"
    instead = f"and this process may open fewer: {fit} connections are taken at the same time"
    remedy = f"ulimit -n {connections + OTHERS}, or LimitNOFILE= in a unit of systemd"
    return f"{needed}, {instead}. For more, raise that limit ({remedy})"
