/* SPDX-License-Identifier: BSD-3-Clause */
#include "bench.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* From frequent to rare. */
static const char *const given[] = {
    "Andrea",   "Marco",     "Giuseppe",   "Francesco", "Antonio",   "Giovanni",  "Luca",
    "Roberto",  "Stefano",   "Alessandro", "Paolo",     "Mario",     "Maria",     "Anna",
    "Luigi",    "Salvatore", "Vincenzo",   "Davide",    "Laura",     "Francesca", "Matteo",
    "Massimo",  "Pietro",    "Angelo",     "Domenico",  "Carlo",     "Fabio",     "Daniele",
    "Michele",  "Giulia",    "Claudio",    "Riccardo",  "Federico",  "Chiara",    "Elena",
    "Nicola",   "Simone",    "Alberto",    "Sara",      "Silvia",    "Enrico",    "Giorgio",
    "Paola",    "Raffaele",  "Filippo",    "Lorenzo",   "Valentina", "Giacomo",   "Emanuele",
    "Martina",  "Sergio",    "Maurizio",   "Federica",  "Alessio",   "Gabriele",  "Elisa",
    "Pasquale", "Bruno",     "Tommaso",    "Gianluca",  "Vittorio",  "Barbara",   "Renato",
    "Alice",    "Cristina",  "Monica",     "Ilaria",    "Gennaro",   "Ugo",       "Arianna",
    "Leonardo", "Irene",     "Giulio",     "Cesare",    "Nicolò",    "Aldo",      "Umberto",
    "Rita",     "Ettore",    "Gaia",       "Dario",     "Livia",     "Ottavio",   "Desirée",
};

/* Surnames are made of these three, most often without the first. */
static const char *const particles[] = {"", "", "", "", "De ", "Di ", "D'", "Lo ", "La ", "Del "};
static const char *const stems[] = {
    "Ross",    "Russ",    "Ferrar",    "Espositt", "Bianch",    "Roman",  "Colomb",  "Ricc",
    "Marin",   "Grec",    "Brun",      "Gall",     "Cont",      "Cost",   "Giordan", "Mancin",
    "Rizz",    "Lombard", "Morett",    "Barbier",  "Fontan",    "Santor", "Marian",  "Rinald",
    "Caruso",  "Ferr",    "Galli",     "Martin",   "Leon",      "Long",   "Gentil",  "Martinell",
    "Vital",   "Lombar",  "Serr",      "Coppol",   "Pellegrin", "Palumb", "Sann",    "Fabbr",
    "Parisi",  "Vill",    "Ferret",    "Teston",   "Grass",     "Bellin", "Basil",   "Neri",
    "Mont",    "Rossett", "Cattane",   "Orland",   "Silvestr",  "Pelleg", "Valent",  "Sal",
    "Bernard", "Piras",   "Sorrentin", "Amat",     "Battagl",   "Carbon", "Donat",
};
static const char *const endings[] = {"i",     "o",      "a",    "ini",  "etti", "one",  "elli",
                                      "ano",   "aro",    "ucci", "otti", "oni",  "esi",  "accio",
                                      "ello",  "igiani", "atti", "uzzi", "aldi", "enti", "inelli",
                                      "arini", "orio",   "anti", "asso", "ieri", "oli",  "ighi"};

static const char provinces[][3] = {
    "RM", "MI", "NA", "TO", "PA", "BA", "CT", "BS", "BG", "SA", "FI", "BO", "VR", "PD", "GE",
    "VE", "TV", "VI", "CA", "LE", "TA", "FG", "ME", "PG", "MO", "RE", "CS", "RC", "CE", "LT",
    "AN", "MC", "PU", "AP", "PE", "CH", "AQ", "TE", "UD", "TN", "BZ", "PR", "RA", "FC", "FE",
    "RN", "PC", "LU", "PI", "LI", "AR", "SI", "PT", "GR", "TR", "VT", "FR", "AV", "BN", "PZ",
    "MT", "CZ", "AG", "TP", "RG", "SR", "EN", "CL", "SS", "NU", "CO", "VA", "PV", "CR", "MN",
};

/* splitmix64: a number for each i and purpose. */
static uint64_t scatter(uint64_t i, uint64_t purpose)
{
    uint64_t x = i * 8 + purpose + UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* One of n, the first most often: twice as often as with equal chances the first quarter. */
static size_t pick(uint64_t scattered, size_t n)
{
    double u = (double)(scattered >> 11) / (double)(UINT64_C(1) << 53);

    return (size_t)((double)n * u * u);
}

/* Gives a codice fiscale the character that checks the others. */
static void complete(char holder[PECADDR_HOLDER_MAX + 1])
{
    holder[15] = 'A';
    while (pecaddr_holder_check(pecaddr_text_of(holder), NULL, 0, NULL) != PECADDR_OK)
        holder[15]++;
}

/* One that fits the name, each number's own: no place of birth has a code from N to Y. */
static void make_holder(size_t i, struct pecaddr_person *person,
                        char holder[PECADDR_HOLDER_MAX + 1])
{
    struct pecaddr_holder_comparison name = PECADDR_HOLDER_COMPARISON_INIT;

    snprintf(holder, PECADDR_HOLDER_MAX + 1, "XXXXXX80A01Z000A");
    complete(holder);
    person->holder = pecaddr_text_of(holder);
    pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &name, NULL);
    snprintf(holder, PECADDR_HOLDER_MAX + 1, "%s%s%02u%c01%c%03uA", name.surname, name.given,
             (unsigned)(i / 12000 % 100), "ABCDEHLMPRST"[i / 1200000 % 12],
             (int)('N' + i / 1000 % 12), (unsigned)(i % 1000));
    complete(holder);
}

void make_person(size_t i, struct person *ret_person)
{
    struct person *who = ret_person;
    size_t province = pick(scatter(i, 2), N_OF(provinces));
    uint64_t more = scatter(i, 3);

    /* Every ninth has two given names. */
    snprintf(who->given, sizeof who->given, "%s%s%s", given[pick(scatter(i, 0), N_OF(given))],
             more % 9 == 0 ? " " : "", more % 9 == 0 ? given[pick(more / 9, N_OF(given))] : "");
    snprintf(who->surname, sizeof who->surname, "%s%s%s",
             particles[pick(scatter(i, 5), N_OF(particles))], stems[scatter(i, 1) % N_OF(stems)],
             endings[pick(scatter(i, 4), N_OF(endings))]);
    strcpy(who->province, provinces[province]);
    who->person = (struct pecaddr_person)PECADDR_PERSON_INIT;
    who->person.given = pecaddr_text_of(who->given);
    who->person.surname = pecaddr_text_of(who->surname);
    who->person.province = pecaddr_text_of(who->province);
    who->person.section = i % 10 == 0 ? 'B' : 'A';
    who->person.number = (uint32_t)(i % PECADDR_NUMBER_MAX) + 1;
    make_holder(i, &who->person, who->holder);
}
