/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CRASH_VFS_H
#define CRASH_VFS_H

/*
 * A file layer of SQLite between SQLite and the disk, for the tests of crashes: it counts what is
 * done to the disk, lets it all come to a stop after the nth act, and then loses power. It also
 * makes acts fail, as a full disk does, and looks, as a broken one does.
 *
 * Underneath is the file layer of the system: the files are there, under their names, and what is
 * read is what was written. Beside them it keeps what the disk is known to hold. What it assumes of
 * disks is no more than SQLite does (sqlite.org/atomiccommit.html, sqlite.org/psow.html):
 *
 * - What was written to a file is on the disk when the file was synced since; a name that was made
 *   or deleted, when its folder was. (The system's layer says when that is: it opens the folder.)
 * - Of what was written since, any part may be on the disk, in any order, by sectors of 512 bytes;
 *   one sector may be written in part, from either end. A file may have grown and hold garbage
 *   where nothing arrived.
 * - `power_safe`: bytes of a sector that were not written stay as they are. Linux's file systems
 *   hold that, and SQLite is told so there. Where it is not promised, all of a sector of 4096 bytes
 *   may be garbage of which a part was being written.
 *
 * It keeps one folder at a time, for one thread.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

/* What is done to a disk; and looks, which leave it as it is: no stop comes after one. */
enum crash_act {
    ACT_NONE,
    ACT_WRITE,
    ACT_SYNC,
    ACT_SYNC_FOLDER,
    ACT_NAME,
    ACT_TRUNCATE,
    LOOK_READ,
    LOOK_SIZE,   /* of a file */
    LOOK_OPEN,   /* a file */
    LOOK_ACCESS, /* is it there, may it be written */
    LOOK_LOCK,   /* lock a file */
    LOOK_SHARE,  /* map or lock the memory that is shared */
    ACTS
};

struct crash_plan {
    unsigned long stop_after; /* acts; CRASH_NEVER */
    bool rollback_journal;    /* no shared memory, and so no write-ahead log */
    bool not_power_safe;
    /* From the nth act of a kind on they fail with an error of SQLite, and do nothing; a read that
     * fails with SQLITE_IOERR_SHORT_READ finds the end of the file, and SQLite reads zeros. Not of a
     * rollback journal: by its end SQLite knows that nothing of it counts. */
    enum crash_act fails; /* ACT_NONE: none does */
    unsigned long fails_from;
    bool fails_once; /* the nth alone */
    int failure;
};
#define CRASH_NEVER ~0ul

/* What survives a loss of power, of what was not synced. */
enum crash_loss {
    LOSE_ALL,  /* nothing: what was synced is there, and that alone */
    LOSE_NONE, /* everything: a killed process */
    LOSE_SOME  /* any part, by a seed */
};

/* Becomes the file layer of whoever opens a database from now on, and goes away again. */
void crash_vfs_install(void);
void crash_vfs_remove(void);

/* Frees what it knows. */
void crash_vfs_forget(void);

/* Takes what is in a folder now for what is on the disk, and begins to count. */
void crash_vfs_start(const char *folder, const struct crash_plan *plan);

/* Makes acts fail, or no longer, from now on. */
void crash_vfs_fail(enum crash_act act, int failure);

/* The nth act of a kind from now fails, that one alone or all that follow; counts failures anew. */
void crash_vfs_fail_at(enum crash_act act, unsigned long n, bool once, int failure);

unsigned long crash_vfs_acts(enum crash_act act); /* ACT_NONE: all but looks */
unsigned long crash_vfs_failures(void);           /* acts that failed as planned */
bool crash_vfs_stopped(void);
enum crash_act crash_vfs_last_act(void); /* before the stop */

/*
 * Makes the files what is found after a loss of power. Nobody may have them open. Can be done
 * several times, with another outcome.
 */
void crash_vfs_lose_power(enum crash_loss loss, uint64_t seed);

/* A number below n, by lot. */
unsigned crash_vfs_draw(uint64_t *seed, unsigned n);

#endif
