/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LDAP_SOURCE_H
#define PECADDR_REGISTRY_LDAP_SOURCE_H

#include "sources/ldap-load.h"

#include <signal.h>
#include <sys/time.h>

/* A directory: what its URI says, and the connection. */
struct directory {
    struct source source;
    char *buffer; /* that of the URI; the texts below are in it, NULL where there is none */
    const char *base;
    const char *attributes; /* names, joined by commas */
    const char *filter;
    const char *bind;
    const char *ca;
    char *password; /* goes with bind */
    int scope;
    unsigned timeout; /* in seconds, for all that a call does */
    bool tls;         /* from the first byte */
    bool start_tls;
    char host[256];
    char port[6];
    char server[280]; /* `ldap://HOST:PORT`, for libldap and for messages */
    char *text;       /* for one filter, of any address */
    LDAP *ld;         /* NULL: not connected */
    struct registry_ldap_clock {
        int fd;
        int64_t deadline; /* until when to wait in a TLS handshake; 0: there is none, never wait */
        Sockbuf_IO layer;
    } clock; /* of the connection */
};

/* ldap-filter.c */

/* The attributes in turn; NULL at the end. */
const char *registry_ldap_next_attribute(const char **list, size_t *ret_size);
size_t registry_ldap_count_attributes(const struct directory *self);

/* Finds the entries that have an address; those that have an attribute at all. In self->text. */
const char *registry_ldap_filter_for_address(const struct directory *self, const char *address);
const char *registry_ldap_filter_for_attribute(const struct directory *self, size_t index);
/* Room for the longest filter. */
size_t registry_ldap_text_size(const struct directory *self);

/* ldap-uri.c */

#define ATTRIBUTES_MAX 16
int registry_ldap_read_uri(struct directory *self, struct uri *uri,
                           struct pecaddr_registry_error *error);

/* ldap-connect.c */

/* Connects, secures the connection and binds, until the deadline. */
int registry_ldap_connect(struct directory *self, int64_t deadline,
                          struct pecaddr_registry_error *error);
/* Does no harm when there is no connection. */
void registry_ldap_disconnect(struct directory *self);

struct timeval registry_ldap_time_left(int64_t deadline);

/* What a result code means, and what else the server says, as a message shows it. */
#define LDAP_REASON_MAX 200
const char *registry_ldap_reason(int code, const char *text, char buffer[LDAP_REASON_MAX]);

/*
 * libldap writes to sockets as to files: when the other end is gone, the whole program would get a
 * SIGPIPE and end. So between these two this thread gets none.
 */
struct registry_ldap_hush {
    sigset_t before;
    bool pending;
};
void registry_ldap_hush(struct registry_ldap_hush *hush);
void registry_ldap_unhush(const struct registry_ldap_hush *hush);

#endif
