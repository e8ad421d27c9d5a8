/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §5: on what an SQLite registry lies. */
#define _GNU_SOURCE /* unshare(), setgroups() */
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry/registry-fixture.h"
#include "sqlite/mount.h"

/* Kinds. */

static const struct {
    uint32_t number;
    const char *type;
    enum mount_kind kind;
} kinds[] = {
    {0xEF53, "ext4", MOUNT_LOCAL},
    {0x58465342, "xfs", MOUNT_LOCAL},
    {0x9123683E, "btrfs", MOUNT_LOCAL},
    {0x2FC12FC1, "zfs", MOUNT_LOCAL},
    {0xCA451A4E, "bcachefs", MOUNT_LOCAL},
    {0xF2F52010, "f2fs", MOUNT_LOCAL},
    {0x3153464A, "jfs", MOUNT_LOCAL},
    {0x3434, "nilfs2", MOUNT_LOCAL},
    {0x52654973, "reiserfs", MOUNT_LOCAL},
    {0x4D44, "vfat", MOUNT_LOCAL},
    {0x2011BAB0, "exfat", MOUNT_LOCAL},
    {0x7366746E, "ntfs3", MOUNT_LOCAL},
    {0x5346544E, "ntfs", MOUNT_LOCAL},
    {0x482B, "hfsplus", MOUNT_LOCAL},
    {0x24051905, "ubifs", MOUNT_LOCAL},
    {0x794C7630, "overlay", MOUNT_LOCAL},
    {0x61756673, "aufs", MOUNT_LOCAL},
    {0x01021994, "tmpfs", MOUNT_LOCAL},
    {0x858458F6, "ramfs", MOUNT_LOCAL},
    {0x73717368, "squashfs", MOUNT_LOCAL},
    {0xE0F5E1E2, "erofs", MOUNT_LOCAL},
    {0x9660, "iso9660", MOUNT_LOCAL},
    {0x15013346, "udf", MOUNT_LOCAL},
    {0x65735546, "fuseblk", MOUNT_LOCAL},
    {0x65735546, "fuse.fuse-overlayfs", MOUNT_LOCAL},
    {0x6969, "nfs", MOUNT_NETWORK},
    {0x6969, "nfs4", MOUNT_NETWORK},
    {0xFF534D42, "cifs", MOUNT_NETWORK},
    {0xFE534D42, "smb3", MOUNT_NETWORK},
    {0x517B, "smbfs", MOUNT_NETWORK},
    {0x5346414F, "afs", MOUNT_NETWORK},
    {0x6B414653, "afs", MOUNT_NETWORK},
    {0x73757245, "coda", MOUNT_NETWORK},
    {0x564C, "ncpfs", MOUNT_NETWORK},
    {0x00C36400, "ceph", MOUNT_NETWORK},
    {0x01021997, "9p", MOUNT_NETWORK},
    {0x01161970, "gfs2", MOUNT_NETWORK},
    {0x7461636F, "ocfs2", MOUNT_NETWORK},
    {0x0BD00BD0, "lustre", MOUNT_NETWORK},
    {0x47504653, "gpfs", MOUNT_NETWORK},
    {0x20030528, "orangefs", MOUNT_NETWORK},
    {0x19830326, "beegfs", MOUNT_NETWORK},
    {0xAAD7AAEA, "panfs", MOUNT_NETWORK},
    {0x786F4256, "vboxsf", MOUNT_NETWORK},
    {0xBACBACBC, "vmhgfs", MOUNT_NETWORK},
    {0x7C7C6673, "prl_fs", MOUNT_NETWORK},
    {0x65735546, "virtiofs", MOUNT_NETWORK},
    {0x65735546, "fuse.sshfs", MOUNT_NETWORK},
    {0x65735546, "fuse.ceph", MOUNT_NETWORK},
    {0x65735546, "fuse.ceph-fuse", MOUNT_NETWORK},
    {0x65735546, "fuse.glusterfs", MOUNT_NETWORK},
    {0x65735546, "fuse.moosefs", MOUNT_NETWORK},
    {0x65735546, "fuse.mfs", MOUNT_NETWORK},
    {0x65735546, "fuse.lizardfs", MOUNT_NETWORK},
    {0x65735546, "fuse.seaweedfs", MOUNT_NETWORK},
    {0x65735546, "fuse.juicefs", MOUNT_NETWORK},
    {0x65735546, "fuse.nfs", MOUNT_NETWORK},
    {0x65735546, "fuse.fuse-nfs", MOUNT_NETWORK},
    {0x65735546, "fuse.smbnetfs", MOUNT_NETWORK},
    {0x65735546, "fuse.davfs", MOUNT_NETWORK},
    {0x65735546, "fuse.davfs2", MOUNT_NETWORK},
    {0x65735546, "fuse.curlftpfs", MOUNT_NETWORK},
    {0x65735546, "fuse.rclone", MOUNT_NETWORK},
    {0x65735546, "fuse.s3fs", MOUNT_NETWORK},
    {0x65735546, "fuse.goofys", MOUNT_NETWORK},
    {0x65735546, "fuse.mount-s3", MOUNT_NETWORK},
    {0x65735546, "fuse.gcsfuse", MOUNT_NETWORK},
    {0x65735546, "fuse.blobfuse", MOUNT_NETWORK},
    {0x65735546, "fuse.blobfuse2", MOUNT_NETWORK},
    {0x65735546, "fuse.gvfsd-fuse", MOUNT_NETWORK},
    {0x65735546, "fuse.kio-fuse", MOUNT_NETWORK},
    {0x65735546, "fuse.google-drive-ocamlfuse", MOUNT_NETWORK},
    {0x65735546, "fuse.vmhgfs-fuse", MOUNT_NETWORK},
    {0x65735546, "fuse.grpcfuse", MOUNT_NETWORK},
    {0x65735546, "fuse.osxfs", MOUNT_NETWORK},
    {0x65735546, "fuse", MOUNT_UNKNOWN},
    {0x65735546, "fuse.bindfs", MOUNT_UNKNOWN},
    {0x65735546, "fuse.sshfs2", MOUNT_UNKNOWN},
    {0x65735546, "", MOUNT_UNKNOWN},
    /* Only a program's own mounts are known by their names. */
    {0x12345678, "fuseblk", MOUNT_UNKNOWN},
    {0x12345678, "ext4", MOUNT_UNKNOWN},
    {0, "", MOUNT_UNKNOWN},
};

