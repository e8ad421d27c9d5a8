/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/sqlite/crash-vfs.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "registry/sqlite/crash-disk.h"

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *plain;
    struct crash_plan plan;
    char folder[96];
    unsigned long acts[ACTS]; /* [ACT_NONE]: all but looks */
    unsigned long failures;
    enum crash_act last_act;
    bool stopped;
    bool folder_opened; /* in order to sync it */
} crash;

/* Acts. */

/* Whether an act that is done now fails as planned. */
static bool fails(enum crash_act act)
{
    const struct crash_plan *plan = &crash.plan;

    if (act != plan->fails || crash.acts[act] + 1 < plan->fails_from ||
        (plan->fails_once && crash.failures > 0))
        return false;
    crash.failures++;
    return true;
}

/* Whether an act takes place: SQLITE_OK, or what it fails with. */
static int begin_act(enum crash_act act, int denied)
{
    if (crash.stopped)
        return denied;
    return fails(act) ? crash.plan.failure : SQLITE_OK;
}

static void end_act(enum crash_act act)
{
    crash.acts[act]++;
    crash.acts[ACT_NONE]++;
    crash.last_act = act;
    if (crash.acts[ACT_NONE] == crash.plan.stop_after)
        crash.stopped = true;
}

/* The same for a look, which is also possible when all stands still. */
static int look(enum crash_act act)
{
    if (fails(act))
        return crash.plan.failure;
    crash.acts[act]++;
    return SQLITE_OK;
}

/* The folder is synced right after what made it necessary: a loss of power may come between. */
static int sync_folder_if_opened(int denied)
{
    int result;

    if (!crash.folder_opened)
        return SQLITE_OK;
    crash.folder_opened = false;
    result = begin_act(ACT_SYNC_FOLDER, denied);
    if (result != SQLITE_OK)
        return result;
    crash_disk_sync_folder();
    end_act(ACT_SYNC_FOLDER);
    return SQLITE_OK;
}

typedef int open_folder_fn(const char *path, int *ret_fd);
static open_folder_fn *open_folder_plainly;

/* The system's file layer opens a folder for one purpose only. */
static int open_folder(const char *path, int *ret_fd)
{
    crash.folder_opened = true;
    return open_folder_plainly(path, ret_fd);
}

/*
 * Files. What is not written to the folder is none of our business: `node` is NULL. What is read of
 * a temporary file may fail, too.
 */

struct crash_file {
    sqlite3_file base;
    struct node *node;
    bool looked_at;
    bool is_journal;
    sqlite3_file *plain;
};

static struct crash_file *file_of(sqlite3_file *base)
{
    return (struct crash_file *)base;
}

static int crash_close(sqlite3_file *base)
{
    sqlite3_file *plain = file_of(base)->plain;

    return plain->pMethods->xClose(plain);
}

static int look_at(const struct crash_file *file, enum crash_act act)
{
    return file->looked_at ? look(act) : SQLITE_OK;
}

static int crash_read(sqlite3_file *base, void *data, int size, sqlite3_int64 offset)
{
    sqlite3_file *plain = file_of(base)->plain;
    bool has_end = file_of(base)->is_journal && crash.plan.failure == SQLITE_IOERR_SHORT_READ;
    int result = has_end ? SQLITE_OK : look_at(file_of(base), LOOK_READ);

    if (result == SQLITE_OK)
        return plain->pMethods->xRead(plain, data, size, offset);
    if (result == SQLITE_IOERR_SHORT_READ)
        memset(data, 0, (size_t)size);
    return result;
}

static int crash_write(sqlite3_file *base, const void *data, int size, sqlite3_int64 offset)
{
    struct crash_file *file = file_of(base);
    int result;

    if (file->node == NULL)
        return file->plain->pMethods->xWrite(file->plain, data, size, offset);
    result = begin_act(ACT_WRITE, SQLITE_IOERR_WRITE);
    if (result != SQLITE_OK)
        return result;
    result = file->plain->pMethods->xWrite(file->plain, data, size, offset);
    if (result != SQLITE_OK)
        return result;
    crash_disk_add_change(file->node, (size_t)offset, data, (size_t)size);
    end_act(ACT_WRITE);
    return SQLITE_OK;
}

