#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""with-slapd.py PROGRAM [ARGUMENT...]

Runs a program beside an LDAP server of its own: OpenLDAP's slapd on free ports of this machine,
with its files in a folder that is removed at the end, as whatever user, and with certificates that
are made now. What the program is told is in its environment:

  LDAP_HOST, LDAP_PORT, LDAPS_PORT   where the server is.
  LDAP_FOLDER    holds ca.pem, other-ca.pem (which signed nothing), password, wrong-password.
  LDAP_CONTROL   a socket: `stop`, `start`, `pause`, `continue` and a new line; the server, and then
                 the answer is a new line.

The status is the program's; where the server does not start it is 1, and nothing is skipped. The
environment also holds libldap's defaults, each the opposite of what is right.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HOST = "127.0.0.1"
BASE = "dc=example,dc=it"

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 2.25.1.1 NAME 'pecMail' EQUALITY caseIgnoreIA5Match
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )
attributetype ( 2.25.1.2 NAME 'oldMail' SUP pecMail )
objectclass ( 2.25.1.3 NAME 'pecPerson' SUP top AUXILIARY MAY ( pecMail $ oldMail ) )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
TLSVerifyClient never
referral ldap://127.0.0.1:1
database mdb
maxsize 16777216
directory {folder}/data
suffix "{base}"
rootdn "cn=admin,{base}"
rootpw segreta
index objectClass,mail,pecMail eq
access to dn.subtree="ou=riservati,{base}" by anonymous none by * read
access to * by anonymous read by * read
"""

# Nobody of these is a real person.
PEOPLE = """
dn: {base}
objectClass: dcObject
objectClass: organization
dc: example
o: Ordine

dn: cn=ospite,{base}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: ospite
userPassword: segreta

dn: ou=iscritti,{base}
objectClass: organizationalUnit
ou: iscritti

dn: ou=riservati,{base}
objectClass: organizationalUnit
ou: riservati

dn: ou=confine,{base}
objectClass: organizationalUnit
ou: confine

dn: ou=altrove,ou=confine,{base}
objectClass: referral
objectClass: extensibleObject
ou: altrove
ref: ldap://{host}:{port}/ou=iscritti,{base}

