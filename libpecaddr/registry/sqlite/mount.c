/* SPDX-License-Identifier: BSD-3-Clause */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "sqlite/mount.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Kinds. */

/* The numbers are the kernel's for ever (linux/magic.h, and each file system's own sources). */
static const struct {
    uint32_t number;
    enum mount_kind kind;
} numbers[] = {
    {0x0000EF53, MOUNT_LOCAL},   /* ext2, ext3, ext4 */
    {0x58465342, MOUNT_LOCAL},   /* xfs */
    {0x9123683E, MOUNT_LOCAL},   /* btrfs */
    {0x2FC12FC1, MOUNT_LOCAL},   /* zfs */
    {0xCA451A4E, MOUNT_LOCAL},   /* bcachefs */
    {0xF2F52010, MOUNT_LOCAL},   /* f2fs */
    {0x3153464A, MOUNT_LOCAL},   /* jfs */
    {0x00003434, MOUNT_LOCAL},   /* nilfs2 */
    {0x52654973, MOUNT_LOCAL},   /* reiserfs */
    {0x00004D44, MOUNT_LOCAL},   /* vfat */
    {0x2011BAB0, MOUNT_LOCAL},   /* exfat */
    {0x7366746E, MOUNT_LOCAL},   /* ntfs3 */
    {0x5346544E, MOUNT_LOCAL},   /* ntfs */
    {0x0000482B, MOUNT_LOCAL},   /* hfsplus */
    {0x24051905, MOUNT_LOCAL},   /* ubifs */
    {0x794C7630, MOUNT_LOCAL},   /* overlay, as containers have it */
    {0x61756673, MOUNT_LOCAL},   /* aufs */
    {0x01021994, MOUNT_LOCAL},   /* tmpfs */
    {0x858458F6, MOUNT_LOCAL},   /* ramfs */
    {0x73717368, MOUNT_LOCAL},   /* squashfs */
    {0xE0F5E1E2, MOUNT_LOCAL},   /* erofs */
    {0x00009660, MOUNT_LOCAL},   /* iso9660 */
    {0x15013346, MOUNT_LOCAL},   /* udf */
    {0x00006969, MOUNT_NETWORK}, /* nfs, nfs4 */
    {0xFF534D42, MOUNT_NETWORK}, /* cifs */
    {0xFE534D42, MOUNT_NETWORK}, /* smb3 */
    {0x0000517B, MOUNT_NETWORK}, /* smbfs */
    {0x5346414F, MOUNT_NETWORK}, /* OpenAFS */
    {0x6B414653, MOUNT_NETWORK}, /* afs */
    {0x73757245, MOUNT_NETWORK}, /* coda */
    {0x0000564C, MOUNT_NETWORK}, /* ncpfs */
    {0x00C36400, MOUNT_NETWORK}, /* ceph */
    {0x01021997, MOUNT_NETWORK}, /* 9p */
    {0x01161970, MOUNT_NETWORK}, /* gfs2 */
    {0x7461636F, MOUNT_NETWORK}, /* ocfs2 */
    {0x0BD00BD0, MOUNT_NETWORK}, /* lustre */
    {0x47504653, MOUNT_NETWORK}, /* gpfs */
    {0x20030528, MOUNT_NETWORK}, /* orangefs */
    {0x19830326, MOUNT_NETWORK}, /* beegfs */
    {0xAAD7AAEA, MOUNT_NETWORK}, /* panfs */
    {0x786F4256, MOUNT_NETWORK}, /* vboxsf */
    {0xBACBACBC, MOUNT_NETWORK}, /* vmhgfs */
    {0x7C7C6673, MOUNT_NETWORK}, /* prl_fs */
};

/* All that programs make has one number. A program that lays a folder over another one, such as
 * bindfs, says nothing of where that lies, and is not known. */
#define FUSE 0x65735546