static int crash_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct crash_file *file = file_of(base);
    int result;

    if (file->node == NULL)
        return file->plain->pMethods->xTruncate(file->plain, size);
    result = begin_act(ACT_TRUNCATE, SQLITE_IOERR_TRUNCATE);
    if (result != SQLITE_OK)
        return result;
    result = file->plain->pMethods->xTruncate(file->plain, size);
    if (result != SQLITE_OK)
        return result;
    crash_disk_add_change(file->node, (size_t)size, NULL, 0);
    end_act(ACT_TRUNCATE);
    return SQLITE_OK;
}

static int crash_sync(sqlite3_file *base, int flags)
{
    struct crash_file *file = file_of(base);
    int result;

    if (file->node == NULL)
        return file->plain->pMethods->xSync(file->plain, flags);
    result = begin_act(ACT_SYNC, SQLITE_IOERR_FSYNC);
    if (result != SQLITE_OK)
        return result;
    crash.folder_opened = false;
    result = file->plain->pMethods->xSync(file->plain, flags);
    if (result != SQLITE_OK)
        return result;
    crash_disk_sync_node(file->node);
    end_act(ACT_SYNC);
    return sync_folder_if_opened(SQLITE_IOERR_DIR_FSYNC);
}

static int crash_file_size(sqlite3_file *base, sqlite3_int64 *ret_size)
{
    sqlite3_file *plain = file_of(base)->plain;
    int result = look_at(file_of(base), LOOK_SIZE);

    return result == SQLITE_OK ? plain->pMethods->xFileSize(plain, ret_size) : result;
}

static int crash_lock(sqlite3_file *base, int lock)
{
    sqlite3_file *plain = file_of(base)->plain;
    int result = look_at(file_of(base), LOOK_LOCK);

    return result == SQLITE_OK ? plain->pMethods->xLock(plain, lock) : result;
}

static int crash_unlock(sqlite3_file *base, int lock)
{
    sqlite3_file *plain = file_of(base)->plain;

    return plain->pMethods->xUnlock(plain, lock);
}

static int crash_check_reserved_lock(sqlite3_file *base, int *ret_locked)
{
    sqlite3_file *plain = file_of(base)->plain;

    return plain->pMethods->xCheckReservedLock(plain, ret_locked);
}

/* A file grows by writes alone here. */
static int crash_file_control(sqlite3_file *base, int operation, void *argument)
{
    sqlite3_file *plain = file_of(base)->plain;

    if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE)
        return SQLITE_OK;
    return plain->pMethods->xFileControl(plain, operation, argument);
}

static int crash_sector_size(sqlite3_file *base)
{
    sqlite3_file *plain = file_of(base)->plain;
    int size = plain->pMethods->xSectorSize(plain);

    REQUIRE(!crash.plan.not_power_safe || size == LARGE_SECTOR);
    return size;
}

static int crash_device_characteristics(sqlite3_file *base)
{
    sqlite3_file *plain = file_of(base)->plain;
    int promises = plain->pMethods->xDeviceCharacteristics(plain);

    /* What this file layer does not hold is not promised. */
    return crash.plan.not_power_safe ? 0 : promises & SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* Shared memory is no matter of the disk: after a loss of power nothing is left of it. */

static int crash_shm_map(sqlite3_file *base, int region, int size, int extend,
                         void volatile **ret_memory)
{
    sqlite3_file *plain = file_of(base)->plain;
    int result = look_at(file_of(base), LOOK_SHARE);

    *ret_memory = NULL;
    return result == SQLITE_OK ? plain->pMethods->xShmMap(plain, region, size, extend, ret_memory)
                               : result;
}

static int crash_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    sqlite3_file *plain = file_of(base)->plain;
    /* Giving a lock back always succeeds. */
    int result = (flags & SQLITE_SHM_LOCK) != 0 ? look_at(file_of(base), LOOK_SHARE) : SQLITE_OK;

    return result == SQLITE_OK ? plain->pMethods->xShmLock(plain, offset, n, flags) : result;
}