START_TEST(a_file_system_is_of_this_machine_or_of_another_or_not_known)
{
    ck_assert_msg(registry_mount_kind(kinds[_i].number, kinds[_i].type) == kinds[_i].kind, "%x %s",
                  kinds[_i].number, kinds[_i].type);
}
END_TEST

/* The text of mountinfo. */

static const char machine[] =
    "21 26 0:20 / /proc rw,relatime - proc proc rw\n"
    "26 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "30 26 0:40 / /srv/dati rw,nosuid shared:7 master:3 - fuse.sshfs anna@server:/dati rw\n"
    "31 26 0:41 / /srv/dati/lista\\040dei\\134soci rw - nfs4 server:/soci rw,vers=4.2\n"
    "32 26 254:0 /var/registri /registri ro,relatime - ext4 /dev/vda rw\n"
    "33 26 0:42 / /media/disco rw - fuseblk /dev/sdb1 rw\n"
    "34 26 0:43 /@home /home rw - btrfs /dev/sdc rw,subvol=/@home\n"
    "35 34 0:44 / /home/anna/nuvola rw - fuse.rclone nuvola: rw\n"
    "36 26 0:45 / /sopra rw - xfs /dev/sdd rw\n"
    "37 36 0:45 / /sopra rw - fuse.altro altro rw\n"
    "38 26 0:46 / /vuoto rw - tmpfs  rw\n";