dn: ou=vuoto,{base}
objectClass: organizationalUnit
ou: vuoto
"""


def person(unit, name, *attributes):
    lines = ["", "dn: cn=%s,ou=%s,%s" % (name, unit, BASE), "objectClass: inetOrgPerson",
             "objectClass: pecPerson", "cn: " + name, "sn: " + name.split()[-1], *attributes, ""]
    return "\n".join(lines)


def people(port):
    yield PEOPLE.format(base=BASE, host=HOST, port=port)
    yield person("iscritti", "Mario Rossi", "mail: Mario.Rossi@IngPec.EU", "employeeType: attivo")
    yield person("iscritti", "Lucia Bianchi", "mail: lucia@example.it",
                 "mail: lucia.bianchi@ingpec.eu", "pecMail: lucia.bianchi.mc@ingpec.eu")
    # Two that have the same.
    yield person("iscritti", "Paolo Verdi", "mail: paolo.verdi@ingpec.eu")
    yield person("iscritti", "Paolo Verdi 2", "mail: paolo.verdi@ingpec.eu")
    yield person("iscritti", "Stella", "mail: stella*@ingpec.eu")
    yield person("riservati", "Anna Neri", "mail: anna.neri@ingpec.eu")
    yield person("confine", "Carlo Bruni", "mail: carlo.bruni@ingpec.eu")
    for i in range(0, 1000, 3):
        letters = "".join(chr(ord("a") + int(digit)) for digit in "%05d" % i)
        yield person("iscritti", letters + " Rossi", "mail: %s.rossi@ingpec.eu" % letters)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit("%s:\n%s" % (" ".join(command), done.stdout))


def make_certificates(folder):
    def path(name):
        return os.path.join(folder, name)

    new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
           "-nodes", "-days", "2"]
    for name in ("ca", "other-ca"):
        run(*new, "-subj", "/CN=" + name, "-keyout", path(name + ".key"), "-out",
            path(name + ".pem"))
    run(*new, "-subj", "/CN=server", "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-addext",
        "basicConstraints=CA:FALSE", "-addext", "subjectAltName=IP:" + HOST, "-keyout",
        path("server.key"), "-out", path("server.pem"))


def free_ports():
    """Two, of which neither is the other."""
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


class Server:
    """A slapd that ends with this process."""

    def __init__(self, folder):
        self.folder = folder
        self.process = None
        # Where AppArmor confines slapd, it confines it by its path.
        original = shutil.which("slapd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib")
        if original is None:
            sys.exit("slapd is needed (Debian: slapd)")
        self.slapd = shutil.copy(original, os.path.join(folder, "slapd"))
        self.configuration = os.path.join(folder, "slapd.conf")
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=folder, base=BASE))
        for _ in range(10):
            self.ports = free_ports()
            self.fill()
            if self.start():
                return
        sys.exit("slapd does not start:\n" + self.log())

    def fill(self):
        data = os.path.join(self.folder, "data")
        ldif = os.path.join(self.folder, "people.ldif")
        shutil.rmtree(data, ignore_errors=True)
        os.mkdir(data)
        with open(ldif, "w", encoding="utf-8") as file:
            file.write("".join(people(self.ports[0])))
        run(self.slapd, "-T", "add", "-q", "-f", self.configuration, "-l", ldif)

    def log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def start(self):
        def end_with_parent():
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

        urls = "ldap://%s:%d ldaps://%s:%d" % (HOST, self.ports[0], HOST, self.ports[1])
        with open(os.path.join(self.folder, "log"), "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.slapd, "-d", "0", "-h", urls, "-f", self.configuration], stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, preexec_fn=end_with_parent)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                for port in self.ports:
                    socket.create_connection((HOST, port), 1).close()
                return True
            except OSError:
                time.sleep(0.01)
        self.stop()
        return False

    def stop(self):
        self.process.kill()
        self.process.wait()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)
        # Its threads stop one after the other.
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def obey(self, word):
        if word == "stop":
            self.stop()
        elif word == "start":
            if not self.start():
                sys.exit("slapd does not start again:\n" + self.log())
        elif word == "pause":
            self.pause()
        elif word == "continue":
            self.process.send_signal(signal.SIGCONT)
        else:
            sys.exit("%s: not a word that is obeyed" % word)


def environment(server, control):
    opposite = {
        "TLS_REQCERT": "never", "TLS_REQSAN": "never", "TLS_CACERT": server.folder + "/ca.pem",
        "TLS_CIPHER_SUITE": "NONE", "TLS_CRLFILE": "/dev/null", "REFERRALS": "on",
        "DEREF": "always", "SIZELIMIT": "1000", "TIMELIMIT": "1", "VERSION": "2",
        "BASE": "dc=example,dc=com", "URI": "ldap://127.0.0.1:1", "TIMEOUT": "1",
        "NETWORK_TIMEOUT": "1",
    }
    return dict(os.environ, LDAP_HOST=HOST, LDAP_PORT=str(server.ports[0]),
                LDAPS_PORT=str(server.ports[1]), LDAP_FOLDER=server.folder,
                LDAP_CONTROL=str(control),
                **{"LDAP" + name: value for name, value in opposite.items()})


def beside(server, command):
    ours, theirs = socket.socketpair()
    with ours:
        program = subprocess.Popen(command, pass_fds=[theirs.fileno()],
                                   env=environment(server, theirs.fileno()))
        try:
            theirs.close()
            with ours.makefile("r", encoding="ascii") as words:
                for word in words:
                    server.obey(word.strip())
                    ours.sendall(b"\n")
            return program.wait()
        finally:
            if program.poll() is None:
                program.kill()
                program.wait()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    # So that what follows `finally` is done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="pecaddr-slapd-") as folder:
        for name, text in (("password", "segreta\n"), ("wrong-password", "aperta\n")):
            with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                file.write(text)
        make_certificates(folder)
        server = Server(folder)
        try:
            status = beside(server, sys.argv[1:])
        finally:
            server.stop()
    sys.exit(status if status >= 0 else 1)


if __name__ == "__main__":
    main()
