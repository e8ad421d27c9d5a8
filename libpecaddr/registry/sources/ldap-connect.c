/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-source.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * The connection to a directory.
 *
 * The socket is made here and handed to libldap, since libldap's own way either waits for ever in a
 * TLS handshake or turns round in a loop. And it is read and written here: libldap makes it
 * blocking for a handshake, in which a server that sends a byte now and then would never let go. So
 * a server that stops, or dawdles, costs no more than the timeout. Only the look-up of its name is
 * the resolver's, which has timeouts of its own.
 *
 * libldap takes defaults from ldap.conf, ~/.ldaprc, ./ldaprc and variables LDAP… of the
 * environment. Whatever of it could make an answer another one is set here on the handle, so that
 * the URI alone decides.
 */

static int unreachable(const struct directory *self, const char *why,
                       struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE, "%s: the server cannot be reached: %s",
                         self->server, why);
}

struct timeval registry_ldap_time_left(int64_t deadline)
{
    int left = registry_time_left(deadline);

    return (struct timeval){.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
}

/* Signals. */

void registry_ldap_hush(struct registry_ldap_hush *hush)
{
    sigset_t pipe, pending;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigemptyset(&pending);
    sigpending(&pending);
    hush->pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &hush->before);
}

void registry_ldap_unhush(const struct registry_ldap_hush *hush)
{
    const struct timespec none = {0};
    int number = errno;
    sigset_t pipe;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    /* One that was pending before is somebody else's. */
    if (!hush->pending)
        while (sigtimedwait(&pipe, NULL, &none) < 0 && errno == EINTR)
            ;
    pthread_sigmask(SIG_SETMASK, &hush->before, NULL);
    errno = number;
}

/* Reaching the server. */

/* Waits for a connect() that is under way: an errno. */
static int wait_for_connection(int fd, int64_t deadline)
{
    struct pollfd event = {.fd = fd, .events = POLLOUT};
    socklen_t size = sizeof(int);
    int ready, number = 0;

    do
        ready = poll(&event, 1, registry_time_left(deadline));
    while (ready < 0 && errno == EINTR);
    if (ready == 0)
        return ETIMEDOUT;
    if (ready < 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &size) != 0)
        return errno;
    return number;
}

/* Many small questions go out at once, and an end that is gone should be noticed some day. */
static void tune(int fd)
{
    const int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

/* An errno. */
static int dial_one(const struct addrinfo *address, int64_t deadline, int *ret_fd)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int number = 0;

    if (fd < 0)
        return errno;
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
        number = errno;
        if (number == EINPROGRESS || number == EINTR)
            number = wait_for_connection(fd, deadline);
    }
    if (number != 0) {
        close(fd);
        return number;
    }
    tune(fd);
    *ret_fd = fd;
    return 0;
}

/* Each address of the server gets its part of the time that is left. */
static int dial_all(const struct addrinfo *addresses, int64_t deadline, int *ret_fd)
{
    int n = 0, number = EHOSTUNREACH;

    for (const struct addrinfo *one = addresses; one; one = one->ai_next)
        n++;
    for (const struct addrinfo *one = addresses; one; one = one->ai_next, n--) {
        number = dial_one(one, registry_now() + registry_time_left(deadline) / n, ret_fd);
        if (number == 0)
            break;
    }
    return number;
}

/* The host as the resolver knows it: a numeric IPv6 address without its brackets. */
static const char *plain_host(const struct directory *self, char buffer[sizeof self->host])
{
    strcpy(buffer, self->host);
    if (buffer[0] != '[')
        return buffer;
    buffer[strlen(buffer) - 1] = '\0';
    return buffer + 1;
}

static int dial(const struct directory *self, int64_t deadline, int *ret_fd,
                struct pecaddr_registry_error *error)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    char host[sizeof self->host];
    int r = getaddrinfo(plain_host(self, host), self->port, &hints, &addresses);

    if (r != 0)
        return unreachable(self,
                           r == EAI_NONAME ? N_("there is no machine of this name")
                                           : N_("its name cannot be looked up"),
                           error);
    r = dial_all(addresses, deadline, ret_fd);
    freeaddrinfo(addresses);
    return r == 0 ? PECADDR_OK : unreachable(self, registry_reason(r), error);
}

/* Reading and writing. */

/*
 * Whether to try again what would have blocked, and if not, errno: ETIMEDOUT in a handshake whose
 * time is over. Elsewhere libldap waits by itself, in ldap_result().
 */
