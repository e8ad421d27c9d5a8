#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Invented rosters of a professional Order, as an old register exports them.

    example_roster.py                 writes doc/examples/roster-macerata.csv
    example_roster.py --check         compares that file with what would be written
    example_roster.py --rows N [--format roster|tsv] [--seed S]
                                      N rows to standard output, for tests of size

The names are put together from the most frequent given names and surnames of Italy (and a few of
its neighbours); each codice fiscale carries the place code Z000, which was never assigned, so none
is a real person's. The same arguments give the same bytes.
"""
import argparse
import bisect
import datetime
import itertools
import os
import random
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
ROSTER = os.path.join(HERE, "..", "..", "doc", "examples", "roster-macerata.csv")
PROVINCES = os.path.join(HERE, "data", "provinces.tsv")
HEADER = "Iscrizione;Cognome;Nome;Codice Fiscale;Provincia;Data iscrizione;Note interne"
ROWS = 400

# By falling frequency.
MEN = """
Giuseppe Giovanni Antonio Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo Franco
Domenico Bruno Paolo Michele Giorgio Aldo Sergio Luciano Marco Andrea Alessandro Stefano Roberto
Massimo Claudio Maurizio Fabio Davide Luca Simone Daniele Matteo Lorenzo Riccardo Federico Giacomo
Gabriele Alberto Enrico Renato Umberto Guido Gianluca Emanuele Nicola Filippo Tommaso Alessio
Christian Mauro Gino Silvano Renzo Walter Fausto Dario Ivan Leonardo Giulio Edoardo Valerio Diego
Mirko Samuele Cristian Manuel Nicolò Niccolò Piero Gianni Livio Dino Elio Ezio Ugo Remo Italo Igor
Gaetano Raffaele Pasquale Rocco Carmine Gennaro Ciro Cosimo Donato Sabatino Benedetto Vittorio
Ernesto Ettore Fernando Corrado Giancarlo Gianfranco Pierluigi Piergiorgio Gianmarco Ottavio
Attilio Armando Augusto Cesare Mattia Elia Noè Saverio Agostino Adriano Arturo
""".split()
WOMEN = """
Maria Anna Giuseppina Rosa Angela Giovanna Teresa Lucia Carmela Caterina Francesca Antonietta
Carla Elena Concetta Rita Margherita Franca Paola Laura Giulia Silvia Chiara Federica Sara
Valentina Alessandra Simona Monica Barbara Roberta Cristina Daniela Patrizia Elisa Martina Giorgia
Alice Ilaria Michela Claudia Sonia Stefania Manuela Marta Beatrice Eleonora Serena Veronica Irene
Debora Nicoletta Lorena Emanuela Gabriella Luisa Marina Raffaella Donatella Antonella Loredana
Mariangela Annalisa Elisabetta Arianna Camilla Ludovica Noemi Giada Aurora Sofia Vittoria Bianca
Desirée Ester Viola Cecilia Lidia Livia Ornella Tiziana Graziella Flavia
""".split()
SURNAMES = """
Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca
Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso
Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola De_Santis
D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina
Sala De_Angelis Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri
Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti Barone Rossetti Caputo Montanari Guerra
Palmieri Bernardi Martino Fiore De_Rosa Ferretti Bellini Basile Riva Donati Piras Vitali Battaglia
Sartori Neri Costantini Milani Pagano Ruggiero Sorrentino D'Amico Orlando Damico Negri Mantovani
Bianchini Marchi Poli Pace Fiori Volpe Grandi Luciani Antonelli Cocco Melis Gentili Franco Ruggeri
Piccoli Valente Bertolini Fusco Molinari Moro Sacco Cirillo Pinna Bassi Ventura Giuliano Ferro
Simonetti Carta Rota Fava Brambilla Albanese Giannini Catalano Colella Pavan Manfredi Cavallo
Filippi Castelli Rosati Bosco Bartolini Lombardini Mauro Salvi Leonardi Berti Sanchini Perrone
Proietti Olivieri Marra Viola Salerno Giorgi Meloni Zanella Salvatori Tosi Ferrero Pastore Bonetti
Cosentino Franchi Carli Gallina Venturi Landi Forte Rocca Ceccarelli Mele Baldi Casadei Di_Stefano
Di_Lorenzo Di_Marco Di_Pietro D'Alessandro D'Agostino De_Simone De_Marco De_Vita Del_Monte
Della_Valle Dell'Orto Dall'Olio Dalla_Costa Lo_Presti La_Rosa Li_Causi San_Martino Santa_Maria
Cappelli Cinti Compagnucci Cingolani Pierantoni Tombesi Torresi Scarponi Ciccarelli Stortoni
Marchegiani Bartolacci Perugini Ercoli Fratini Salvucci Menichelli Paoletti Tartufoli Gironelli
Foglia Vissani Biondi Pettinari Micozzi Severini Sbrollini Romagnoli Mosca Carloni Raffaelli Santini
Luchetti Bracci Sabbatini Lattanzi Papa Giustozzi Pallotta Cesaroni Monachesi Natali Emiliani
Mattioli Quarchioni Ascani Tiberi Crucianelli Ferranti Stacchiotti Spernanzoni Morresi Corradini
Meschini Verdini Caporaletti Feliziani Nardi Ranieri Properzi Cardarelli Bonifazi Zamponi Marconi
Branchesi Cristofanelli Montecchiari Ciarlantini Falcioni Virgili Belardinelli Ottaviani
Muzi Nicolò Cantù Calà Macrì Viganò Forlì Pirrò Cefalù Carrà Nardò Scirè
""".split()
SURNAMES = [s.replace("_", " ") for s in SURNAMES]

FORMS = ("{s} {n}", "{s} {n}", "{s} {n}", "{s}{n}", "{n}/{s}", "{n}/{s}", "{s}-{n}",
         "n. {n} sez. {s}")
NOTES = ("", "", "", "", "", "", "", "", "", "dom. variato 12/03/2009", "dipendente P.A.",
         "quota 2020 da versare", "iscr. albo CTU", "cell. in archivio",
         "\"sospeso 2011; riammesso 2012\"", "fasc. n. 2", "PEC mai attivata", "ex Ordine AN")

# --- codice fiscale ----------------------------------------------------------------------------

MONTHS = "ABCDEHLMPRST"
ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20,
                11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)))
EVEN = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", [*range(10), *range(26)]))
UNDECOMPOSED = str.maketrans({"Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe", "ß": "ss"})


def letters(name):
    """The letters of a name, A to Z."""
    plain = unicodedata.normalize("NFD", name.translate(UNDECOMPOSED)).upper()
    return re.sub("[^A-Z]", "", plain)


def surname_code(surname):
    all_letters = letters(surname)
    consonants = re.sub("[AEIOU]", "", all_letters)
    vowels = re.sub("[^AEIOU]", "", all_letters)
    return (consonants + vowels + "XX")[:3]


def given_code(given):
    consonants = re.sub("[AEIOU]", "", letters(given))
    if len(consonants) >= 4:
        return consonants[0] + consonants[2:4]
    return surname_code(given)


def check_character(first15):
    total = sum((ODD if i % 2 == 0 else EVEN)[c] for i, c in enumerate(first15))
    return chr(ord("A") + total % 26)


def codice_fiscale(surname, given, sex, born):
    first15 = "%s%s%02d%s%02dZ000" % (surname_code(surname), given_code(given), born.year % 100,
                                      MONTHS[born.month - 1], born.day + (40 if sex == "F" else 0))
    return first15 + check_character(first15)


assert check_character("RSSMRA85T10A562") == "S"  # the example of the Agenzia delle Entrate

# --- the example -------------------------------------------------------------------------------

# What a register holds beside plain names. surname and given are the cells as they stand, key
# names a row for a later one. Else, where it differs from what the program would do:
#   true      the names on the codice fiscale, when the cells hold more than the birth names
#   sex       F where the given name does not tell
#   cf        "" none; a word of the function broken_cf(); @KEY that of another row
#   entry     the cell as it stands; @KEY that of another row
#   since     the key of another row, and how many years later than it
#   province  the cell as it stands
#   cells     only so many cells are written
MEMBERS = [
    # These four stand near the top: a triple of homonyms takes all three levels of the rule, and a
    # digit is no letter.
    dict(surname="ROSSI", given="MARIO"),
    dict(surname="ROSSI", given="ING. MARIO", true=("ROSSI", "MARIO")),
    dict(surname="R0SSI", given="ALBERTO", true=("ROSSI", "ALBERTO")),
    dict(surname="Rossi", given="Mario"),
    # More homonyms.
    dict(surname="BIANCHI", given="GIUSEPPE"),
    dict(surname="BIANCHI", given="Dott.Ing. GIUSEPPE", true=("BIANCHI", "GIUSEPPE")),
    dict(surname="D’ANGELO", given="NICOLÒ"),
    dict(surname="D'ANGELO", given="NICOLO'"),
    dict(surname="D` ANGELO", given="Nicolo´"),
    dict(surname="FERRARI", given="ANDREA"),
    dict(surname="FERRARI", given="ANDREA"),
    dict(surname="DE LUCA", given="MARIA GRAZIA", sex="F"),
    dict(surname="DELUCA", given="MARIAGRAZIA", sex="F"),
    dict(surname="ROMANO", given="ANTONIO", section="B"),
    dict(surname="ROMANO", given="ANTONIO"),
    dict(surname="RICCI", given="FRANCESCO"),
    dict(surname="RICCI", given="FRANCESCO "),
    dict(surname="CONTI", given="LUCA"),
    dict(surname="CONTI", given="LUCA", cf=""),
    dict(surname="GALLO", given="PAOLA", sex="F"),
    dict(surname="GALLO", given="PAOLA", sex="F"),
    dict(surname="GALLO", given="PAOLA", sex="F", cf="", section="B"),
    # Accents as old registers write them.
    dict(surname="CALA'", given="DESIRE'E", true=("CALÀ", "DESIRÉE"), sex="F"),
    dict(surname="MACRI`", given="GIOSUE'", true=("MACRÌ", "GIOSUÈ")),
    dict(surname="DELL’ORTO", given="Nicolò", section="B"),
    dict(surname="DALL' OLIO", given="NOE'", true=("DALL'OLIO", "NOÈ")),
    dict(surname="VIGANÒ", given="JOSÈ", true=("VIGANÒ", "JOSÈ")),
    dict(surname="FORLì", given="NICOLò", true=("FORLÌ", "NICOLÒ")),  # DOUBT: DOS text
    # Titles.
    dict(surname="MANCINI", given="Ing. Carlo", true=("MANCINI", "CARLO")),
    dict(surname="ROSSI DOTT.", given="STEFANO", true=("ROSSI", "STEFANO")),
    dict(surname="MORETTI", given="Dott.ssa LAURA", true=("MORETTI", "LAURA"), sex="F"),
    dict(surname="GENTILI", given="Ing.Bruno", true=("GENTILI", "BRUNO")),
    dict(surname="RINALDI PROF. ING.", given="SERGIO", true=("RINALDI", "SERGIO")),
    dict(surname="FABBRI", given="Per.Ind. LUIGI", true=("FABBRI", "LUIGI"), section="B"),
    dict(surname="SALVI", given="ING MARCO", true=("SALVI", "MARCO")),  # DOUBT: a title, no dot
    dict(surname="BASSI", given="CAV. UGO", true=("BASSI", "UGO")),  # DOUBT: an abbreviation
    dict(surname="POLI", given="GIO.BATTA", true=("POLI", "GIO BATTA")),
    # Married names: only the birth surname counts.
    dict(surname="BIANCHI IN VERDI", given="GIOVANNA", true=("BIANCHI", "GIOVANNA"), sex="F"),
    dict(surname="MARINI VED. CONTE", given="ANNA", true=("MARINI", "ANNA"), sex="F"),
    dict(surname="SERRA ved.Testa", given="RITA", true=("SERRA", "RITA"), sex="F"),
    dict(surname="GRECO NATA LEONE", given="TERESA", true=("LEONE", "TERESA"), sex="F"),
    dict(surname="Fontana cgt. Riva", given="Elena", true=("FONTANA", "ELENA"), sex="F"),
    dict(surname="SALA CONIUGATA NERI", given="CARLA", true=("SALA", "CARLA"), sex="F"),
    dict(surname="VED. FARINA", given="LUCIA", true=("FARINA", "LUCIA"), sex="F"),  # DOUBT
    # Several names.
    dict(surname="MARTINELLI", given="MARIO, GIUSEPPE", true=("MARTINELLI", "MARIO")),
    dict(surname="PARISI", given="ANNA MARIA, TERESA", true=("PARISI", "ANNA MARIA"), sex="F"),
    dict(surname="COPPOLA", given="GIAN LUCA"),
    dict(surname="ROSSI-BIANCHI", given="PIER PAOLO"),
    dict(surname="GALLI – COSTA", given="ENRICO"),
    dict(surname="LO PRESTI", given="SALVATORE   "),
    dict(surname="  DELLA VALLE", given=" ROSA  ANNA", sex="F"),
    dict(surname="MONTI", given="MARIA\u00a0PIA", sex="F"),  # a no-break space
    dict(surname="SILVE\u00adSTRI", given="UMBERTO"),  # a soft hyphen: HIDDEN
    # Too long for a local part: SHORTENED.
    dict(surname="BARTOLOMEI MONTANARI DI SANTA MARIA", given="FRANCESCA ALESSANDRA ELISABETTA",
         sex="F"),
    dict(surname="DE ANGELIS MASTROIANNI DELLA VALLE CASTELLI", given="GIANFRANCESCO PIERLUIGI"),
    dict(surname="D'ALESSANDRO BELARDINELLI CRISTOFANELLI MONTECCHIARI", given="ANTONIETTA",
         sex="F"),
    # Names from elsewhere, as found in Italian registers.
    dict(surname="MÜLLER", given="HANS JÖRG"),  # VARIANT
    dict(surname="MUELLER", given="HANS JOERG"),
    dict(surname="Østergård", given="Søren"),
    dict(surname="ŠIMIC", given="ŽELJKO"),
    dict(surname="GARCÍA NÚÑEZ", given="JOSÉ MARÍA"),
    dict(surname="GONÇALVES", given="JOÃO"),
    dict(surname="LEFÈVRE", given="FRANÇOIS"),
    dict(surname="WEIß", given="JÜRGEN", section="B"),
    dict(surname="ŒSTREICH", given="ZOË", sex="F"),
    # A codice fiscale that contradicts the name: CF_MISMATCH.
    dict(surname="TESTA", given="CLAUDIO", true=("TESTA", "MAURIZIO")),
    # A provisional codice fiscale, of digits.
    dict(surname="PAGANO", given="IVAN", cf="provisional"),
    # One person twice; and one who went from section B to A.
    dict(surname="ORLANDO", given="FABIO", key="twice"),
    dict(surname="VENTURA", given="SIMONE", section="B", key="moved"),
    dict(surname="ORLANDO", given="FABIO", cf="@twice", entry="@twice", since=("twice", 0),
         note="doppio?"),
    dict(surname="VENTURA", given="SIMONE", cf="@moved", since=("moved", 4),
         note="passato in sez. A"),
    # No address can be given for these.
    dict(surname="", given="GIORGIO", true=("VILLA", "GIORGIO")),  # no surname
    dict(surname="FERRI", given="MASSIMO", entry="A 0"),  # number 0
    dict(surname="MARCHI", given="DANIELE", province="MX"),  # no such province
    dict(surname="ROCCA", given="LUIGI", cf="wrong check"),
    dict(surname="LANDI", given="GINO", cf="too short"),
    dict(surname="BOSCO", given="ELIO", key="entry"),
    dict(surname="BOSCO", given="ELIO", entry="@entry", since=("entry", 0)),  # two codici fiscali
    dict(surname="FUSCO", given="PIERO", cf="", key="reused"),
    dict(surname="CIRILLO", given="RENATO", cf="", entry="@reused"),  # an entry used again
    dict(surname="VITALE", given="NicolÃ²", true=("VITALE", "NICOLÒ")),  # mojibake
    dict(surname="NARDI", given="NICOL•", true=("NARDI", "NICOLÒ")),  # a letter of DOS
    dict(surname="RIVA", given="GUIDO", cells=2),  # cells are missing
    dict(surname="BERTI", given="OTTAVIO", entry="{n}/C"),  # no such section
    dict(surname="ROTA", given="DINO", entry=""),  # no register entry
    dict(surname="TOSI", given="EZIO", entry="A {n}00000"),  # number too large
    dict(surname="CASTELLI, MAURO", given="MAURO", true=("CASTELLI", "MAURO")),  # a comma
    dict(surname="MELE (EX CARTA)", given="LIVIO", true=("MELE", "LIVIO")),  # brackets
]


def upper(name, rng):
    """A name in upper case, its accents in one of the ways in which registers write them."""
    return "".join(upper_letter(c, rng) for c in name)


def upper_letter(letter, rng):
    base = unicodedata.normalize("NFD", letter)[0]
    if base == letter or rng.random() < 0.3:
        return letter.upper()
    return base.upper() + "'"


def weighted(names, rng):
    """A name, the frequent ones more often."""
    return names[int(len(names) * rng.random() ** 1.6)]


def plain_member(rng):
    sex = "F" if rng.random() < 0.2 else "M"
    given = weighted(WOMEN if sex == "F" else MEN, rng)
    if rng.random() < 0.07:
        given += " " + weighted(WOMEN if sex == "F" else MEN, rng)
    surname = weighted(SURNAMES, rng)
    if rng.random() < 0.03:
        surname += " " + weighted(SURNAMES, rng)
    member = dict(true=(surname, given), sex=sex)
    if rng.random() < 0.9:
        surname, given = upper(surname, rng), upper(given, rng)
    if "'" in surname and rng.random() < 0.4:
        surname = surname.replace("'", "’")
    member.update(surname=surname, given=given)
    if rng.random() < 0.06:
        member["cf"] = ""
    if rng.random() < 0.06:
        member["section"] = "B"
    return member


def scattered(members, first, rng):
    """The first ones, then the others in some order, each after the one to which it refers."""
    others = members[first:]
    rng.shuffle(others)
    for i, member in enumerate(others):
        wanted = member.get("cf", ""), member.get("entry", "")
        for j in range(i + 1, len(others)):
            if "@" + others[j].get("key", "?") in wanted:
                others[i], others[j] = others[j], others[i]
                break
    return members[:first] + others


def broken_cf(kind, good):
    if kind == "wrong check":
        return good[:15] + chr(ord("A") + (ord(good[15]) - ord("A") + 1) % 26)
    if kind == "too short":
        return good[:15]
    assert kind == "provisional"
    digits = [int(c) for c in "0000023777"]  # no office is 777; the check digit is Luhn's
    total = sum(digits[0::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return "".join(map(str, digits)) + str(-total % 10)


def example():
    rng = random.Random("roster-macerata")
    members = [plain_member(rng) for _ in range(ROWS - len(MEMBERS))]
    # The special ones stand scattered, the first few near the top, where they are seen.
    places = [1, 3, 6, 8] + sorted(rng.sample(range(10, ROWS), len(MEMBERS) - 4))
    for place, member in zip(places, scattered(MEMBERS, 4, rng)):
        members.insert(place, member)

    rows = [HEADER]
    known = {}
    taken = set()
    numbers = {"A": 96, "B": 0}
    for i, member in enumerate(members):
        section = member.get("section", "A")
        numbers[section] += rng.randint(1, 6) if section == "A" else rng.randint(1, 3)
        number = numbers[section]
        # The register began in 1961, its section B with DPR 328/2001.
        day = i * 21900 // ROWS + rng.randint(0, 40)
        enrolled = datetime.date(1961, 1, 9) + datetime.timedelta(days=day)
        if section == "B":
            enrolled = datetime.date(2002, 1, 9) + datetime.timedelta(days=number * 110)
        if "since" in member:
            key, years = member["since"]
            enrolled = known[key][3] + datetime.timedelta(days=years * 365)
        born = enrolled - datetime.timedelta(days=rng.randint(25 * 365, 33 * 365))
        surname, given = member.get("true", (member["surname"], member["given"]))
        cf = codice_fiscale(surname, given, member.get("sex", "M"), born)
        assert cf not in taken
        taken.add(cf)

        kind = member.get("cf")
        if kind is not None:
            cf = "" if kind == "" else known[kind[1:]][0] if kind[0] == "@" else broken_cf(kind, cf)
        form = rng.choice(FORMS)
        entry = member.get("entry", form)
        if entry.startswith("@"):
            section, number = known[entry[1:]][1:3]
            entry = form
        if "key" in member:
            known[member["key"]] = (cf, section, number, enrolled)
        cells = [entry.format(s=section, n=number), member["surname"], member["given"], cf,
                 member.get("province", "MC"), enrolled.strftime("%d/%m/%Y"),
                 member.get("note", rng.choice(NOTES))]
        rows.append(";".join(cells[:member.get("cells", len(cells))]))
    assert len(rows) == ROWS + 1
    return "".join(row + "\r\n" for row in rows).encode("cp1252")


# --- rosters of any size -----------------------------------------------------------------------


def sigle():
    with open(PROVINCES, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [row[0] for row in rows[1:] if row[4] == "yes"]


def cumulative(n, exponent):
    return list(itertools.accumulate(1 / (i + 3) ** exponent for i in range(n)))


def size_names(rng):
    """Endless pairs of names (given, surname, sex), with homonyms as frequent as in a nation."""
    men, women = cumulative(len(MEN), 0.9), cumulative(len(WOMEN), 0.9)
    surnames = cumulative(len(SURNAMES), 0.5)
    man = [n.upper() for n in MEN]
    woman = [n.upper() for n in WOMEN]
    surname = [n.upper() for n in SURNAMES]
    draw, find = rng.random, bisect.bisect
    while True:
        r = draw()
        names, weights, sex = (man, men, "M") if r < 0.8 else (woman, women, "F")
        given = names[find(weights, draw() * weights[-1])]
        family = surname[find(surnames, draw() * surnames[-1])]
        r = draw()
        if r < 0.2:
            given += " " + names[find(weights, draw() * weights[-1])]
        elif r < 0.45:
            family += " " + surname[find(surnames, draw() * surnames[-1])]
        elif r > 0.999:
            family += "1"  # one row in a thousand is broken
        yield given, family, sex


def size_tsv(n, seed, out):
    names = size_names(random.Random(seed))
    for given, family, _ in itertools.islice(names, n):
        out.write("%s\t%s\n" % (given, family))


def size_roster(n, seed, out):
    rng = random.Random(seed)
    names = size_names(rng)
    provinces = sigle()
    days = (datetime.date(1999, 12, 31) - datetime.date(1930, 1, 1)).days
    dates = [datetime.date(1930, 1, 1) + datetime.timedelta(days=i) for i in range(days)]
    dates = [("%02d%s" % (d.year % 100, MONTHS[d.month - 1]), d.day) for d in dates]
    codes = {}  # the codes of each name, and how many persons each pair of codes had
    last = dict.fromkeys(provinces, 0)
    values = (ODD, EVEN)
    out.write(HEADER + "\r\n")
    for given, family, sex in itertools.islice(names, n):
        s = codes.get(family)
        if s is None:
            s = codes[family] = surname_code(family)
        g = codes.get("," + given)
        if g is None:
            g = codes["," + given] = given_code(given)
        # Persons of one code have birthdays 4,999 days apart, so no codice fiscale comes twice.
        count = codes[s + "/" + g] = codes.get(s + "/" + g, hash_of(s + g)) + 4999
        year_month, day = dates[count % days]
        first15 = "%s%s%s%02dZ000" % (s, g, year_month, day + 40 if sex == "F" else day)
        total = 0
        for i, c in enumerate(first15):
            total += values[i & 1][c]
        province = provinces[int(rng.random() * len(provinces))]
        number = last[province] = last[province] + 1
        out.write("A %d;%s;%s;%s%s;%s;%02d/%02d/2001;\r\n" %
                  (number, family, given, first15, chr(65 + total % 26), province,
                   number % 28 + 1, number % 12 + 1))


def hash_of(text):
    """A number that is the same in every run, unlike hash()."""
    return int.from_bytes(text.encode(), "big") % 25013


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file")
    parser.add_argument("--rows", type=int, help="write so many rows to standard output")
    parser.add_argument("--format", choices=("roster", "tsv"), default="roster",
                        help="roster: as the example, all provinces; tsv: given TAB surname, UTF-8")
    parser.add_argument("--seed", default="1", help="another seed, another roster")
    arguments = parser.parse_args()

    if arguments.rows is not None:
        tsv = arguments.format == "tsv"
        with open(sys.stdout.fileno(), "w", encoding="utf-8" if tsv else "cp1252", newline="",
                  buffering=1 << 20, closefd=False) as out:
            (size_tsv if tsv else size_roster)(arguments.rows, arguments.seed, out)
        return 0

    made = example()
    if not arguments.check:
        with open(ROSTER, "wb") as file:
            file.write(made)
        return 0
    with open(ROSTER, "rb") as file:
        if file.read() == made:
            return 0
    print("%s is not what %s makes" % (os.path.normpath(ROSTER), __file__), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
