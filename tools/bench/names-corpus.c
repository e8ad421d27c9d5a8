/* SPDX-License-Identifier: BSD-3-Clause */
#include "names-corpus.h"

#include "bench.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* From frequent to rare. */

static const char *const given_names[] = {
    "Giuseppe",     "Maria",      "Andrea",      "Marco",      "Francesco",  "Antonio",
    "Giovanni",     "Anna",       "Luca",        "Roberto",    "Stefano",    "Alessandro",
    "Paolo",        "Mario",      "Luigi",       "Salvatore",  "Vincenzo",   "Davide",
    "Laura",        "Francesca",  "Matteo",      "Massimo",    "Pietro",     "Angelo",
    "Domenico",     "Carlo",      "Fabio",       "Daniele",    "Michele",    "Giulia",
    "Claudio",      "Riccardo",   "Federico",    "Chiara",     "Elena",      "Nicola",
    "Simone",       "Alberto",    "Sara",        "Silvia",     "Enrico",     "Giorgio",
    "Paola",        "Raffaele",   "Filippo",     "Lorenzo",    "Valentina",  "Giacomo",
    "Emanuele",     "Martina",    "Sergio",      "Maurizio",   "Federica",   "Alessio",
    "Gabriele",     "Elisa",      "Pasquale",    "Bruno",      "Tommaso",    "Gianluca",
    "Vittorio",     "Barbara",    "Renato",      "Alice",      "Cristina",   "Monica",
    "Ilaria",       "Gennaro",    "Alessandra",  "Roberta",    "Simona",     "Daniela",
    "Patrizia",     "Franco",     "Franca",      "Rosa",       "Angela",     "Giuseppina",
    "Teresa",       "Lucia",      "Carmela",     "Caterina",   "Antonella",  "Antonietta",
    "Gianfranco",   "Giancarlo",  "Gianni",      "Giampaolo",  "Gianpiero",  "Pierluigi",
    "Piero",        "Mauro",      "Marcello",    "Mattia",     "Manuel",     "Manuela",
    "Marina",       "Margherita", "Marta",       "Sabrina",    "Sandra",     "Sandro",
    "Stefania",     "Serena",     "Sofia",       "Silvio",     "Rocco",      "Rosario",
    "Rosaria",      "Rita",       "Rodolfo",     "Romano",     "Ruggero",    "Samuele",
    "Saverio",      "Sebastiano", "Tiziana",     "Tiziano",    "Tullio",     "Umberto",
    "Ugo",          "Valeria",    "Valerio",     "Veronica",   "Virginia",   "Vito",
    "Viviana",      "Walter",     "Adriano",     "Adriana",    "Agostino",   "Alba",
    "Alberta",      "Aldo",       "Alessia",     "Alfio",      "Alfonso",    "Alfredo",
    "Amedeo",       "Annalisa",   "Annamaria",   "Arianna",    "Armando",    "Arturo",
    "Augusto",      "Aurora",     "Beatrice",    "Benedetta",  "Benedetto",  "Bernardo",
    "Biagio",       "Bianca",     "Camilla",     "Carla",      "Carmelo",    "Carmine",
    "Carolina",     "Cecilia",    "Cesare",      "Christian",  "Ciro",       "Clara",
    "Claudia",      "Concetta",   "Corrado",     "Cosimo",     "Cristian",   "Cristiano",
    "Damiano",      "Daria",      "Dario",       "Debora",     "Diego",      "Dino",
    "Donatella",    "Donato",     "Edoardo",     "Eleonora",   "Elio",       "Elisabetta",
    "Emanuela",     "Emilia",     "Emilio",      "Emma",       "Enzo",       "Erica",
    "Ernesto",      "Erika",      "Ettore",      "Eugenio",    "Eva",        "Fabiola",
    "Fabrizio",     "Fausto",     "Felice",      "Ferdinando", "Fernando",   "Fiorella",
    "Flavia",       "Flavio",     "Gaetano",     "Gaia",       "Gerardo",    "Giada",
    "Gianmarco",    "Gilberto",   "Gino",        "Giordano",   "Giovanna",   "Giuliana",
    "Giuliano",     "Giulio",     "Graziella",   "Grazia",     "Guido",      "Ida",
    "Ignazio",      "Immacolata", "Ines",        "Irene",      "Isabella",   "Italo",
    "Ivan",         "Ivana",      "Jacopo",      "Jessica",    "Katia",      "Lara",
    "Leonardo",     "Leone",      "Letizia",     "Liliana",    "Livia",      "Livio",
    "Loredana",     "Lorena",     "Lucio",       "Luciana",    "Luciano",    "Ludovica",
    "Ludovico",     "Luisa",      "Maddalena",   "Marcella",   "Mariangela", "Marianna",
    "Mariano",      "Mariella",   "Marilena",    "Marino",     "Marisa",     "Martino",
    "Massimiliano", "Melissa",    "Michela",     "Mirco",      "Mirella",    "Miriam",
    "Nadia",        "Natale",     "Nazzareno",   "Nicoletta",  "Noemi",      "Norberto",
    "Orazio",       "Oreste",     "Ornella",     "Oscar",      "Osvaldo",    "Ottavio",
    "Pamela",       "Pierangelo", "Piergiorgio", "Pierpaolo",  "Pio",        "Raffaella",
    "Rachele",      "Remo",       "Renata",      "Renzo",      "Rosalba",    "Rosanna",
    "Rossana",      "Rossella",   "Sabina",      "Santo",      "Sonia",      "Susanna",
    "Tania",        "Teodoro",    "Tommasina",   "Ubaldo",     "Vanessa",    "Vera",
    "Vincenza",     "Vittoria",   "Wanda",       "Zeno",
};