static const struct {
    const char *description;
    const char *mountinfo;
    unsigned device[2];
    const char *path;
    const char *type;
    const char *point;
} mounts[] = {
    {"the root", machine, {254, 0}, "/var/r.db", "ext4", "/"},
    {"the file is the root's folder", machine, {254, 0}, "/", "ext4", "/"},
    {"tags before the type", machine, {0, 40}, "/srv/dati/r.db", "fuse.sshfs", "/srv/dati"},
    {"the point itself", machine, {0, 40}, "/srv/dati", "fuse.sshfs", "/srv/dati"},
    {"a space and a backslash in the point",
     machine,
     {0, 41},
     "/srv/dati/lista dei\\soci/r.db",
     "nfs4",
     "/srv/dati/lista dei\\soci"},
    {"bound to a second folder", machine, {254, 0}, "/registri/r.db", "ext4", "/registri"},
    {"no folder because its name begins so", machine, {254, 0}, "/registri2/r.db", "ext4", "/"},
    {"a disk by a program", machine, {0, 42}, "/media/disco/r.db", "fuseblk", "/media/disco"},
    {"a subvolume, whose device has no line", machine, {0, 99}, "/home/r.db", "btrfs", "/home"},
    {"below it a mount",
     machine,
     {0, 44},
     "/home/anna/nuvola/r.db",
     "fuse.rclone",
     "/home/anna/nuvola"},
    {"the device counts, not the path", machine, {0, 40}, "/media/disco/r.db", "fuse.sshfs", ""},
    {"what lies over another mount", machine, {0, 45}, "/sopra/r.db", "fuse.altro", "/sopra"},
    {"no source", machine, {0, 46}, "/vuoto/r.db", "tmpfs", "/vuoto"},
    {"a container's root",
     "500 400 0:77 / / rw - overlay overlay rw,lowerdir=/a:/b\n"
     "501 500 254:1 /var/lib/volumi/r /dati rw - ext4 /dev/vda1 rw",
     {254, 1},
     "/dati/r.db",
     "ext4",
     "/dati"},
    {"the last line without its end",
     "500 400 0:77 / / rw - overlay overlay rw",
     {0, 77},
     "/r.db",
     "overlay",
     "/"},
    {"nothing", "", {0, 1}, "/r.db", "", ""},
    {"no mountinfo",
     "nonsense\n1 2\n1 2 3 4 5 6 7\n1 2 x / / rw - ext4 x rw\n",
     {0, 1},
     "/",
     "",
     ""},
    {"lines without the separator",
     "1 2 0:1 / / rw shared:1\n\n1 2 0:1 / / rw -\n",
     {0, 1},
     "/r",
     "",
     ""},
};

START_TEST(a_files_mount_is_found_by_its_device_and_path)
{
    struct mount mount = {.type = "x", .point = "x"};

    registry_mount_find(mounts[_i].mountinfo, makedev(mounts[_i].device[0], mounts[_i].device[1]),
                        mounts[_i].path, &mount);
    ck_assert_msg(strcmp(mount.type, mounts[_i].type) == 0 &&
                      strcmp(mount.point, mounts[_i].point) == 0,
                  "%s: %s %s", mounts[_i].description, mount.type, mount.point);
}
END_TEST

START_TEST(a_long_mountinfo_is_shown_in_part)
{
    char text[2000] = "1 2 0:1 / /", path[1000] = "/";
    struct mount mount;

    memset(text + 11, 'x', 500);
    memset(path + 1, 'x', 500);
    strcat(text, " rw - ");
    memset(text + strlen(text), 'y', 300);
    strcat(text, " z rw\n");
    registry_mount_find(text, makedev(0, 1), path, &mount);
    ck_assert_uint_eq(strlen(mount.type), MOUNT_TYPE_MAX - 1);
    ck_assert_uint_eq(strlen(mount.point), MOUNT_POINT_MAX - 1);
}
END_TEST

/* The file. */