static const struct {
    const char *type;
    enum mount_kind kind;
} types[] = {
    {"fuseblk", MOUNT_LOCAL}, /* a disk: ntfs-3g, exfat */
    {"fuse.fuse-overlayfs", MOUNT_LOCAL},
    {"virtiofs", MOUNT_NETWORK},
    {"fuse.sshfs", MOUNT_NETWORK},
    {"fuse.ceph", MOUNT_NETWORK},
    {"fuse.ceph-fuse", MOUNT_NETWORK},
    {"fuse.glusterfs", MOUNT_NETWORK},
    {"fuse.moosefs", MOUNT_NETWORK},
    {"fuse.mfs", MOUNT_NETWORK},
    {"fuse.lizardfs", MOUNT_NETWORK},
    {"fuse.seaweedfs", MOUNT_NETWORK},
    {"fuse.juicefs", MOUNT_NETWORK},
    {"fuse.nfs", MOUNT_NETWORK},
    {"fuse.fuse-nfs", MOUNT_NETWORK},
    {"fuse.smbnetfs", MOUNT_NETWORK},
    {"fuse.davfs", MOUNT_NETWORK},
    {"fuse.davfs2", MOUNT_NETWORK},
    {"fuse.curlftpfs", MOUNT_NETWORK},
    {"fuse.rclone", MOUNT_NETWORK},
    {"fuse.s3fs", MOUNT_NETWORK},
    {"fuse.goofys", MOUNT_NETWORK},
    {"fuse.mount-s3", MOUNT_NETWORK},
    {"fuse.gcsfuse", MOUNT_NETWORK},
    {"fuse.blobfuse", MOUNT_NETWORK},
    {"fuse.blobfuse2", MOUNT_NETWORK},
    {"fuse.gvfsd-fuse", MOUNT_NETWORK},
    {"fuse.kio-fuse", MOUNT_NETWORK},
    {"fuse.google-drive-ocamlfuse", MOUNT_NETWORK},
    {"fuse.vmhgfs-fuse", MOUNT_NETWORK},
    {"fuse.grpcfuse", MOUNT_NETWORK},
    {"fuse.osxfs", MOUNT_NETWORK},
};

enum mount_kind registry_mount_kind(uint32_t number, const char *type)
{
    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        if (numbers[i].number == number)
            return numbers[i].kind;
    for (size_t i = 0; i < ARRAY_SIZE(types) && number == FUSE; i++)
        if (strcmp(types[i].type, type) == 0)
            return types[i].kind;
    return MOUNT_UNKNOWN;
}

/* The text of mountinfo. */

/* `ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG…] - TYPE SOURCE …` */
struct line {
    dev_t device;
    const char *point;
    size_t point_size;
    const char *type;
    size_t type_size;
};

/* What follows a number of words, each with a space after it; NULL: the line ends before. */
static const char *skip_words(const char *text, const char *end, size_t n)
{
    for (; text && n > 0; n--) {
        text = memchr(text, ' ', (size_t)(end - text));
        text += text ? 1 : 0;
    }
    return text;
}

static size_t word_size(const char *text, const char *end)
{
    const char *space = memchr(text, ' ', (size_t)(end - text));

    return (size_t)((space ? space : end) - text);
}

static bool read_line(const char *text, const char *end, struct line *ret_line)
{
    const char *device = skip_words(text, end, 2);
    const char *point = skip_words(text, end, 4);
    const char *type = skip_words(text, end, 6);
    unsigned long long major_number;
    char *rest;

    while (type && word_size(type, end) > 0 && strncmp(type, "- ", 2) != 0)
        type = skip_words(type, end, 1);
    if (!device || !point || !type || strncmp(type, "- ", 2) != 0)
        return false;
    type += strlen("- ");
    major_number = strtoull(device, &rest, 10);
    if (*rest != ':')
        return false;
    *ret_line = (struct line){
        .device = makedev((unsigned)major_number, (unsigned)strtoull(rest + 1, NULL, 10)),
        .point = point,
        .point_size = word_size(point, end),
        .type = type,
        .type_size = word_size(type, end),
    };
    return true;
}