static const char *const surnames[] = {
    "Rossi",        "Russo",       "Ferrari",     "Esposito",     "Bianchi",
    "Romano",       "Colombo",     "Ricci",       "Marino",       "Greco",
    "Bruno",        "Gallo",       "Conti",       "Mancini",      "Costa",
    "Giordano",     "Rizzo",       "Lombardi",    "Moretti",      "Barbieri",
    "Fontana",      "Santoro",     "Mariani",     "Rinaldi",      "Caruso",
    "Ferrara",      "Galli",       "Martini",     "Leone",        "Longo",
    "Gentile",      "Martinelli",  "Vitale",      "Lombardo",     "Serra",
    "Coppola",      "Marchetti",   "Parisi",      "Villa",        "Conte",
    "Ferraro",      "Ferri",       "Fabbri",      "Bianco",       "Marini",
    "Grasso",       "Valentini",   "Messina",     "Sala",         "Gatti",
    "Pellegrini",   "Palumbo",     "Sanna",       "Farina",       "Rizzi",
    "Monti",        "Cattaneo",    "Morelli",     "Amato",        "Silvestri",
    "Mazza",        "Testa",       "Grassi",      "Pellegrino",   "Carbone",
    "Giuliani",     "Benedetti",   "Barone",      "Rossetti",     "Caputo",
    "Montanari",    "Guerra",      "Palmieri",    "Bernardi",     "Martino",
    "Fiore",        "Ferretti",    "Bellini",     "Basile",       "Riva",
    "Donati",       "Piras",       "Vitali",      "Battaglia",    "Sartori",
    "Neri",         "Costantini",  "Milani",      "Pagano",       "Ruggiero",
    "Sorrentino",   "Orlando",     "Negri",       "Mantovani",    "Pozzi",
    "Cirillo",      "Guidi",       "Bassi",       "Gallina",      "Ferrero",
    "Fusco",        "Marchi",      "Melis",       "Valente",      "Poli",
    "Castelli",     "Giorgi",      "Ventura",     "Bernasconi",   "Morandi",
    "Simonetti",    "Perrone",     "Spinelli",    "Pinna",        "Marras",
    "Rota",         "Cocco",       "Sacchi",      "Bosco",        "Ceccarelli",
    "Bruni",        "Aiello",      "Proietti",    "Napolitano",   "Volpe",
    "Meloni",       "Mele",        "Cortese",     "Lai",          "Puddu",
    "Murgia",       "Fadda",       "Usai",        "Cossu",        "Carta",
    "Deiana",       "Cau",         "Brambilla",   "Fumagalli",    "Galbiati",
    "Pirovano",     "Casati",      "Colnago",     "Crippa",       "Sironi",
    "Redaelli",     "Zanetti",     "Zanella",     "Zanin",        "Furlan",
    "Bortolotti",   "Trevisan",    "Visentin",    "Pavan",        "Vianello",
    "Boscolo",      "Scarpa",      "Busetto",     "Marangon",     "Favaro",
    "Baldo",        "Bellin",      "Schiavon",    "Tonello",      "Carraro",
    "Zorzi",        "Fabris",      "Berti",       "Baldini",      "Innocenti",
    "Nannini",      "Papini",      "Bartolini",   "Landi",        "Nesi",
    "Cecchi",       "Lenzi",       "Pieri",       "Bini",         "Masi",
    "Vannucci",     "Giannini",    "Niccolai",    "Biagini",      "Lazzeri",
    "Tosi",         "Zanardi",     "Guerzoni",    "Malagoli",     "Bonini",
    "Cavazza",      "Ghirardi",    "Manfredini",  "Rebecchi",     "Tassoni",
    "Orlandi",      "Vaccari",     "Zucchini",    "Angelini",     "Antonelli",
    "Carloni",      "Cesaroni",    "Marconi",     "Moroni",       "Pierini",
    "Principi",     "Romagnoli",   "Sabbatini",   "Santini",      "Tombolini",
    "Verdini",      "Zampini",     "Agostini",    "Fratini",      "Mattei",
    "Massaro",      "Nardi",       "Paolini",     "Proia",        "Salvati",
    "Sebastiani",   "Tiberi",      "Abate",       "Acampora",     "Amodio",
    "Ascione",      "Auriemma",    "Borrelli",    "Buonocore",    "Capasso",
    "Cuomo",        "Castaldo",    "Cozzolino",   "Criscuolo",    "Guarino",
    "Iovine",       "Izzo",        "Liguori",     "Marotta",      "Nappi",
    "Palma",        "Pepe",        "Romeo",       "Sepe",         "Tufano",
    "Vitiello",     "Abbate",      "Arena",       "Bonanno",      "Bonaccorso",
    "Cannizzaro",   "Catalano",    "Cusimano",    "Ferlito",      "Gambino",
    "Giuffrida",    "Guccione",    "Lanza",       "Licata",       "Mancuso",
    "Mangano",      "Musumeci",    "Pappalardo",  "Puglisi",      "Raciti",
    "Reitano",      "Sciacca",     "Scuderi",     "Spampinato",   "Tomaselli",
    "Torrisi",      "Trovato",     "Alfano",      "Bellomo",      "Cardinale",
    "Carofiglio",   "Colella",     "Lacalamita",  "Lorusso",      "Losito",
    "Loiacono",     "Mastronardi", "Nitti",       "Petruzzelli",  "Quaranta",
    "Ranieri",      "Sgaramella",  "Tarantino",   "Triggiani",    "Scordamaglia",
    "Condello",     "Foti",        "Iannello",    "Latella",      "Morabito",
    "Surace",       "Tripodi",     "Zagari",      "Bongiovanni",  "Cerutti",
    "Ferrando",     "Giacosa",     "Marchisio",   "Olivero",      "Parodi",
    "Peirano",      "Pittaluga",   "Repetto",     "Traverso",     "Vaccarezza",
    "Bruzzone",     "Canepa",      "Ghiglione",   "Mastropasqua", "Mastrogiovanni",
    "Buonaventura", "Quattrocchi", "Passalacqua", "Bevilacqua",   "Mezzogiorno",
    "Tagliaferri",  "Pappagallo",  "Boncompagni",
};

