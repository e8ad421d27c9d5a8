/* SPDX-License-Identifier: BSD-3-Clause */
/* A walk through a registry: whom it is bound to, and the domain that is the walk's own. */
#include "registry/model/model-replay.h"

#include <inttypes.h>

void replay_bind(struct replay *replay, unsigned orders)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char provinces[3 * MODEL_ENTRIES + 1] = "";

    for (unsigned i = 1; i <= MODEL_ENTRIES; i++)
        if (orders >> model_entries[i].order & 1) {
            strcat(provinces, provinces[0] != '\0' ? "," : "");
            strcat(provinces, model_entries[i].province);
        }
    if (provinces[0] != '\0' &&
        pecaddr_registry_bind(replay->registry, provinces, &error) != PECADDR_OK)
        replay_differ(replay, "%s", error.message);
}

void replay_begin_walk(struct replay *replay)
{
    char text[512];

    snprintf(text, sizeof text,
             "name = model\ndomain = walk%" PRIu64 ".ingpec.eu\nrule = {given}.{surname}\n"
             "rule = {given}.{surname}.{province}\n"
             "rule = {given}.{surname}.{province}.{section}{number}\n",
             replay->walks);
    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &replay->scheme, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_scheme_canonical(replay->scheme, replay->scheme_text,
                                              sizeof replay->scheme_text, NULL),
                     PECADDR_OK);
    replay->here.at = 0;
    replay->here.n_lines = 0;
    memset(replay->recent, 0, sizeof replay->recent);
}

void replay_end_walk(struct replay *replay)
{
    replay_compare_history(replay);
    replay->elsewhere += graph_count_mailboxes(&replay->graph.states[replay->here.at]);
    replay->walks++;
    pecaddr_scheme_free(replay->scheme);
}
