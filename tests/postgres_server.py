# SPDX-License-Identifier: BSD-3-Clause
"""Private PostgreSQL servers for tests: in a folder of their own, and gone when the test is.

    with Cluster() as cluster:
        server = cluster.server("primary", durable=True)
        server.start()
        server.sql("CREATE DATABASE x")
        server.kill()          # as when the power fails
        server.start()
        standby = server.standby("standby")
        standby.start()
        server.wait_for_standby(standby)
        server.kill()
        standby.promote()

A cluster is a folder with any number of servers, each `folder/NAME` with its log `folder/NAME.log`
and its socket in the folder. A process of its own watches: when the cluster is closed, or the
program that made it ends in whatever way, it stops every server and removes the folder.

PostgreSQL refuses to run as root: root's servers run as the user `postgres`, or `nobody`.
"""

import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

SUPERUSER = "postgres"
MADE_BEFORE = "PECADDR_TEST_INITDB"  # the variable that names database files to be copied, which takes less time
PATIENCE = 120  # seconds that a server has to come up, to stop, to follow


class NotInstalled(Exception):
    """What a test needs is not there."""


class ServerError(Exception):
    """A server did not do what it was told; with its log."""


def programs():
    """The folder of PostgreSQL's programs, of the newest version that is installed."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"),
                     key=lambda path: int(path.parts[-3]))
    if folders:
        return folders[-1].parent
    postgres = shutil.which("postgres")
    if postgres:
        return pathlib.Path(postgres).resolve().parent
    raise ServerError("PostgreSQL's server is not installed: apt-get install postgresql")


def unprivileged():
    """The user under whom servers run, or None: ours."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def die_with_parent():
    """In a child, before it becomes its program: it ends when the program that started it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def environment(**more):
    """What PostgreSQL's programs see: nothing of the user's own settings."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PG", "LC_", "LD_PRELOAD", "LANG"))}
    return {**kept, "LC_ALL": "C", **more}


def children_of(pid):
    """The processes that a process started."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = pathlib.Path("/proc", entry, "stat").read_text(errors="replace")
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry))
    return found


def runs(pid):
    """Whether a process is there and has not ended."""
    try:
        stat = pathlib.Path("/proc", str(pid), "stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def command_of(pid):
    """The command line of a process."""
    try:
        return pathlib.Path("/proc", str(pid), "cmdline").read_text(errors="replace")
    except OSError:
        return ""


def wait_until(what, condition, patience=PATIENCE):
    """Polls until a condition holds; an error if it does not come."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise ServerError("waited %d seconds in vain: %s" % (patience, what))
        time.sleep(0.02)


