# SPDX-License-Identifier: BSD-3-Clause
"""Where tests keep their files: in memory where the machine has room for that, since it is not the disk that
is tested. A process that is killed loses nothing of what it wrote, wherever that lies."""

import os

MEMORY = "/dev/shm"


def folder_in_memory(spare):
    """A folder in memory with so many bytes to spare; None, which is the usual one, where there is none or the
    user says where: TMPDIR."""
    if "TMPDIR" in os.environ:
        return None
    try:
        status = os.statvfs(MEMORY)
    except OSError:
        return None
    free = status.f_bavail * status.f_frsize
    return MEMORY if free > spare and os.access(MEMORY, os.W_OK) else None