START_TEST(the_real_path_counts_and_of_a_file_that_is_not_there_its_folders)
{
    struct folder folder;
    char link[96], beyond[128], expected[4096], *real;

    make_folder(&folder);
    ck_assert_ptr_nonnull(realpath(folder.path, expected));
    real = registry_mount_path(folder.file);
    ck_assert_str_eq(real, expected);
    free(real);
    ck_assert_int_eq(pecaddr_registry_init(folder.uri, NULL), PECADDR_OK);
    snprintf(link, sizeof link, "%s/link", folder.path);
    ck_assert_int_eq(symlink(folder.file, link), 0);
    strcat(expected, "/registry");
    real = registry_mount_path(link);
    ck_assert_str_eq(real, expected);
    free(real);
    snprintf(beyond, sizeof beyond, "%s/none/r.db", folder.path);
    ck_assert_ptr_null(registry_mount_path(beyond));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(unlink(link), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_file_of_this_machine_is_known_as_such)
{
    struct folder folder;
    struct mount mount = {0};

    make_folder(&folder);
    ck_assert_int_eq(registry_mount_of(folder.file, &mount), 0);
    ck_assert_msg(mount.kind == MOUNT_LOCAL, "%s", mount.type);
    ck_assert_str_ne(mount.type, "");
    ck_assert_str_ne(mount.point, "");
    ck_assert_int_eq(registry_mount_of("/none/r.db", &mount), ENOENT);
    remove_folder(&folder);
}
END_TEST

/* Registries. elsewhere.c says where they lie. */

static int open_at(const char *uri, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = NULL;
    int r = pecaddr_registry_open(uri, &registry, error);

    if (r == PECADDR_OK && pecaddr_registry_warning(registry, error) != PECADDR_OK)
        error->message[0] = '\0';
    pecaddr_registry_close(registry);
    return r;
}

START_TEST(a_registry_on_a_network_is_refused_unless_its_uri_allows_it)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct folder folder;
    char allowed[POSTGRES_URI_MAX + 16];

    make_folder(&folder);
    snprintf(allowed, sizeof allowed, "%s?network=allow", folder.uri);
    setenv("PECADDR_TEST_STATFS", "6969", 1);
    ck_assert_int_eq(pecaddr_registry_init(folder.uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, folder.file));
    ck_assert_ptr_nonnull(strstr(error.message, "network=allow"));
    ck_assert_int_ne(access(folder.file, F_OK), 0);
    ck_assert_int_eq(pecaddr_registry_init(allowed, &error), PECADDR_OK);
    ck_assert_int_eq(open_at(folder.uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "network=allow"));
    ck_assert_int_eq(open_at(allowed, &error), PECADDR_OK);
    ck_assert_str_eq(error.message, "");
    unsetenv("PECADDR_TEST_STATFS");
    ck_assert_int_eq(open_at(folder.uri, &error), PECADDR_OK);
    ck_assert_str_eq(error.message, "");
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_on_what_is_not_known_is_opened_with_a_warning)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL, *preview = NULL;
    struct folder folder;
    char allowed[POSTGRES_URI_MAX + 16];

    make_folder(&folder);
    snprintf(allowed, sizeof allowed, "%s?network=allow", folder.uri);
    setenv("PECADDR_TEST_STATFS", "12345678", 1);
    ck_assert_int_eq(pecaddr_registry_init(folder.uri, &error), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_open(folder.uri, &registry, &error), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_warning(registry, &error), PECADDR_OK);
    ck_assert_int_eq(error.code, PECADDR_OK);
    ck_assert_ptr_nonnull(strstr(error.message, folder.file));
    ck_assert_ptr_nonnull(strstr(error.message, "not known"));
    ck_assert_uint_eq(error.n_parts, 2);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, &error), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_warning(preview, &error), PECADDR_NO_MATCH);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(open_at(allowed, &error), PECADDR_OK);
    ck_assert_str_eq(error.message, "");
    ck_assert_int_eq(open_at("memory:", &error), PECADDR_OK);
    ck_assert_str_eq(error.message, "");
    unsetenv("PECADDR_TEST_STATFS");
    ck_assert_int_eq(pecaddr_registry_warning(NULL, &error), PECADDR_E_ARGUMENT);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_mark_lies_where_the_registry_may)
{
    static const char *const names[] = {"marks/m", "m"};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct folder folder;
    char before[4096], marks[96], uri[POSTGRES_URI_MAX + 128], allowed[POSTGRES_URI_MAX + 160];

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    for (size_t i = 0; i < N_OF(names); i++) {
        make_folder(&folder);
        snprintf(marks, sizeof marks, "%s/marks", folder.path);
        ck_assert_int_eq(mkdir(marks, 0700), 0);
        ck_assert_int_eq(chdir(i == 0 ? folder.path : marks), 0);
        snprintf(uri, sizeof uri, "%s?mark=%s", folder.uri, names[i]);
        snprintf(allowed, sizeof allowed, "%s&network=allow", uri);
        setenv("PECADDR_TEST_STATFS_AT", marks, 1);
        setenv("PECADDR_TEST_STATFS", "6969", 1);
        ck_assert_int_eq(pecaddr_registry_init(uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(strncmp(error.message, names[i], strlen(names[i])) == 0 &&
                          strstr(error.message, "the mark lies on a file system of another") &&
                          strstr(error.message, "network=allow"),
                      "%s", error.message);
        ck_assert_int_ne(access(folder.file, F_OK), 0);
        ck_assert_int_eq(pecaddr_registry_init(allowed, &error), PECADDR_OK);
        ck_assert_int_eq(open_at(uri, &error), PECADDR_E_STORAGE);
        ck_assert_int_eq(open_at(allowed, &error), PECADDR_OK);
        ck_assert_str_eq(error.message, "");
        setenv("PECADDR_TEST_STATFS", "12345678", 1);
        ck_assert_int_eq(open_at(uri, &error), PECADDR_OK);
        ck_assert_msg(strstr(error.message, names[i]) && strstr(error.message, "not known"), "%s",
                      error.message);
        unsetenv("PECADDR_TEST_STATFS");
        unsetenv("PECADDR_TEST_STATFS_AT");
        ck_assert_int_eq(open_at(uri, &error), PECADDR_OK);
        ck_assert_str_eq(error.message, "");
        ck_assert_int_eq(chdir(before), 0);
        snprintf(uri, sizeof uri, "%s/m", marks);
        ck_assert_int_eq(unlink(uri), 0);
        ck_assert_int_eq(rmdir(marks), 0);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(network_allows_or_is_refused)
{
    static const char *const wrong[] = {"network=", "network=yes", "network=allow ",
                                        "network=ALLOW", "network=allow&network=allow"};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct folder folder;
    char uri[POSTGRES_URI_MAX + 64];

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(wrong); i++) {
        snprintf(uri, sizeof uri, "%s?%s", folder.uri, wrong[i]);
        ck_assert_int_eq(pecaddr_registry_init(uri, &error), PECADDR_E_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(error.message, "network"));
    }
    ck_assert_int_eq(open_at("memory:?network=allow", &error), PECADDR_E_ARGUMENT);
    remove_folder(&folder);
}
END_TEST

/* Rights. */

/* Runs what asserts in a child, as another user or in other mounts: 0, all held. */
static void in_child(void (*body)(const struct folder *folder), const struct folder *folder)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        body(folder);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
}

/* Check's own assertions do not leave a child. */
static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        _exit(1);
    }
}