static const char *const particles[] = {"De",    "Di",  "Lo", "La",    "Del",
                                        "Della", "Dal", "Li", "Dalla", "Dello"};
static const char *const after_particles[] = {
    "Luca",    "Presti",  "Santis",   "Stefano", "Rosa",   "Marco",     "Vecchio", "Simone",
    "Angelis", "Martino", "Russo",    "Pietro",  "Bello",  "Giorgi",    "Felice",  "Monaco",
    "Maio",    "Rocca",   "Piano",    "Valle",   "Grande", "Benedetto", "Franco",  "Cascio",
    "Bianco",  "Giudice", "Gregorio", "Prete",   "Iacono", "Mattia",    "Bona",    "Bartolomeo",
    "Lorenzo", "Torre",   "Porta",    "Corte",   "Monte",  "Pozzo",     "Ponte",   "Casa",
};

static const char *const surnames_apostrophe[] = {
    "D'Angelo",   "D'Amico",     "D'Agostino", "D'Alessandro", "D'Andrea",  "D'Ambrosio",
    "D'Amato",    "D'Aniello",   "D'Antonio",  "D'Errico",     "D'Onofrio", "Dell'Acqua",
    "D'Addario",  "D'Elia",      "D'Orazio",   "Dall'Olio",    "D'Avino",   "D'Urso",
    "D'Ippolito", "Dell'Aquila", "D'Alonzo",   "D'Este",       "Dell'Orto", "Sant'Angelo",
    "D'Incecco",  "Dall'Ara",    "D'Ercole",   "Dell'Anna",    "D'Oria",    "L'Abbate",
};

