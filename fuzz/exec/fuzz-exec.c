/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the command of an `exec:` may say: an address is absent or present only where the whole of its
 * line says so and each line before it was an answer, too; a line that is no answer leaves nothing.
 *
 * Input: a byte for the number of questions; then what the command says before it ends.
 */
#include "../target.h"

/* The source itself, so that it can be given a command that was never started. */
#include "../../libpecaddr/registry/sources/exec.c"

#include <fcntl.h>

enum { QUESTIONS_MAX = 4 };
static const char *const asked[QUESTIONS_MAX] = {"a@b.it", "mario.rossi@ingpec.eu",
                                                 "mario.rossi@ingpec.eu", "a@b.it.it"};

enum { NO_ANSWER = PRESENCE_PRESENT + 1 };

/* What a line says of an address. */
static int read_line(struct bytes line, const char *address)
{
    static const char *const words[] = {
        [PRESENCE_FAILED] = "failed", [PRESENCE_ABSENT] = "absent", [PRESENCE_PRESENT] = "present"};
    char whole[64];

    for (int i = 0; i < NO_ANSWER; i++) {
        int size = snprintf(whole, sizeof whole, "%s %s", address, words[i]);

        if (line.size == (size_t)size && memcmp(line.data, whole, line.size) == 0)
            return i;
    }
    return NO_ANSWER;
}

/* What has to come of it; false: more was said than asked, which may have been read or not. */
static bool expect(struct bytes said, size_t n, enum presence ret_expected[])
{
    for (size_t i = 0; i < n; i++) {
        const uint8_t *end = said.size > 0 ? memchr(said.data, '\n', said.size) : NULL;
        bool is_overlong = !end && said.size > ANSWER_MAX;
        int answer = end ? read_line(take_line(&said), asked[i]) : PRESENCE_FAILED;

        if (answer == NO_ANSWER || is_overlong) {
            memset(ret_expected, 0, n * sizeof *ret_expected);
            return true;
        }
        if (!end)
            return true;
        ret_expected[i] = (enum presence)answer;
    }
    return said.size == 0;
}

/* As if a command had said it, and ended. */
static void answer(struct bytes said, size_t n, enum presence ret_presence[])
{
    char uri[] = "exec:check";
    struct command command = {.uri = uri, .timeout = 1};
    struct block block = {.addresses = asked, .n = n, .presence = ret_presence};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int ends[2];

    HOLDS(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    HOLDS(said.size == 0 || write(ends[1], said.data, said.size) == (ssize_t)said.size);
    HOLDS(shutdown(ends[1], SHUT_WR) == 0);
    command.fd = ends[0];
    for (size_t i = 0; i < n; i++)
        ret_presence[i] = PRESENCE_FAILED;
    converse(&command, &block, &error);
    if (fcntl(ends[0], F_GETFD) >= 0) /* a conversation that fails closes it */
        close(ends[0]);
    close(ends[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum presence found[QUESTIONS_MAX], expected[QUESTIONS_MAX] = {PRESENCE_FAILED};
    struct bytes said = {data, size};
    size_t n = 1 + take_byte(&said) % QUESTIONS_MAX;
    bool is_certain;

    said.size = said.size < 4000 ? said.size : 4000;
    is_certain = expect(said, n, expected);
    answer(said, n, found);
    for (size_t i = 0; i < n; i++)
        HOLDS(found[i] == expected[i] || (!is_certain && found[i] == PRESENCE_FAILED));
    return 0;
}