static void become_nobody(void)
{
    if (geteuid() == 0)
        must(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0, "become_nobody");
}

static void must_say(const char *message, const char *first, const char *second)
{
    must(strstr(message, first) && strstr(message, second), message);
}

/* A registry with Mario in it that can be looked at, and says why it cannot be written. */
static void must_look_and_not_write(const struct folder *folder, const char *first,
                                    const char *second)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};

    must(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_OK, error.message);
    make_question(&question, &mario, 0);
    must(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 1) == PECADDR_OK &&
             question.query.answer == PECADDR_HELD,
         pecaddr_registry_message(registry));
    must(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) == PECADDR_E_STORAGE, "claim");
    must_say(pecaddr_registry_message(registry), "cannot be written", folder->file);
    must_say(pecaddr_registry_message(registry), first, second);
    pecaddr_registry_close(registry);
}

static void must_not_open(const struct folder *folder, const char *first, const char *second)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL;

    must(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_E_STORAGE, "open");
    must_say(error.message, "the registry cannot be used", folder->file);
    must_say(error.message, first, second);
}

static void must_not_make(const struct folder *folder, const char *first, const char *second)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char uri[POSTGRES_URI_MAX + 2];

    snprintf(uri, sizeof uri, "%s2", folder->uri);
    must(pecaddr_registry_init(uri, &error) == PECADDR_E_STORAGE, "init");
    must_say(error.message, "cannot be made", first);
    must_say(error.message, second, "");
}

static void make_marios(struct folder *folder)
{
    struct pecaddr_registry *registry = make_registry(folder);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}

static void lack_the_file(const struct folder *folder)
{
    become_nobody();
    must_look_and_not_write(folder, folder->file, "is a file that you need the right to write to");
}

START_TEST(who_may_not_write_the_file_can_look_and_is_told_so)
{
    struct folder folder;

    make_marios(&folder);
    ck_assert_int_eq(chmod(folder.file, 0444), 0);
    ck_assert_int_eq(chmod(folder.path, 0777), 0);
    in_child(lack_the_file, &folder);
    remove_folder(&folder);
}
END_TEST

static void lack_the_folder(const struct folder *folder)
{
    char said[128];

    snprintf(said, sizeof said, ": %s is a folder that you need the right", folder->path);
    become_nobody();
    must_not_open(folder, said, "log beside the file");
    must_not_make(folder, said, "");
}

START_TEST(who_may_not_write_the_folder_is_told_so)
{
    struct folder folder;

    make_marios(&folder);
    ck_assert_int_eq(chmod(folder.path, 0555), 0);
    ck_assert_int_eq(chmod(folder.file, 0666), 0);
    in_child(lack_the_folder, &folder);
    ck_assert_int_eq(chmod(folder.file, 0444), 0);
    in_child(lack_the_folder, &folder);
    ck_assert_int_eq(chmod(folder.path, 0700), 0);
    remove_folder(&folder);
}
END_TEST