static bool wait_for(const struct registry_ldap_clock *clock, short events)
{
    struct pollfd event = {.fd = clock->fd, .events = events};
    int ready;

    if (errno == EINTR)
        return true;
    if ((errno != EAGAIN && errno != EWOULDBLOCK) || clock->deadline == 0)
        return false;
    ready = poll(&event, 1, registry_time_left(clock->deadline));
    if (ready == 0)
        errno = ETIMEDOUT;
    return ready > 0 || (ready < 0 && errno == EINTR);
}

/* Whoever sends a byte at a time never lets a read wait. */
static bool is_late(const struct registry_ldap_clock *clock)
{
    if (clock->deadline == 0 || registry_time_left(clock->deadline) > 0)
        return false;
    errno = ETIMEDOUT;
    return true;
}

static ber_slen_t clock_read(Sockbuf_IO_Desc *io, void *buffer, ber_len_t size)
{
    const struct registry_ldap_clock *clock = io->sbiod_pvt;
    ssize_t got;

    if (is_late(clock))
        return -1;
    do
        got = recv(clock->fd, buffer, size, MSG_DONTWAIT);
    while (got < 0 && wait_for(clock, POLLIN));
    return got;
}

static ber_slen_t clock_write(Sockbuf_IO_Desc *io, void *buffer, ber_len_t size)
{
    const struct registry_ldap_clock *clock = io->sbiod_pvt;
    ssize_t sent;

    if (is_late(clock))
        return -1;
    do
        sent = send(clock->fd, buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && wait_for(clock, POLLOUT));
    return sent;
}

static int clock_setup(Sockbuf_IO_Desc *io, void *clock)
{
    io->sbiod_pvt = clock;
    return 0;
}

static int clock_control(Sockbuf_IO_Desc *io, int option, void *argument)
{
    return LBER_SBIOD_CTRL_NEXT(io, option, argument);
}

/* Above libldap's own layer, which still closes the socket, and below TLS. */
static bool add_clock(struct directory *self, LDAP *ld)
{
    Sockbuf *socket_buffer = NULL;

    self->clock.layer = (Sockbuf_IO){.sbi_setup = clock_setup,
                                     .sbi_ctrl = clock_control,
                                     .sbi_read = clock_read,
                                     .sbi_write = clock_write};
    return ldap_get_option(ld, LDAP_OPT_SOCKBUF, &socket_buffer) == LDAP_OPT_SUCCESS &&
           ber_sockbuf_add_io(socket_buffer, &self->clock.layer, LBER_SBIOD_LEVEL_PROVIDER + 1,
                              &self->clock) == 0;
}

/* What libldap is told. */

static bool set_numbers(LDAP *ld, const struct directory *self)
{
    const struct {
        int option;
        int value;
    } numbers[] = {
        {LDAP_OPT_PROTOCOL_VERSION, LDAP_VERSION3},
        {LDAP_OPT_DEREF, LDAP_DEREF_NEVER},
        {LDAP_OPT_SIZELIMIT, 1},
        {LDAP_OPT_TIMELIMIT, (int)self->timeout},
    };

    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        if (ldap_set_option(ld, numbers[i].option, &numbers[i].value) != LDAP_OPT_SUCCESS)
            return false;
    /* A referral is an answer, and a system call that a signal interrupts is not. */
    return ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_RESTART, LDAP_OPT_ON) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_CONNECT_ASYNC, LDAP_OPT_ON) == LDAP_OPT_SUCCESS;
}

/* Verifies the server's certificate, always; shows none of ours. */
static bool set_tls(LDAP *ld, const struct directory *self)
{
    static const int emptied[] = {LDAP_OPT_X_TLS_CACERTDIR,    LDAP_OPT_X_TLS_CERTFILE,
                                  LDAP_OPT_X_TLS_KEYFILE,      LDAP_OPT_X_TLS_CRLFILE,
                                  LDAP_OPT_X_TLS_CIPHER_SUITE, LDAP_OPT_X_TLS_PEERKEY_HASH};
    const int demand = LDAP_OPT_X_TLS_DEMAND;
    const int names = LDAP_OPT_X_TLS_TRY; /* as RFC 6125 §6.4.4: the subject only without others */
    const int version = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
    const int client = 0;

    /* What this libldap cannot do is not there to be undone. */
    for (size_t i = 0; i < ARRAY_SIZE(emptied); i++)
        ldap_set_option(ld, emptied[i], NULL);
    return ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, self->ca) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_SAN, &names) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &version) == LDAP_OPT_SUCCESS &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &client) == LDAP_OPT_SUCCESS;
}

/* Securing and binding. */

const char *registry_ldap_reason(int code, const char *text, char buffer[LDAP_REASON_MAX])
{
    if (!text || text[0] == '\0')
        snprintf(buffer, LDAP_REASON_MAX, "%s", ldap_err2string(code));
    else
        snprintf(buffer, LDAP_REASON_MAX, "%s (%s)", ldap_err2string(code),
                 QUOTED(text, strlen(text)));
    return buffer;
}

