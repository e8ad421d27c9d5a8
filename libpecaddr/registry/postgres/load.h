/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_LOAD_H
#define PECADDR_REGISTRY_POSTGRES_LOAD_H

#include "clock.h"
#include "library.h"
#include "store.h"

#include <libpq-fe.h>

/*
 * libpq, which is loaded when a URI asks for it: see load.c. All of it that is used stands here
 * twice, in the table and among the names below it, by which it is called as if it were linked.
 * What is forgotten in either does not compile or does not link.
 */

#define LIBPQ(X)                                                                                   \
    X(PQclear)                                                                                     \
    X(PQcmdStatus)                                                                                 \
    X(PQcmdTuples)                                                                                 \
    X(PQconnectdbParams)                                                                           \
    X(PQconninfo)                                                                                  \
    X(PQconninfoFree)                                                                              \
    X(PQconninfoParse)                                                                             \
    X(PQconsumeInput)                                                                              \
    X(PQenterPipelineMode)                                                                         \
    X(PQerrorMessage)                                                                              \
    X(PQexitPipelineMode)                                                                          \
    X(PQfinish)                                                                                    \
    X(PQflush)                                                                                     \
    X(PQfname)                                                                                     \
    X(PQfreemem)                                                                                   \
    X(PQgetResult)                                                                                 \
    X(PQgetisnull)                                                                                 \
    X(PQgetvalue)                                                                                  \
    X(PQisBusy)                                                                                    \
    X(PQntuples)                                                                                   \
    X(PQparameterStatus)                                                                           \
    X(PQpipelineStatus)                                                                            \
    X(PQpipelineSync)                                                                              \
    X(PQresultErrorField)                                                                          \
    X(PQresultStatus)                                                                              \
    X(PQsendQuery)                                                                                 \
    X(PQsendQueryParams)                                                                           \
    X(PQserverVersion)                                                                             \
    X(PQsetNoticeReceiver)                                                                         \
    X(PQsetnonblocking)                                                                            \
    X(PQsocket)                                                                                    \
    X(PQstatus)                                                                                    \
    X(PQtransactionStatus)

/* Empty until registry_load_libpq() succeeds, and never changed afterwards. */
extern struct registry_libpq {
    LIBPQ(LIBRARY_POINTER)
} registry_libpq;

#define PQclear             registry_libpq.PQclear
#define PQcmdStatus         registry_libpq.PQcmdStatus
#define PQcmdTuples         registry_libpq.PQcmdTuples
#define PQconnectdbParams   registry_libpq.PQconnectdbParams
#define PQconninfo          registry_libpq.PQconninfo
#define PQconninfoFree      registry_libpq.PQconninfoFree
#define PQconninfoParse     registry_libpq.PQconninfoParse
#define PQconsumeInput      registry_libpq.PQconsumeInput
#define PQenterPipelineMode registry_libpq.PQenterPipelineMode
#define PQerrorMessage      registry_libpq.PQerrorMessage
#define PQexitPipelineMode  registry_libpq.PQexitPipelineMode
#define PQfinish            registry_libpq.PQfinish
#define PQflush             registry_libpq.PQflush
#define PQfname             registry_libpq.PQfname
#define PQfreemem           registry_libpq.PQfreemem
#define PQgetResult         registry_libpq.PQgetResult
#define PQgetisnull         registry_libpq.PQgetisnull
#define PQgetvalue          registry_libpq.PQgetvalue
#define PQisBusy            registry_libpq.PQisBusy
#define PQntuples           registry_libpq.PQntuples
#define PQparameterStatus   registry_libpq.PQparameterStatus
#define PQpipelineStatus    registry_libpq.PQpipelineStatus
#define PQpipelineSync      registry_libpq.PQpipelineSync
#define PQresultErrorField  registry_libpq.PQresultErrorField
#define PQresultStatus      registry_libpq.PQresultStatus
#define PQsendQuery         registry_libpq.PQsendQuery
#define PQsendQueryParams   registry_libpq.PQsendQueryParams
#define PQserverVersion     registry_libpq.PQserverVersion
#define PQsetNoticeReceiver registry_libpq.PQsetNoticeReceiver
#define PQsetnonblocking    registry_libpq.PQsetnonblocking
#define PQsocket            registry_libpq.PQsocket
#define PQstatus            registry_libpq.PQstatus
#define PQtransactionStatus registry_libpq.PQtransactionStatus

/* Before any of them is called. Does nothing when it was done. */
int registry_load_libpq(const struct uri *uri, struct pecaddr_registry_error *error);

#endif