/* As typed where the keyboard has no accents. */
static const char *const given_apostrophe[] = {"Nicolo'", "Niccolo'", "Noe'",
                                               "Giosue'", "Desire'e", "Mose'"};

static const char *const surnames_italian[] = {
    "Macrì", "Calabrò", "Laganà", "Nisticò", "Cantù",  "Viganò", "Zappalà", "Pedullà", "Cefalù",
    "Mannò", "Foderà",  "Cutrì",  "Barillà", "Patanè", "Bertè",  "Rondò",   "Condrò",  "Alì",
    "Cordì", "Sgrò",    "Pitrè",  "Nicolò",  "Cusmà",  "Romè",   "Arcà",    "Errigò",
};
static const char *const surnames_foreign[] = {
    "Müller",   "Hölzl",  "Kovačič", "Marušić",  "Gögele",    "França",  "Rühl",
    "Perković", "Köhler", "Šimić",   "Gründner", "Gonçalves", "Dörfler", "Babić",
    "Tschöll",  "Çelik",  "Höller",  "Jurić",    "Lübke",     "Košuta",
};
static const char *const given_italian[] = {
    "Nicolò", "Niccolò", "Desirée", "Noè",  "Giosuè", "Mosè",
    "Zoè",    "Salomè",  "Aimé",    "Josè", "Cloè",   "Andrè",
};
static const char *const given_foreign[] = {
    "Jürgen", "Günther", "Željko",    "Jörg", "François",
    "Dušan",  "Björn",   "Françoise", "Saša", "Luča",
};

/* Chance: splitmix64, from a fixed seed. */

struct chance {
    uint64_t state;
};