static int insecure(const struct directory *self, LDAP *ld, int code,
                    struct pecaddr_registry_error *error)
{
    char reason[LDAP_REASON_MAX];
    char *text = NULL;
    int r;

    ldap_get_option(ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text);
    r = registry_fail(error, PECADDR_E_STORAGE,
                      "%s: no secure connection: %s; check that the server's certificate is for "
                      "this name and is signed by one in %s",
                      self->server, registry_ldap_reason(code, text, reason), SHOWN(self->ca));
    ldap_memfree(text);
    return r;
}

static int secure(struct directory *self, LDAP *ld, int64_t deadline,
                  struct pecaddr_registry_error *error)
{
    const struct timeval left = registry_ldap_time_left(deadline);
    int r;

    if (!set_tls(ld, self))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the certificates in %s cannot be used; check the path",
                             self->server, SHOWN(self->ca));
    ldap_set_option(ld, LDAP_OPT_TIMEOUT, &left);
    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &left);
    self->clock.deadline = deadline;
    r = self->tls ? ldap_install_tls(ld) : ldap_start_tls_s(ld, NULL, NULL);
    if (r != LDAP_SUCCESS && registry_time_left(deadline) == 0)
        return unreachable(self, registry_reason(ETIMEDOUT), error);
    if (r != LDAP_SUCCESS)
        return insecure(self, ld, r, error);
    self->clock.deadline = 0;
    return PECADDR_OK;
}

/* The result code of a bind; ret_text: what else the server says, for ldap_memfree(). */
static int bind_to(const struct directory *self, LDAP *ld, int64_t deadline, char **ret_text)
{
    struct timeval left = registry_ldap_time_left(deadline);
    struct berval password = {.bv_val = self->password, .bv_len = strlen(self->password)};
    LDAPMessage *message = NULL;
    int id = 0, code = LDAP_OTHER;
    int r = ldap_sasl_bind(ld, self->bind, LDAP_SASL_SIMPLE, &password, NULL, NULL, &id);

    if (r != LDAP_SUCCESS)
        return r;
    r = ldap_result(ld, id, LDAP_MSG_ALL, &left, &message);
    if (r == 0)
        return LDAP_TIMEOUT;
    if (r < 0) {
        ldap_get_option(ld, LDAP_OPT_RESULT_CODE, &code);
        return code != LDAP_SUCCESS ? code : LDAP_OTHER;
    }
    r = ldap_parse_result(ld, message, &code, NULL, ret_text, NULL, NULL, 1);
    return r != LDAP_SUCCESS ? r : code;
}

static int introduce(const struct directory *self, LDAP *ld, int64_t deadline,
                     struct pecaddr_registry_error *error)
{
    char reason[LDAP_REASON_MAX];
    char *text = NULL;
    int r = bind_to(self, ld, deadline, &text);

    if (r != LDAP_SUCCESS)
        registry_fail(error, PECADDR_E_STORAGE,
                      "%s: no bind as %s: %s; check bind and password-file", self->server,
                      SHOWN(self->bind), registry_ldap_reason(r, text, reason));
    ldap_memfree(text);
    return r == LDAP_SUCCESS ? PECADDR_OK : PECADDR_E_STORAGE;
}

static int set_up(struct directory *self, LDAP *ld, int64_t deadline,
                  struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (!set_numbers(ld, self) || !add_clock(self, ld))
        return unreachable(self, N_("libldap refuses an option"), error);
    if (self->tls || self->start_tls)
        r = secure(self, ld, deadline, error);
    if (r == PECADDR_OK && self->bind)
        r = introduce(self, ld, deadline, error);
    return r;
}

int registry_ldap_connect(struct directory *self, int64_t deadline,
                          struct pecaddr_registry_error *error)
{
    LDAP *ld = NULL;
    int fd = -1;
    int r = dial(self, deadline, &fd, error);

    if (r != PECADDR_OK)
        return r;
    r = ldap_init_fd(fd, LDAP_PROTO_TCP, self->server, &ld);
    if (r != LDAP_SUCCESS) {
        close(fd);
        return unreachable(self, ldap_err2string(r), error);
    }
    self->clock = (struct registry_ldap_clock){.fd = fd};
    r = set_up(self, ld, deadline, error);
    if (r == PECADDR_OK)
        self->ld = ld;
    else
        ldap_unbind_ext(ld, NULL, NULL);
    return r;
}

void registry_ldap_disconnect(struct directory *self)
{
    if (self->ld)
        ldap_unbind_ext(self->ld, NULL, NULL);
    self->ld = NULL;
}
