"""How many files a process may have open: each connection is one."""

__all__ = ["too_few_files"]

from geo.settings import limit

OTHERS = 100  # files that are open next to connections: stores, temporary files, what is sent


def too_few_files() -> str | None:
    """Return what to do where the system lets the process open fewer files than it may need."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    may, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    connections = limit("connections")
    if may == resource.RLIM_INFINITY or may >= connections + OTHERS:
        return None
    needed = f"GEO_LIMIT_CONNECTIONS={connections} needs {connections + OTHERS} open files"
    remedy = f"raise it (ulimit -n {connections + OTHERS}; LimitNOFILE= in a unit of systemd)"
    fewer = f", or set GEO_LIMIT_CONNECTIONS={may - OTHERS}" if may > OTHERS else ""
    return f"{needed}, and this process may open {may}: {remedy}{fewer}"