/* A byte of a mount's point, and how long it is: `\040` is a space. */
static char read_byte(const char *text, size_t size, size_t *ret_size)
{
    *ret_size = 1;
    if (size < 4 || *text != '\\')
        return *text;
    *ret_size = 4;
    return (char)((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
}

/* Writes as much of it as has room. */
static void decode_point(const struct line *line, char point[MOUNT_POINT_MAX])
{
    size_t written = 0, length;

    for (size_t i = 0; i < line->point_size && written < MOUNT_POINT_MAX - 1; i += length)
        point[written++] = read_byte(line->point + i, line->point_size - i, &length);
    point[written] = '\0';
}

/* How many bytes of a path the mount's point is; 0: it lies elsewhere. */
static size_t match_point(const struct line *line, const char *path)
{
    size_t matched = 0, length;

    for (size_t i = 0; i < line->point_size; i += length) {
        char byte = read_byte(line->point + i, line->point_size - i, &length);

        if (byte != path[matched++])
            return 0;
    }
    if (matched == 1)
        return 1; /* the root */
    return path[matched] == '/' || path[matched] == '\0' ? matched : 0;
}

/*
 * The line whose point is most of the path, of those with a device, or with any where it is NULL; of
 * several the last, which lies over the others. One of the device counts also where its point is
 * elsewhere, with ret_matched 0.
 */
static bool find_line(const char *mountinfo, const dev_t *device, const char *path,
                      struct line *ret_line, size_t *ret_matched)
{
    bool found = false;

    for (const char *text = mountinfo; *text != '\0';) {
        const char *end = text + strcspn(text, "\n");
        struct line line;
        size_t matched;

        if (read_line(text, end, &line) && (!device || line.device == *device)) {
            matched = match_point(&line, path);
            if ((matched > 0 || device) && (!found || matched >= *ret_matched)) {
                *ret_line = line;
                *ret_matched = matched;
                found = true;
            }
        }
        text = *end == '\n' ? end + 1 : end;
    }
    return found;
}

void registry_mount_find(const char *mountinfo, dev_t device, const char *path, struct mount *mount)
{
    struct line line;
    size_t matched, size;

    mount->type[0] = mount->point[0] = '\0';
    if (!find_line(mountinfo, &device, path, &line, &matched) &&
        !find_line(mountinfo, NULL, path, &line, &matched))
        return;
    size = line.type_size < MOUNT_TYPE_MAX ? line.type_size : MOUNT_TYPE_MAX - 1;
    memcpy(mount->type, line.type, size);
    mount->type[size] = '\0';
    if (matched > 0)
        decode_point(&line, mount->point);
}

/* The file. */

/* All of a file of /proc, whose size nobody knows before; "" where it cannot be read. To be freed;
 * NULL without memory. */
static char *read_whole(const char *path)
{
    size_t size = 0, capacity = 16384;
    char *text = malloc(capacity);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    while (fd >= 0 && text) {
        ssize_t got = read(fd, text + size, capacity - 1 - size);
        char *larger;

        if (got <= 0)
            break;
        size += (size_t)got;
        if (size < capacity - 1)
            continue;
        capacity *= 2;
        larger = realloc(text, capacity);
        if (!larger)
            free(text);
        text = larger;
    }
    if (fd >= 0)
        close(fd);
    if (text)
        text[size] = '\0';
    return text;
}

char *registry_mount_path(const char *path)
{
    char *real = realpath(path, NULL);
    const char *slash = strrchr(path, '/');
    char *folder;

    if (real || errno != ENOENT)
        return real;
    folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    if (folder)
        real = realpath(folder, NULL);
    free(folder);
    return real;
}

int registry_mount_of(const char *path, struct mount *ret_mount)
{
    char *real = registry_mount_path(path);
    char *mountinfo = NULL;
    struct statfs system;
    struct stat file;
    int r;

    if (!real)
        return errno;
    r = statfs(real, &system) != 0 || stat(real, &file) != 0 ? errno : 0;
    if (r == 0 && (mountinfo = read_whole("/proc/self/mountinfo")) == NULL)
        r = ENOMEM;
    if (r == 0) {
        registry_mount_find(mountinfo, file.st_dev, real, ret_mount);
        ret_mount->kind = registry_mount_kind((uint32_t)system.f_type, ret_mount->type);
    }
    free(mountinfo);
    free(real);
    return r;
}
