/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COMMANDS_H
#define COMMANDS_H

/*
 * The subcommands: each in the file of its name, each called with its own name as argv[0] and
 * answering one of enum exit_status.
 */
int cmd_assign(int argc, const char **argv);
int cmd_audit(int argc, const char **argv);
int cmd_candidates(int argc, const char **argv);
int cmd_check(int argc, const char **argv);
int cmd_explain(int argc, const char **argv);
int cmd_normalize(int argc, const char **argv);
int cmd_registry(int argc, const char **argv);
int cmd_report(int argc, const char **argv);
int cmd_scheme(int argc, const char **argv);

/* Those of `registry`. */
int cmd_registry_activate(int argc, const char **argv);
int cmd_registry_backup(int argc, const char **argv);
int cmd_registry_change(int argc, const char **argv);
int cmd_registry_copy(int argc, const char **argv);
int cmd_registry_correct(int argc, const char **argv);
int cmd_registry_export(int argc, const char **argv);
int cmd_registry_forget(int argc, const char **argv);
int cmd_registry_history(int argc, const char **argv);
int cmd_registry_import(int argc, const char **argv);
int cmd_registry_init(int argc, const char **argv);
int cmd_registry_leave(int argc, const char **argv);
int cmd_registry_release(int argc, const char **argv);
int cmd_registry_relink(int argc, const char **argv);
int cmd_registry_renew(int argc, const char **argv);
int cmd_registry_restore(int argc, const char **argv);
int cmd_registry_resume(int argc, const char **argv);
int cmd_registry_retire(int argc, const char **argv);
int cmd_registry_show(int argc, const char **argv);
int cmd_registry_stats(int argc, const char **argv);
int cmd_registry_verify(int argc, const char **argv);

/* Those of `scheme`. */
int cmd_scheme_check(int argc, const char **argv);
int cmd_scheme_show(int argc, const char **argv);

#endif