static void in_a_read_only_mount(const struct folder *folder)
{
    must_not_open(folder, "mounted for reading only", "");
    must_not_make(folder, "mounted for reading only", "");
}

START_TEST(a_mount_for_reading_only_is_told_as_such)
{
    struct folder folder;

    make_marios(&folder);
    setenv("PECADDR_TEST_READ_ONLY", folder.path, 1);
    in_a_read_only_mount(&folder);
    unsetenv("PECADDR_TEST_READ_ONLY");
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_in_use_in_a_mount_for_reading_only_can_be_looked_at)
{
    struct pecaddr_registry *writer;
    struct folder folder;

    make_marios(&folder);
    /* Who writes to it by another mount has made its log. */
    writer = open_uri(folder.uri);
    ck_assert_int_eq(check(writer, &mario, 0), PECADDR_HELD);
    setenv("PECADDR_TEST_READ_ONLY", folder.path, 1);
    must_look_and_not_write(&folder, "mounted for reading only", "");
    unsetenv("PECADDR_TEST_READ_ONLY");
    pecaddr_registry_close(writer);
    remove_folder(&folder);
}
END_TEST

/* With a real mount, where the machine allows it. */
static void mount_and_look(const struct folder *folder)
{
    const unsigned long again = MS_BIND | MS_REMOUNT | MS_RDONLY;
    char said[128];

    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount(folder->path, folder->path, NULL, MS_BIND, NULL) != 0 ||
        mount(folder->path, folder->path, NULL, again, NULL) != 0)
        return;
    snprintf(said, sizeof said, ": %s is mounted for reading only", folder->path);
    must_not_open(folder, said, "");
    must_not_make(folder, said, "");
}

static void mount_and_look_at_one_in_use(const struct folder *folder)
{
    struct pecaddr_registry *writer = NULL;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    const unsigned long again = MS_BIND | MS_REMOUNT | MS_RDONLY;
    struct folder other;
    char said[128];

    make_folder(&other);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount(folder->path, other.path, NULL, MS_BIND, NULL) != 0 ||
        mount(folder->path, other.path, NULL, again, NULL) != 0) {
        rmdir(other.path);
        return;
    }
    must(pecaddr_registry_open(folder->uri, &writer, NULL) == PECADDR_OK, "writer");
    make_question(&question, &mario, 0);
    must(pecaddr_registry_ask(writer, PECADDR_CHECK, queries, 1) == PECADDR_OK, "writer");
    snprintf(said, sizeof said, ": %s is mounted for reading only", other.path);
    must_look_and_not_write(&other, said, "");
    pecaddr_registry_close(writer);
    umount(other.path);
    rmdir(other.path);
}

START_TEST(a_mount_for_reading_only_is_named)
{
    struct folder folder;

    make_marios(&folder);
    in_child(mount_and_look, &folder);
    in_child(mount_and_look_at_one_in_use, &folder);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mount");
    TCase *tcase = tcase_create("mount");

    suite_add_tcase(suite, tcase);
    ADD(tcase, a_file_system_is_of_this_machine_or_of_another_or_not_known, kinds);
    ADD(tcase, a_files_mount_is_found_by_its_device_and_path, mounts);
    tcase_add_test(tcase, a_long_mountinfo_is_shown_in_part);
    tcase_add_test(tcase, the_real_path_counts_and_of_a_file_that_is_not_there_its_folders);
    tcase_add_test(tcase, a_file_of_this_machine_is_known_as_such);
    tcase_add_test(tcase, a_registry_on_a_network_is_refused_unless_its_uri_allows_it);
    tcase_add_test(tcase, a_registry_on_what_is_not_known_is_opened_with_a_warning);
    tcase_add_test(tcase, the_mark_lies_where_the_registry_may);
    tcase_add_test(tcase, network_allows_or_is_refused);
    tcase_add_test(tcase, who_may_not_write_the_file_can_look_and_is_told_so);
    tcase_add_test(tcase, who_may_not_write_the_folder_is_told_so);
    tcase_add_test(tcase, a_mount_for_reading_only_is_told_as_such);
    tcase_add_test(tcase, a_registry_in_use_in_a_mount_for_reading_only_can_be_looked_at);
    tcase_add_test(tcase, a_mount_for_reading_only_is_named);
    return suite_run(suite);
}
