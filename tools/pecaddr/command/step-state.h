/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_STATE_H
#define STEP_STATE_H

#include "command/step-columns.h"

/*
 * A row of a file that says of its mailbox, or of its holder, what makes a step wrong: a list has
 * also those of whom the contrary is true, or is another list than was meant.
 *
 *   activate   it is not active, is to end, or its holder is no member: any column of standing
 *              (standing.h) or outcome (outcome.h), in which an empty cell says so too. By INI-PEC: it
 *              has ended.
 *   renew      it is refused, not active yet, has ended or is to end, or its holder left or died (who is
 *              suspended is a member). By INI-PEC: it has ended.
 *   leave      its holder is a member (Stato = iscritto), also beside a day of leaving, or is suspended;
 *              or it does not say that he has left, where a column is there for that (Data decesso), or
 *              says it of others.
 *   retire     it is active (Stato casella = attiva, Stato = attivo, a day of activation), goes on
 *              (Cessata = no, Esito = KO, an expiry to come), was renewed, or is not said to have ended,
 *              as others are. What is active or goes on now is refused also where another column says
 *              that it has ended; what was renewed, or Stato = attivo, where an expiry alone says so; the
 *              rest where nothing does. That its holder has left or died is as good as that, but where a
 *              column of the mailbox itself has the word. By INI-PEC: it has not ended.
 *   release    it is, or ever was, in use: the same, its end, and whatever answer says that it was
 *              made. By INI-PEC: any state. That its holder is no member says nothing: who leaves
 *              before the mailbox is active gives it back.
 *
 * A state of the registry's own (the output of registry show and export) is on record, with which
 * the registry holds each step itself; and in what pecaddr assign wrote, the roster's own columns
 * speak of the holder alone: neither says that a mailbox is active.
 */

/* Whether a row that is not activated says only that its holder is no member any more: a mailbox that is
   active already outlives membership. */
bool step_state_is_of_holder(struct list *list, const struct list_entry *entry);

/* Whether a row says so. Why, made in the arena of the list. */
bool step_state_denies(enum pecaddr_act act, struct list *list, const struct step_columns *columns,
                       const struct list_entry *entry, struct fault *ret_fault);

#endif