static uint64_t draw(struct chance *chance)
{
    uint64_t x = chance->state += UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static bool happens(struct chance *chance, unsigned percent)
{
    return draw(chance) % 100 < percent;
}

/* One of a list, the first most often: every second one is of its first quarter. */
static const char *pick_of(struct chance *chance, const char *const list[], size_t n)
{
    uint64_t u = draw(chance) >> 32;

    return list[(u * u >> 32) * n >> 32];
}
#define pick(chance, list) pick_of((chance), (list), N_OF(list))

/* Fields. */

struct field {
    char text[CORPUS_FIELD_MAX];
    size_t size;
};

static void append_bytes(struct field *field, const char *bytes, size_t size)
{
    if (size > sizeof field->text - field->size)
        die("a name is too long: %.*s", (int)size, bytes);
    memcpy(field->text + field->size, bytes, size);
    field->size += size;
}

static void append_word(struct field *field, const char *word)
{
    if (field->size > 0)
        append_bytes(field, " ", 1);
    append_bytes(field, word, strlen(word));
}

/* Every tenth apostrophe is the typographic one. */
static void bend_apostrophe(struct field *field)
{
    const char *apostrophe = memchr(field->text, '\'', field->size);
    struct field bent = {.size = 0};
    size_t before;

    if (!apostrophe)
        return;
    before = (size_t)(apostrophe - field->text);
    append_bytes(&bent, field->text, before);
    append_bytes(&bent, "\u2019", 3);
    append_bytes(&bent, apostrophe + 1, field->size - before - 1);
    *field = bent;
}

/* Of the letters of this file beyond ASCII, those that begin with the byte C3 are in their order.
 */
static void raise_letter(char letter[2])
{
    static const char pairs[][2][3] = {{"ć", "Ć"}, {"č", "Č"}, {"š", "Š"}, {"ž", "Ž"}};

    if (letter[0] == '\xC3' && (unsigned char)letter[1] >= 0xA0)
        letter[1] = (char)(letter[1] - 0x20);
    for (size_t i = 0; i < N_OF(pairs); i++)
        if (memcmp(letter, pairs[i][0], 2) == 0)
            memcpy(letter, pairs[i][1], 2);
}

static void raise_case(struct field *field)
{
    for (size_t i = 0; i < field->size; i++) {
        char *byte = &field->text[i];

        if (*byte >= 'a' && *byte <= 'z')
            *byte = (char)(*byte - 0x20);
        else if ((unsigned char)*byte >= 0xC3 && i + 1 < field->size)
            raise_letter(byte);
    }
}

/* Persons. */

struct traits {
    bool several_given;
    bool several_surnames;
    const char *given;   /* that the person has, for its apostrophe or accent; or NULL */
    const char *surname; /* the same */
};

/* The word with an accent stands in the other field where there is one with an apostrophe. */
static struct traits draw_traits(struct chance *chance)
{
    struct traits traits = {.several_given = happens(chance, 12),
                            .several_surnames = happens(chance, 8)};
    bool apostrophe = happens(chance, 4);
    bool accent = happens(chance, 4);
    bool italian = happens(chance, 85);
    bool in_given = happens(chance, 55);

    if (apostrophe && happens(chance, 25))
        traits.given = pick(chance, given_apostrophe);
    else if (apostrophe)
        traits.surname = pick(chance, surnames_apostrophe);
    if (!accent)
        return traits;
    if ((in_given && !traits.given) || traits.surname)
        traits.given = italian ? pick(chance, given_italian) : pick(chance, given_foreign);
    else
        traits.surname = italian ? pick(chance, surnames_italian) : pick(chance, surnames_foreign);
    return traits;
}

static void make_given(struct chance *chance, const struct traits *traits, struct field *ret_field)
{
    unsigned more = traits->several_given ? 1 + happens(chance, 15) : 0;

    ret_field->size = 0;
    append_word(ret_field, traits->given ? traits->given : pick(chance, given_names));
    while (more-- > 0)
        append_word(ret_field, pick(chance, given_names));
}

/* Of several surnames, three in four are a particle and a name. */
static void make_surname(struct chance *chance, const struct traits *traits,
                         struct field *ret_field)
{
    bool particle = traits->several_surnames && !traits->surname && happens(chance, 75);

    ret_field->size = 0;
    if (particle) {
        append_word(ret_field, pick(chance, particles));
        append_word(ret_field, pick(chance, after_particles));
        return;
    }
    append_word(ret_field, traits->surname ? traits->surname : pick(chance, surnames));
    if (traits->several_surnames)
        append_word(ret_field, pick(chance, surnames));
}

static void make_fields(struct chance *chance, struct field *ret_given, struct field *ret_surname)
{
    struct traits traits = draw_traits(chance);

    make_given(chance, &traits, ret_given);
    make_surname(chance, &traits, ret_surname);
    if (happens(chance, 50)) {
        raise_case(ret_given);
        raise_case(ret_surname);
    }
    if (happens(chance, 10)) {
        bend_apostrophe(ret_given);
        bend_apostrophe(ret_surname);
    }
}

/* The corpus. */

static void append_row(struct corpus *corpus, const char *given, size_t given_size,
                       const char *surname, size_t surname_size)
{
    corpus->rows[corpus->n++] = (struct corpus_row){.offset = (uint32_t)corpus->text_size,
                                                    .given_size = (uint8_t)given_size,
                                                    .surname_size = (uint8_t)surname_size};
    memcpy(corpus->text + corpus->text_size, given, given_size);
    corpus->text_size += given_size;
    memcpy(corpus->text + corpus->text_size, surname, surname_size);
    corpus->text_size += surname_size;
}

static void start(size_t rows, size_t text_size, struct corpus *ret_corpus)
{
    *ret_corpus = (struct corpus){.text = allocate(text_size + 1, 1),
                                  .rows = allocate(rows + 1, sizeof *ret_corpus->rows)};
}

void corpus_make(size_t n, struct corpus *ret_corpus)
{
    struct chance chance = {.state = 1};
    struct field given;
    struct field surname;

    if (n > CORPUS_ROWS_MAX)
        die("at most %zu names can be made", (size_t)CORPUS_ROWS_MAX);
    start(n, n * 2 * CORPUS_FIELD_MAX, ret_corpus);
    while (ret_corpus->n < n) {
        make_fields(&chance, &given, &surname);
        append_row(ret_corpus, given.text, given.size, surname.text, surname.size);
    }
}

static bool is_letter(unsigned char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

struct bytes {
    size_t letters;
    size_t accents;     /* first bytes of letters that are not ASCII */
    size_t apostrophes; /* of both kinds */
    size_t lower;       /* ASCII */
};

static struct bytes count_bytes(const char *text, size_t size)
{
    struct bytes bytes = {0};

    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];

        bytes.letters += is_letter(byte);
        bytes.lower += byte >= 'a' && byte <= 'z';
        bytes.accents += byte >= 0xC3 && byte <= 0xC5;
        bytes.apostrophes += byte == '\'' || byte == 0xE2;
    }
    return bytes;
}