def signal_if_there(pid, number):
    """Sends a signal to a process, which may be gone: those of a server come and go by themselves."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def stop_all(postmaster):
    """Stops a server in the middle of what it does, the postmaster first, which then starts nothing
    more; all its processes."""
    signal_if_there(postmaster, signal.SIGSTOP)
    everybody = children_of(postmaster)
    for pid in everybody:
        signal_if_there(pid, signal.SIGSTOP)
    return everybody + [postmaster]


def kill_all(postmaster):
    """Ends a server and all its processes at once: none can tell another."""
    everybody = stop_all(postmaster)
    for pid in everybody:
        signal_if_there(pid, signal.SIGKILL)
    wait_until("killed processes end", lambda: not any(runs(pid) for pid in everybody))


def server_beside(folder, extension):
    """A copy of PostgreSQL's server in a folder, with the files of an extension where it looks for them; its path.

    CREATE EXTENSION looks nowhere but in the server's own folders before PostgreSQL 18, and a test writes nothing there.
    But a server finds these folders by its own program, as one that was moved with all it has: so a copy of
    that one file has all else beside it, as links."""
    def links(source, target):
        target.mkdir(parents=True, exist_ok=True)
        for entry in source.iterdir():
            if not (target / entry.name).exists():
                (target / entry.name).symlink_to(entry)

    told = subprocess.run([str(programs() / "pg_config"), "--pkglibdir", "--sharedir"], check=True,
                          stdout=subprocess.PIPE, text=True, env=environment()).stdout.splitlines()
    libraries, shared = map(pathlib.Path, told)

    def moved(path):
        return folder / path.relative_to("/")

    for path in extension:
        target = moved(libraries if path.suffix == ".so" else shared / "extension")
        target.mkdir(parents=True, exist_ok=True)
        (target / path.name).symlink_to(path.resolve())
    links(libraries, moved(libraries))
    links(shared / "extension", moved(shared / "extension"))
    links(shared, moved(shared))
    program = moved(programs()) / "postgres"
    program.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(programs() / "postgres", program)
    return program


class Cluster:
    """A folder of servers, in another (the usual one for what is temporary), which ends with the program
    that made it."""

    def __init__(self, parent=None):
        self.user = unprivileged()
        parent = parent or tempfile.gettempdir()
        if len(parent) > 24:  # names of sockets are short, and URIs in the tests too
            parent = "/tmp"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pecaddr-pg-", dir=parent))
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.servers = []
        # pylint: disable-next=consider-using-with
        self.watcher = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "--watch", str(self.folder)],
            stdin=subprocess.PIPE, start_new_session=True, cwd="/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def server(self, name, **options):
        """A new server, initialised but not running: see Server."""
        server = Server(self, name, 5432 + len(self.servers), **options)
        self.servers.append(server)
        server.init()
        return server

    def close(self):
        """Stops all servers and removes the folder."""
        for server in reversed(self.servers):
            server.stop(signal.SIGQUIT)  # nothing of it is needed any more
        self.watcher.stdin.close()
        self.watcher.wait()

    def run(self, *arguments, **options):
        """Runs a program of PostgreSQL's as the servers' user; its output, or an error with it."""
        done = subprocess.run([str(argument) for argument in arguments], check=False, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment(), cwd=self.folder,
                              errors="replace", **self.as_user(), **options)
        if done.returncode != 0:
            raise ServerError("%s: status %d\n%s" % (arguments[0], done.returncode, done.stdout))
        return done.stdout

    def initdb(self, folder):
        self.run(programs() / "initdb", "--pgdata", folder, "--username", SUPERUSER, "--encoding=UTF8",
                 "--no-locale", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync",
                 "--no-instructions")

    def as_user(self):
        """Arguments of subprocess: as the servers' user."""
        if not self.user:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