static void crash_shm_barrier(sqlite3_file *base)
{
    sqlite3_file *plain = file_of(base)->plain;

    plain->pMethods->xShmBarrier(plain);
}

static int crash_shm_unmap(sqlite3_file *base, int and_delete)
{
    sqlite3_file *plain = file_of(base)->plain;

    return plain->pMethods->xShmUnmap(plain, crash.stopped ? 0 : and_delete);
}

#define METHODS                                                                                    \
    .xClose = crash_close, .xRead = crash_read, .xWrite = crash_write,                             \
    .xTruncate = crash_truncate, .xSync = crash_sync, .xFileSize = crash_file_size,                \
    .xLock = crash_lock, .xUnlock = crash_unlock, .xCheckReservedLock = crash_check_reserved_lock, \
    .xFileControl = crash_file_control, .xSectorSize = crash_sector_size,                          \
    .xDeviceCharacteristics = crash_device_characteristics

static const sqlite3_io_methods with_shared_memory = {
    .iVersion = 2,
    METHODS,
    .xShmMap = crash_shm_map,
    .xShmLock = crash_shm_lock,
    .xShmBarrier = crash_shm_barrier,
    .xShmUnmap = crash_shm_unmap,
};
static const sqlite3_io_methods without_shared_memory = {.iVersion = 1, METHODS};

/* The file layer. */

static bool is_kept(const char *path, int flags)
{
    size_t size = strlen(crash.folder);

    return size > 0 && path != NULL && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0 &&
           strncmp(path, crash.folder, size) == 0 && path[size] == '/';
}

/* Whether looks at a file may fail: those in the folder, and temporary ones. */
static bool is_looked_at(const char *path, int flags)
{
    return crash.folder[0] != '\0' &&
           (path == NULL || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0 || is_kept(path, flags));
}

static int open_plainly(const char *path, struct crash_file *file, int flags, int *ret_flags)
{
    int result = crash.plain->xOpen(crash.plain, path, file->plain, flags, ret_flags);

    if (result == SQLITE_OK)
        file->base.pMethods =
            crash.plan.rollback_journal ? &without_shared_memory : &with_shared_memory;
    return result;
}

/* A file that was not there when it began, and that the layer does not know, was just made. */
static int crash_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags,
                      int *ret_flags)
{
    struct crash_file *file = file_of(base);
    bool makes;
    int result;

    (void)vfs;
    *file = (struct crash_file){.plain = (sqlite3_file *)(file + 1)};
    memset(file->plain, 0, (size_t)crash.plain->szOsFile);
    file->looked_at = is_looked_at(path, flags);
    file->is_journal = (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
    result = look_at(file, LOOK_OPEN);
    if (result != SQLITE_OK)
        return result;
    if (!is_kept(path, flags))
        return open_plainly(path, file, flags, ret_flags);

    makes = (flags & SQLITE_OPEN_CREATE) != 0 && access(path, F_OK) != 0;
    result = crash.stopped ? SQLITE_CANTOPEN : SQLITE_OK;
    if (result == SQLITE_OK && makes)
        result = begin_act(ACT_NAME, SQLITE_CANTOPEN);
    if (result == SQLITE_OK)
        result = open_plainly(path, file, flags, ret_flags);
    if (result != SQLITE_OK)
        return result;
    if (makes || crash_disk_find_name(path)->now == NULL)
        crash_disk_find_name(path)->now = crash_disk_make_node();
    file->node = crash_disk_find_name(path)->now;
    if (makes)
        end_act(ACT_NAME);
    return SQLITE_OK;
}

static int crash_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    int result;

    (void)vfs;
    if (!is_kept(path, 0))
        return crash.plain->xDelete(crash.plain, path, sync);
    result = begin_act(ACT_NAME, SQLITE_IOERR_DELETE);
    if (result != SQLITE_OK)
        return result;
    crash.folder_opened = false;
    result = crash.plain->xDelete(crash.plain, path, sync);
    if (result != SQLITE_OK)
        return result;
    crash_disk_find_name(path)->now = NULL;
    end_act(ACT_NAME);
    return sync_folder_if_opened(SQLITE_IOERR_DIR_FSYNC);
}

