/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LDAP_LOAD_H
#define PECADDR_REGISTRY_LDAP_LOAD_H

#include "clock.h"
#include "library.h"
#include "source.h"

#include <ldap.h>

#include <openldap.h>

/*
 * libldap, and what it brings with it of liblber, as postgres/load.h has libpq. ber_pvt_opt_on is
 * what LDAP_OPT_ON points to.
 */

#define LIBLDAP(X)                                                                                 \
    X(ber_pvt_opt_on)                                                                              \
    X(ber_sockbuf_add_io)                                                                          \
    X(ldap_abandon_ext)                                                                            \
    X(ldap_err2string)                                                                             \
    X(ldap_get_option)                                                                             \
    X(ldap_init_fd)                                                                                \
    X(ldap_install_tls)                                                                            \
    X(ldap_memfree)                                                                                \
    X(ldap_msgfree)                                                                                \
    X(ldap_msgid)                                                                                  \
    X(ldap_msgtype)                                                                                \
    X(ldap_parse_result)                                                                           \
    X(ldap_result)                                                                                 \
    X(ldap_sasl_bind)                                                                              \
    X(ldap_search_ext)                                                                             \
    X(ldap_set_option)                                                                             \
    X(ldap_start_tls_s)                                                                            \
    X(ldap_unbind_ext)

/* Empty until registry_load_libldap() succeeds, and never changed afterwards. */
extern struct registry_libldap {
    LIBLDAP(LIBRARY_POINTER)
} registry_libldap;

#define ber_pvt_opt_on     (*registry_libldap.ber_pvt_opt_on)
#define ber_sockbuf_add_io registry_libldap.ber_sockbuf_add_io
#define ldap_abandon_ext   registry_libldap.ldap_abandon_ext
#define ldap_err2string    registry_libldap.ldap_err2string
#define ldap_get_option    registry_libldap.ldap_get_option
#define ldap_init_fd       registry_libldap.ldap_init_fd
#define ldap_install_tls   registry_libldap.ldap_install_tls
#define ldap_memfree       registry_libldap.ldap_memfree
#define ldap_msgfree       registry_libldap.ldap_msgfree
#define ldap_msgid         registry_libldap.ldap_msgid
#define ldap_msgtype       registry_libldap.ldap_msgtype
#define ldap_parse_result  registry_libldap.ldap_parse_result
#define ldap_result        registry_libldap.ldap_result
#define ldap_sasl_bind     registry_libldap.ldap_sasl_bind
#define ldap_search_ext    registry_libldap.ldap_search_ext
#define ldap_set_option    registry_libldap.ldap_set_option
#define ldap_start_tls_s   registry_libldap.ldap_start_tls_s
#define ldap_unbind_ext    registry_libldap.ldap_unbind_ext

/* Before any of them is called. Does nothing when it was done. */
int registry_load_libldap(const struct uri *uri, struct pecaddr_registry_error *error);

#endif