class Server:
    """One server.

    durable    writes reach the disk before they are acknowledged, as they must in real life;
               otherwise it is faster, and a killed machine (not a killed server) would lose them.
    listen     also on a free port of the loopback interface: `port`; else on the socket alone.
    settings   of postgresql.conf.
    preload    a shared library that is loaded into the server.
    extension  files of an extension that is not installed, which CREATE EXTENSION finds all the same.
    """

    def __init__(self, cluster, name, port, durable=False, listen=False, settings=None,
                 preload=None, extension=None):
        self.cluster = cluster
        self.name = name
        self.port = port
        self.listen = listen
        self.has_port = not listen
        self.preload = preload
        self.postgres = (server_beside(cluster.folder / "postgresql", extension) if extension
                         else programs() / "postgres")
        self.data = cluster.folder / name
        self.log = cluster.folder / (name + ".log")
        self.process = None
        self.settings = {"unix_socket_directories": str(cluster.folder),
                         "unix_socket_permissions": "0700",
                         # Their files end with the folder.
                         "dynamic_shared_memory_type": "mmap", "shared_buffers": "32MB",
                         "max_connections": "100", "timezone": "UTC", "log_timezone": "UTC"}
        if not durable:
            self.settings.update({"fsync": "off", "full_page_writes": "off"})
        self.settings.update(settings or {})

    def program(self, name):
        return programs() / name

    def init(self):
        """Makes the database files, or copies those that were made before. On the socket everybody is
        believed, on the port the password counts. Servers of one cluster have each an identity of
        their own, so only the first is a copy."""
        made = os.environ.get(MADE_BEFORE)
        if made and self is self.cluster.servers[0]:
            self.cluster.run("cp", "--recursive", "--preserve=mode", made, self.data)
            return
        self.cluster.initdb(self.data)

    def start(self):
        """Starts it and waits until it answers; a ServerError with its log if it does not come."""
        for attempt in range(5):
            if self.listen and not self.has_port:
                self.port = free_port()
            try:
                self.start_once()
                self.has_port = True  # for good: clients know it
                return
            except ServerError as error:
                if self.has_port or attempt == 4 or "Address already in use" not in str(error):
                    raise

    def start_once(self):
        settings = {**self.settings, "port": str(self.port),
                    "listen_addresses": "127.0.0.1" if self.listen else ""}
        command = [str(self.postgres), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", "%s=%s" % (name, value)]
        more = {"LD_PRELOAD": str(self.preload)} if self.preload else {}
        begin = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            # Not a child of our process group: what interrupts the tests must not reach it before
            # it is stopped. pylint: disable-next=consider-using-with
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(**more),
                cwd=self.cluster.folder, start_new_session=True, **self.cluster.as_user())
        try:
            wait_until("the server to start", lambda: self.answers() or self.ended())
        except ServerError as error:
            self.kill()
            raise ServerError("%s\n%s" % (error, self.tail(begin))) from None
        if self.ended():
            self.process = None
            raise ServerError("the server does not start:\n" + self.tail(begin))

    def answers(self):
        """Whether it is up: as pg_ctl, by the eighth line of postmaster.pid."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return (len(lines) >= 8 and int(lines[0]) == self.process.pid
                and lines[7].strip() in ("ready", "standby"))

    def ended(self):
        return self.process.poll() is not None

    def tail(self, begin=0):
        """The log from a byte on."""
        with open(self.log, "rb") as log:
            log.seek(begin)
            return log.read().decode("utf-8", "replace")

    @property
    def pid(self):
        """The process id of the server's first process, whose children do the work."""
        return self.process.pid

    def stop(self, how=signal.SIGINT):
        """Stops it: by SIGINT orderly (clients are disconnected), by SIGQUIT at once. A server that
        was stopped in the middle (pause) is woken."""
        if self.process is None:
            return
        self.resume()
        self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            kill_all(self.process.pid)
            self.process.wait()
        self.process = None

    def kill(self):
        """Kills all its processes, as when the machine fails."""
        if self.process is None:
            return
        if self.process.poll() is None:
            kill_all(self.process.pid)
        self.process.wait()
        self.process = None

    def restart(self):
        self.stop()
        self.start()

    def pause(self):
        """Stops all its processes in the middle of what they do: a server that hangs."""
        stop_all(self.process.pid)

    def resume(self):
        for pid in children_of(self.process.pid) + [self.process.pid]:
            signal_if_there(pid, signal.SIGCONT)

    def uri(self, database="postgres", user=SUPERUSER, password=None, loopback=False, **parameters):
        """How to reach it: by the socket, or with a password by the port."""
        def quote(text):
            return urllib.parse.quote(str(text), safe="/")

        who = quote(user) + (":" + quote(password) if password is not None else "")
        if loopback:
            where = "127.0.0.1:%d" % self.port
        else:
            where = ""
            parameters = {"host": self.cluster.folder, "port": self.port, **parameters}
        tail = "&".join("%s=%s" % (name, quote(value)) for name, value in parameters.items())
        return "postgresql://%s@%s/%s%s" % (who, where, quote(database), "?" + tail if tail else "")

    def sql(self, text, database="postgres", user=SUPERUSER):
        """Runs SQL; what it prints, unaligned and without headers. An error is a ServerError."""
        done = subprocess.run([str(self.program("psql")), "--no-psqlrc", "--quiet", "--no-align",
                               "--tuples-only", "--set=ON_ERROR_STOP=1", "--file=-",
                               "--dbname=" + self.uri(database, user)],
                              input=text, text=True, check=False, env=environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise ServerError("%s\n%s" % (text, done.stdout))
        return done.stdout.rstrip("\n")

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    # Replication.

    def standby(self, name, **options):
        """A copy of this running server that follows it; not running yet."""
        standby = Server(self.cluster, name, 5432 + len(self.cluster.servers), **options)
        self.cluster.servers.append(standby)
        self.cluster.run(self.program("pg_basebackup"), "--pgdata", standby.data, "--checkpoint=fast",
                         "--wal-method=stream", "--no-sync", "--write-recovery-conf",
                         "--dbname=host=%s port=%d user=%s application_name=%s"
                         % (self.cluster.folder, self.port, SUPERUSER, name))
        # Follows the primary by its socket, which has one name for as long as the folder lives.
        return standby

    def wait_for_standby(self, standby):
        """From now on a commit is acknowledged only when the standby has it on its disk too."""
        self.sql("ALTER SYSTEM SET synchronous_standby_names = '%s'" % standby.name)
        self.reload()
        wait_until("the standby to follow", lambda: self.sql(
            "SELECT sync_state FROM pg_stat_replication WHERE application_name = '%s'"
            % standby.name) == "sync")

    def wait_until_replayed(self, standby):
        """Until readers of the standby see what the primary has now."""
        now = self.sql("SELECT pg_current_wal_lsn()")
        wait_until("the standby to replay", lambda: standby.sql(
            "SELECT pg_last_wal_replay_lsn() >= '%s'" % now) == "t")

    def promote(self):
        """Makes a standby a primary, which waits for no standby of its own."""
        if self.sql("SELECT pg_promote(true, %d)" % PATIENCE) != "t":
            raise ServerError("the standby is not promoted:\n" + self.tail())
        self.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.reload()
        wait_until("the promoted server to stand alone",
                   lambda: self.sql("SHOW synchronous_standby_names") == "")

    # TLS.

    def make_certificate(self, name="127.0.0.1"):
        """Gives it a certificate of its own making: `certificate` is also what proves it."""
        certificate, key = self.data / "server.crt", self.data / "server.key"
        self.cluster.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                         "/CN=" + name, "-addext", "subjectAltName=IP:" + name, "-keyout", key,
                         "-out", certificate)
        key.chmod(0o600)
        self.settings["ssl"] = "on"
        return certificate


