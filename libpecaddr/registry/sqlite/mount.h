/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_MOUNT_H
#define PECADDR_REGISTRY_SQLITE_MOUNT_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Where a file lies. On a file system of another machine SQLite's locks and its log, which is memory
 * that processes share, do not keep two machines apart: two persons could be given one address.
 */
enum mount_kind {
    MOUNT_UNKNOWN = 0,
    MOUNT_LOCAL,
    MOUNT_NETWORK /* also one that several machines share, and a folder that a host gives its guest */
};

#define MOUNT_TYPE_MAX  64
#define MOUNT_POINT_MAX 256

struct mount {
    enum mount_kind kind;
    char type[MOUNT_TYPE_MAX];   /* `ext4`, `fuse.sshfs`; empty where nothing says it */
    char point[MOUNT_POINT_MAX]; /* the folder where it is mounted; empty where nothing says it */
};

/*
 * The mount on which a file lies, by its device and real path, in the text of /proc/self/mountinfo
 * (proc(5)): its type and point. Where no line has the device, as for a subvolume of btrfs, that of
 * the path counts.
 */
void registry_mount_find(const char *mountinfo, dev_t device, const char *path,
                         struct mount *mount);

/* Its kind, by the number of its file system (statfs(2)); where many share one number, as all that
 * programs make do (FUSE), by the type that was found. */
enum mount_kind registry_mount_kind(uint32_t number, const char *type);

/* The mount of a file that is there, or of its folder: 0, or an errno. */
int registry_mount_of(const char *path, struct mount *ret_mount);

/*
 * The real path of a file, symbolic links followed; of one that is not there, its folder's. To be
 * freed; NULL, and errno says why.
 */
char *registry_mount_path(const char *path);

#endif
