#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""with-postgres.py [OPTION]... PROGRAM [ARGUMENT]...

Runs a program beside a PostgreSQL server of its own, which is stopped when the program ends, however
it ends; the status is the program's. A server that does not start: its log, and status 99.

The program finds in its environment URIs of a database without a registry, as
    PECADDR_TEST_POSTGRES           its owner, the role pecaddr_owner
    PECADDR_TEST_POSTGRES_ISSUER    a user with the role pecaddr_issuer: order_mc (also there: order_an)
    PECADDR_TEST_POSTGRES_READER    a user with the role pecaddr_reader: auditor
    PECADDR_TEST_POSTGRES_ADMIN     the server's administrator, in the database `postgres`
    PECADDR_TEST_POSTGRES_LOOPBACK  the owner by TCP, with the password: `right`
    PECADDR_TEST_POSTGRES_PID       the process id of the server's first process

  --durable        what is acknowledged is on the disk
  --tls            the server has a certificate: PECADDR_TEST_POSTGRES_CERTIFICATE, and that of
                   another: PECADDR_TEST_POSTGRES_WRONG_CERTIFICATE
  --standby        a standby follows: PECADDR_TEST_POSTGRES_STANDBY, as the owner
  --preload FILE   a shared library that is loaded into the server; PECADDR_TEST_DISK_FULL names a
                   file that is not there, for the program to make, and PECADDR_TEST_SCHEMES one for the library
  --extension FILE a file of an extension, which need not be installed; once for each of them
  --set NAME=VALUE a setting of the server
"""

import argparse
import os
import pathlib
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
import postgres_server  # pylint: disable=wrong-import-position
from scratch import folder_in_memory  # pylint: disable=wrong-import-position

DATABASE = "pecaddr"
PASSWORD = "right"
CANNOT_START = 99

ROLES = """
CREATE ROLE pecaddr_owner LOGIN PASSWORD '%(password)s';
CREATE ROLE pecaddr_issuer;
CREATE ROLE pecaddr_reader;
CREATE ROLE order_mc LOGIN PASSWORD '%(password)s' IN ROLE pecaddr_issuer;
CREATE ROLE order_an LOGIN PASSWORD '%(password)s' IN ROLE pecaddr_issuer;
CREATE ROLE auditor LOGIN PASSWORD '%(password)s' IN ROLE pecaddr_reader;
CREATE ROLE nobody LOGIN PASSWORD '%(password)s';
CREATE DATABASE %(database)s OWNER pecaddr_owner;
"""


def prepare(cluster, options):
    """Starts what was asked for; the environment for the program."""
    settings = dict(text.split("=", 1) for text in options.set)
    server = cluster.server("server", durable=options.durable, listen=True, settings=settings,
                            preload=options.preload, extension=options.extension)
    found = {}
    if options.tls:
        found["CERTIFICATE"] = server.make_certificate()
        found["WRONG_CERTIFICATE"] = cluster.folder / "wrong.crt"
        cluster.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-keyout", cluster.folder / "wrong.key", "-out", found["WRONG_CERTIFICATE"])
    if options.preload:
        os.environ["PECADDR_TEST_DISK_FULL"] = str(cluster.folder / "disk-is-full")
        os.environ["PECADDR_TEST_SCHEMES"] = str(cluster.folder / "schemes")
    server.start()
    server.sql(ROLES % {"database": DATABASE, "password": PASSWORD})
    if options.standby:
        standby = server.standby("standby")
        standby.start()
        found["STANDBY"] = standby.uri(DATABASE, "pecaddr_owner")
    found.update({
        "": server.uri(DATABASE, "pecaddr_owner"),
        "ISSUER": server.uri(DATABASE, "order_mc"),
        "READER": server.uri(DATABASE, "auditor"),
        "ADMIN": server.uri(),
        "LOOPBACK": server.uri(DATABASE, "pecaddr_owner", PASSWORD, loopback=True),
        "PID": server.pid,
    })
    return {"PECADDR_TEST_POSTGRES" + ("_" + name if name else ""): str(value)
            for name, value in found.items()}


def run(arguments, added):
    """Runs the program; its status as a shell would give it."""
    with subprocess.Popen(arguments, env={**os.environ, **added},
                          preexec_fn=postgres_server.die_with_parent) as program:
        try:
            status = program.wait()
        finally:
            program.kill()
    return status if status >= 0 else 128 - status


def interrupted(number, _):
    raise SystemExit(128 + number)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--standby", action="store_true")
    parser.add_argument("--preload", metavar="FILE")
    parser.add_argument("--extension", metavar="FILE", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[])
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.program:
        parser.error("no program")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    # A copy of a database is hundreds of files, and each test has one.
    parent = None if options.durable else folder_in_memory(2 << 30)
    try:
        with postgres_server.Cluster(parent) as cluster:
            added = prepare(cluster, options)
            return run(options.program, added)
    except postgres_server.ServerError as error:
        print("with-postgres.py: %s" % error, file=sys.stderr)
        return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