class Pooler:
    """PgBouncer before a server, in transaction mode: each transaction may get another of the few
    sessions that it has there. On the socket of the cluster's folder, at `port`."""

    PORT = 6432

    def __init__(self, server, database, sessions):
        program = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if not program:
            raise NotInstalled("PgBouncer is not installed: apt-get install pgbouncer")
        cluster = server.cluster
        self.folder = cluster.folder
        self.log = self.folder / "pgbouncer.log"
        settings = self.folder / "pgbouncer.ini"
        settings.write_text(
            "[databases]\n%s = host=%s port=%d\n[pgbouncer]\npool_mode = transaction\n"
            "default_pool_size = %d\nmax_client_conn = 100\nlisten_port = %d\n"
            "unix_socket_dir = %s\nauth_type = trust\nauth_file = %s\n"
            % (database, self.folder, server.port, sessions, self.PORT, self.folder,
               self.folder / "users.txt"), encoding="utf-8")
        (self.folder / "users.txt").write_text('"%s" ""\n' % SUPERUSER, encoding="utf-8")
        with open(self.log, "wb") as log:
            # pylint: disable-next=consider-using-with
            self.process = subprocess.Popen(
                [program, str(settings)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.folder, preexec_fn=die_with_parent, **cluster.as_user())
        path = self.folder / (".s.PGSQL.%d" % self.PORT)
        wait_until("PgBouncer to start",
                   lambda: path.exists() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise ServerError(self.log.read_text(encoding="utf-8", errors="replace"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def remove_segment(lines):
    """Removes the piece of shared memory that a killed server left, as its next start would."""
    if len(lines) >= 7 and len(lines[6].split()) == 2:
        ctypes.CDLL(None).shmctl(int(lines[6].split()[1]), 0, None)  # IPC_RMID


def watch(folder):
    """Waits until the program at the other end of stdin is gone; then no server is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    for path in pathlib.Path(folder).glob("*/postmaster.pid"):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
        # The number may be another program's by now.
        if runs(pid) and folder in command_of(pid):
            kill_all(pid)
        remove_segment(lines)
    shutil.rmtree(folder, ignore_errors=True)


def make_before(folder):
    """Database files in a new folder, for MADE_BEFORE; they are the servers' user's."""
    with Cluster() as cluster:
        cluster.initdb(cluster.folder / "made")
        subprocess.run(["cp", "--archive", cluster.folder / "made", folder], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--watch":
        watch(sys.argv[2])
    elif len(sys.argv) == 3 and sys.argv[1] == "--make":
        make_before(sys.argv[2])
    else:
        sys.exit("usage: postgres_server.py --watch FOLDER | --make FOLDER (it is a module)")
