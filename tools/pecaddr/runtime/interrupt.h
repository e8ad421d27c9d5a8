/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/*
 * Ctrl-C, and the other ways of asking a command to end: SIGINT, SIGTERM, SIGHUP.
 *
 * Work that would leave something half done watches for them: the first is noted, and what is begun
 * (a chunk, a line) is ended; then the command says what stands and how to go on, and dies by the
 * signal. The second ends the command at once, cleaned up, for a chunk may wait for a slow server:
 * of a transaction that is cut off nothing stands, or all.
 */

/* From now on they end the command at once, cleaned up: what is being written is removed. What the
   caller has switched off (nohup) stays off. */
void interrupt_begin(void);

/* From now on they are noted and not obeyed. The notice goes to stderr when the first one comes; NULL:
   nothing is said. */
void interrupt_note(const char *notice);

/* The one that came, or 0. */
int interrupt_came(void);

/* Waits until a file can be read, or one of them comes. As interrupt_came(). */
int interrupt_wait(int fd);

/* If one came: obeys it, cleaned up (output.h), and does not return. main() does, when the command
   has closed all that it opened. */
void interrupt_obey(void);

#endif