static bool is_of_kind(const char *text, size_t size, enum corpus_kind kind)
{
    struct bytes bytes = count_bytes(text, size);

    switch (kind) {
    case CORPUS_LETTERS:
        return bytes.letters == size;
    case CORPUS_ACCENTS:
        return bytes.accents > 0;
    case CORPUS_ALL:
        break;
    }
    return true;
}

void corpus_select(const struct corpus *corpus, enum corpus_kind kind, size_t limit,
                   struct corpus *ret_corpus)
{
    start(corpus->n, corpus->text_size, ret_corpus);
    for (size_t i = 0; i < corpus->n && ret_corpus->n < limit; i++) {
        const struct corpus_row *row = &corpus->rows[i];
        const char *given = corpus->text + row->offset;
        const char *surname = given + row->given_size;

        if (is_of_kind(given, (size_t)row->given_size + row->surname_size, kind))
            append_row(ret_corpus, given, row->given_size, surname, row->surname_size);
    }
}

void corpus_free(struct corpus *corpus)
{
    free(corpus->text);
    free(corpus->rows);
    *corpus = (struct corpus){0};
}

struct corpus_shares corpus_count(const struct corpus *corpus)
{
    struct corpus_shares shares = {0};

    for (size_t i = 0; i < corpus->n; i++) {
        const struct corpus_row *row = &corpus->rows[i];
        const char *given = corpus->text + row->offset;
        const char *surname = given + row->given_size;
        size_t size = (size_t)row->given_size + row->surname_size;
        struct bytes bytes = count_bytes(given, size);

        shares.several_given += memchr(given, ' ', row->given_size) != NULL;
        shares.several_surnames += memchr(surname, ' ', row->surname_size) != NULL;
        shares.apostrophe += bytes.apostrophes > 0;
        shares.accents += bytes.accents > 0;
        shares.upper += bytes.lower == 0;
        shares.letters += bytes.letters == size;
    }
    return shares;
}