static int crash_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret_result)
{
    int result = is_kept(path, 0) ? look(LOOK_ACCESS) : SQLITE_OK;

    (void)vfs;
    return result == SQLITE_OK ? crash.plain->xAccess(crash.plain, path, flags, ret_result)
                               : result;
}

static int crash_full_pathname(sqlite3_vfs *vfs, const char *path, int size, char *ret_path)
{
    (void)vfs;
    return crash.plain->xFullPathname(crash.plain, path, size, ret_path);
}

/* The rest is the system's, and has nothing to do with files. */
void crash_vfs_install(void)
{
    crash.plain = sqlite3_vfs_find("unix");
    REQUIRE(crash.plain != NULL && crash.plain->iVersion >= 3);
    crash.vfs = *crash.plain;
    crash.vfs.zName = "crash";
    crash.vfs.szOsFile = (int)sizeof(struct crash_file) + crash.plain->szOsFile;
    crash.vfs.xOpen = crash_open;
    crash.vfs.xDelete = crash_delete;
    crash.vfs.xAccess = crash_access;
    crash.vfs.xFullPathname = crash_full_pathname;
    open_folder_plainly =
        (open_folder_fn *)crash.plain->xGetSystemCall(crash.plain, "openDirectory");
    REQUIRE(open_folder_plainly != NULL);
    REQUIRE(crash.plain->xSetSystemCall(crash.plain, "openDirectory",
                                        (sqlite3_syscall_ptr)open_folder) == SQLITE_OK);
    REQUIRE(sqlite3_vfs_register(&crash.vfs, 1) == SQLITE_OK);
}

void crash_vfs_remove(void)
{
    REQUIRE(crash.plain->xSetSystemCall(crash.plain, "openDirectory", NULL) == SQLITE_OK);
    REQUIRE(sqlite3_vfs_register(crash.plain, 1) == SQLITE_OK);
    REQUIRE(sqlite3_vfs_unregister(&crash.vfs) == SQLITE_OK);
}

void crash_vfs_forget(void)
{
    crash_disk_forget();
    crash.folder[0] = '\0';
    memset(crash.acts, 0, sizeof crash.acts);
    crash.failures = 0;
    crash.last_act = ACT_NONE;
    crash.stopped = false;
}

void crash_vfs_start(const char *folder, const struct crash_plan *plan)
{
    struct dirent *entry;
    DIR *list;

    crash_vfs_forget();
    crash.plan = *plan;
    REQUIRE((size_t)snprintf(crash.folder, sizeof crash.folder, "%s", folder) <
            sizeof crash.folder);
    list = opendir(folder);
    REQUIRE(list != NULL);
    while ((entry = readdir(list)) != NULL) {
        char path[sizeof crash.folder + sizeof entry->d_name];

        if (entry->d_name[0] == '.' || strstr(entry->d_name, "-shm") != NULL ||
            strstr(entry->d_name, "-mark") != NULL)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        crash_disk_load(path);
    }
    closedir(list);
    crash.stopped = plan->stop_after == 0;
}

void crash_vfs_fail(enum crash_act act, int failure)
{
    crash.plan.fails = act;
    crash.plan.fails_from = 0;
    crash.plan.fails_once = false;
    crash.plan.failure = failure;
}

void crash_vfs_fail_at(enum crash_act act, unsigned long n, bool once, int failure)
{
    crash.plan.fails = act;
    crash.plan.fails_from = crash.acts[act] + n;
    crash.plan.fails_once = once;
    crash.plan.failure = failure;
    crash.failures = 0;
}

unsigned long crash_vfs_acts(enum crash_act act)
{
    return crash.acts[act];
}

unsigned long crash_vfs_failures(void)
{
    return crash.failures;
}

bool crash_vfs_stopped(void)
{
    return crash.stopped;
}

enum crash_act crash_vfs_last_act(void)
{
    return crash.last_act;
}

void crash_vfs_lose_power(enum crash_loss loss, uint64_t seed)
{
    crash_disk_lose_power(loss, seed, crash.plan.not_power_safe);
}
