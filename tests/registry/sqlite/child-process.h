/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CHILD_PROCESS_H
#define CHILD_PROCESS_H

/* Other processes. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

/* Waits for a child; its exit status, or minus the signal that ended it. */
static inline int wait_for(pid_t child)
{
    int status;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* In a child: a check that needs no Check. Ends it with the number of the line. */
#define CHILD_ASSERT(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

#endif
