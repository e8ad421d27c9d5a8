/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where a registry lies: what the operator is told of that. */

/* What the system calls it: a program that makes one calls it as it likes. */
#define TYPE(mount) QUOTED((mount).type, strlen((mount).type))

int registry_sqlite_take_network(struct sqlite_store *self, struct uri *uri,
                                 struct pecaddr_registry_error *error)
{
    const char *network = registry_uri_take(uri, "network");

    if (network && strcmp(network, "allow") != 0)
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: after network= only allow can stand",
                             SHOWN_URI(uri->text));
    self->network_allowed = network;
    return PECADDR_OK;
}

/* A folder that is not there is told by who opens the file. */
static int find_mount(const char *path, struct mount *ret_mount,
                      struct pecaddr_registry_error *error)
{
    int number = registry_mount_of(path, ret_mount);

    if (number == 0 || number == ENOENT)
        return PECADDR_OK;
    if (number == ENOMEM)
        return registry_no_memory(error);
    return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be opened: %s", SHOWN(path),
                         registry_reason(number));
}

/* The mark lies beside the registry, unless the URI says where. */
int registry_sqlite_check_place(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    int r = find_mount(self->path, &self->mount, error);

    if (r == PECADDR_OK && self->mark_of_uri)
        r = find_mount(self->mark_path, &self->mark_mount, error);
    if (r != PECADDR_OK || self->network_allowed)
        return r;
    if (self->mount.kind == MOUNT_NETWORK)
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: this lies on a file system of another machine (%s), where SQLite "
            "cannot keep two machines from issuing one address twice; put the registry on "
            "a disk of this machine, or use postgresql://, or write ?network=allow if "
            "no other machine ever uses it",
            SHOWN(self->path), TYPE(self->mount));
    if (self->mark_of_uri && self->mark_mount.kind == MOUNT_NETWORK)
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: the mark lies on a file system of another machine (%s), which may show an older "
            "one, or none, or hold up every change; put it on a disk of this machine, or write "
            "?network=allow if no other machine ever uses it",
            SHOWN(self->mark_path), TYPE(self->mark_mount));
    return PECADDR_OK;
}

bool registry_sqlite_warn(struct store *store, struct pecaddr_registry_error *ret_warning)
{
    const struct sqlite_store *self = (const struct sqlite_store *)store;

    if (!self->has_file || self->network_allowed)
        return false;
    if (self->mount.kind == MOUNT_UNKNOWN)
        registry_fail(
            ret_warning, PECADDR_OK,
            "%s: this lies on a file system that is not known here (%s); make sure that no "
            "other machine uses it, since SQLite cannot keep two machines from issuing one "
            "address twice; write ?network=allow once you have",
            SHOWN(self->path), TYPE(self->mount));
    else if (self->mark_of_uri && self->mark_mount.kind == MOUNT_UNKNOWN)
        registry_fail(ret_warning, PECADDR_OK,
                      "%s: the mark lies on a file system that is not known here (%s); make sure "
                      "that it is a disk of this machine; write ?network=allow once you have",
                      SHOWN(self->mark_path), TYPE(self->mark_mount));
    else
        return false;
    return true;
}

/* Rights. */

/* What keeps the user from writing: a mount, a file or a folder, and how. */
struct obstacle {
    char where[SHOWN_MAX];
    const char *what;
};

/* `right`: what is said where the user lacks it. */
static bool find_obstacle(const char *path, const char *right, struct obstacle *ret_obstacle)
{
    struct mount mount = {0};

    if (access(path, W_OK) == 0)
        return false;
    ret_obstacle->what = right;
    if (errno == EROFS) {
        ret_obstacle->what =
            N_("is mounted for reading only; have the registry's folder mounted for writing");
        if (registry_mount_of(path, &mount) == 0 && mount.point[0] != '\0')
            path = mount.point;
    }
    strcpy(ret_obstacle->where, SHOWN(path));
    return true;
}

static bool find_obstacle_of_folder(char *path, struct obstacle *ret_obstacle)
{
    struct stat file;
    char *slash = strrchr(path, '/');

    /* The path of a file that is not there is its folder's already. */
    if (stat(path, &file) == 0 && !S_ISDIR(file.st_mode))
        slash[slash == path] = '\0';
    return find_obstacle(path,
                         N_("is a folder that you need the right to write to, since SQLite keeps a "
                            "log beside the file"),
                         ret_obstacle);
}

bool registry_sqlite_tell_obstacle(const struct sqlite_store *self, bool of_log,
                                   struct pecaddr_registry_error *error)
{
    char *path = registry_mount_path(self->path);
    struct obstacle obstacle;
    bool found = false;

    if (!path)
        return false;
    if (!of_log)
        found = find_obstacle(path, N_("is a file that you need the right to write to"), &obstacle);
    if (!found)
        found = find_obstacle_of_folder(path, &obstacle);
    free(path);
    if (found && of_log)
        registry_fail(error, PECADDR_E_STORAGE, "%s: the registry cannot be used: %s %s",
                      SHOWN(self->path), obstacle.where, obstacle.what);
    else if (found)
        registry_fail(error, PECADDR_E_STORAGE, "%s: the registry cannot be written: %s %s",
                      SHOWN(self->path), obstacle.where, obstacle.what);
    return found;
}

int registry_sqlite_not_made(const struct sqlite_store *self, int number,
                             struct pecaddr_registry_error *error)
{
    char *path = registry_mount_path(self->path);
    struct obstacle obstacle;
    bool found = path && find_obstacle_of_folder(path, &obstacle);

    free(path);
    if (found)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be made: %s %s",
                             SHOWN(self->path), obstacle.where, obstacle.what);
    return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be made: %s; check the path",
                         SHOWN(self->path), registry_reason(number));
}
