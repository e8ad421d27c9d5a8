/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ROSTER_H
#define ROSTER_H

#include "intake/detect.h"
#include "intake/input.h"
#include "runtime/memory.h"
#include "runtime/output.h"

#include <csv.h>
#include <stdbool.h>
#include <sys/stat.h>

/*
 * A CSV file with a header row, as registers and spreadsheets export it: read row by row, each with
 * the physical line on which it stands, and written again with columns added.
 */

/* The columns that pecaddr knows, whatever they are called. */
enum roster_field {
    ROSTER_GIVEN,
    ROSTER_SURNAME,
    ROSTER_PROVINCE,
    ROSTER_SECTION,
    ROSTER_NUMBER,
    ROSTER_HOLDER,
    ROSTER_FULL_NAME, /* given names and surname in one; only where there is no column for either */
    ROSTER_ADDRESS,
    ROSTER_EXPIRES,
    ROSTER_STATE,
    ROSTER_CANCELLED,
    ROSTER_LEFT,
    ROSTER_FIELDS,
};

/* The columns that it adds. */
enum roster_added {
    ADDED_PEC,
    ADDED_LEVEL,
    ADDED_NEW,
    ADDED_PROPOSAL,
    ADDED_NOTE,
    ADDED_ERROR,
    ADDED_COUNT,
};

#define ROSTER_NO_COLUMN ((size_t)-1)

/* Why a column that looks like one of those that pecaddr knows is not read. */
enum roster_reason {
    UNREAD_NO_REASON = 0, /* it is read, or looks like none */
    UNREAD_PLACE,         /* a province right after a place of birth or residence, `other` */
    UNREAD_NOT_ORDERS,    /* a province of something else by its own name */
    UNREAD_HOUSE,         /* a number after an address or the like, `other` */
    UNREAD_COUNTER,       /* it counts the rows */
    UNREAD_REPEATS,       /* several people have the same number in it, as on two lines */
    UNREAD_NO_NUMBERS,    /* a number by its name, and words stand in it */
    UNREAD_NO_SECTION,    /* a sector, in which other than A and B stands, on a line */
    UNREAD_BESIDE,        /* `other` says it more plainly */
    UNREAD_ADDRESSES,     /* it has addresses, too; `other` is taken for the mailbox */
    UNREAD_HOLDERS,       /* it has codici fiscali, as on a line, and another name */
    UNREAD_ALIKE,         /* its name begins as one of ours */
};

/* What a column says of who is a member (standing.h). */
enum standing_kind {
    STANDING_NONE = 0, /* nothing */
    STANDING_EVENT,    /* that somebody has died, is suspended …: a date, a reason, a mark */
    STANDING_LEAVING,  /* that somebody has left: the same */
    STANDING_STATE,    /* a word */
    STANDING_ACTIVE,   /* yes or no */
    STANDING_ENROLLED, /* no, or something else that may be anything */
    STANDING_REMARK,   /* whatever people write, and that among it */
};

/* What a column says of what became of a mailbox (outcome.h). */
enum outcome_kind {
    OUTCOME_NONE = 0, /* nothing */
    OUTCOME_ANSWER,   /* what was asked for it was done, or not; nothing there: it was not */
    OUTCOME_STATE,    /* whether it is in use; nothing there: it is not */
    OUTCOME_DAY,      /* the day on which it was activated, if it was */
    OUTCOME_END,      /* the day on which it ended, or whether it did */
    OUTCOME_RENEWAL,  /* whether it was renewed; anything else may be what is to be done */
    OUTCOME_RENEWED,  /* the day until which it was renewed */
    OUTCOME_REPORT,   /* an answer in a sentence; nothing there: nothing */
    OUTCOME_ERROR,    /* why what was asked for it was not done; nothing there: nothing */
    OUTCOME_REMARK,   /* whatever people write, and that it was refused among it */
    OUTCOME_REQUEST,  /* what is asked for it */
};

struct roster_unread {
    enum roster_reason reason;
    enum roster_field field; /* what it looks like */
    size_t other;            /* another column that is why; or ROSTER_NO_COLUMN */
    size_t line, other_line; /* where that is seen, if it is by its values */
};

/* The longest row, in bytes. A quote that is not closed within it is taken for never closed. */
#define ROSTER_ROW_MAX ((size_t)2 * 1024 * 1024)

/* The most cells of a row: as many as a spreadsheet has columns (Excel, 16384). */
#define ROSTER_CELLS_MAX ((size_t)16384)

/* Where a line begins: the byte of the file, and of the row; 0 of the row where it was not reached.
 */
struct line_mark {
    uint64_t offset;
    size_t in_row;
};

/*
 * A cell: its text without quotes, in the file's encoding (UTF-16: as UTF-8); the bytes as they
 * stand in the file; the line on which it begins.
 */
struct roster_cell {
    struct pecaddr_text text;
    struct pecaddr_text raw;
    size_t line;
    struct line_mark next_line; /* after the one on which it begins, if it goes on there */
};

enum row_fault {
    ROW_GOOD = 0,
    ROW_CELLS,    /* a cell that is read is missing, or there is more than the header has */
    ROW_NUL,      /* a NUL byte, on fault_line */
    ROW_UNCLOSED, /* the quote opened on fault_line is not closed; the row ends with that line */
    ROW_OVERLONG, /* over ROSTER_ROW_MAX or ROSTER_CELLS_MAX: it has no cells */
    ROW_HEADER,   /* the names of the columns again, as at the top of each printed page */
    ROW_TOTALS,   /* a total */
    ROW_PAGE,     /* the head or foot of a page */
};

struct roster_row {
    size_t line;
    struct roster_cell *cells;
    size_t n;
    int is_blank; /* nothing in any cell */
    enum row_fault fault;
    size_t fault_line;
};

struct roster {
    struct input input;
    struct detection detection;
    char separator;
    bool is_sheet; /* it is written as a spreadsheet opens it (separated.h), not as it came */
    struct roster_row header;
    size_t column[ROSTER_FIELDS];      /* ROSTER_NO_COLUMN where there is none */
    const char *called[ROSTER_FIELDS]; /* what the header calls it, in quotes; NULL: as we do */
    size_t added[ADDED_COUNT];         /* where they stand already (a file fed back) */
    struct roster_unread *unread;      /* of each column of the header */
    enum standing_kind *standing;      /* of each column of the header */
    enum outcome_kind *outcome;        /* of each column of the header */
    int needs_section;                 /* the number column has the number alone */
    bool has_sectors;                  /* the section column is called one of sectors */
    bool has_firms;     /* the column of codici fiscali is called one of partite IVA, too */
    bool *has_sections; /* of each column of the header: sections stand with numbers in it */
    bool is_list;       /* of mailboxes, not of persons: every row has all its cells */
    int names_persons;  /* the header names the given names and the surname, or both in one */
    struct arena header_arena;
    char named_separator; /* by a first line sep=, as Excel reads and writes it; 0: there is none */
    struct buffer separator_line; /* that line, without its line end */
    struct {
        size_t n;
        size_t line;   /* of the first */
        size_t column; /* from 0 */
        size_t row;    /* the line of the last row that was looked at */
    } formulas;        /* that were made harmless in what was written, once for each cell */
    /* The rest is its own. */
    const char *path;   /* NULL: standard input */
    struct stat status; /* before the first byte was read */
    uint64_t begin;     /* where the header stands in the file, and after how many lines */
    size_t lines_before;
    struct csv_parser parser;
    int has_parser;
    struct input_line line;
    size_t at;
    struct buffer raw, texts, cells;
    size_t row_line, cell_line, cell_begin;
    int row_done, ended;
    struct line_mark next_line; /* after the one on which the open cell began */
};

/*
 * Opens a roster, finds out its encoding and separator where they are not forced, and reads the
 * header. 0, or a status with a message.
 *
 *   encoding    a name as encoding_named() takes it, or NULL.
 *   separator   `;`, `,`, `tab` or `|`; NULL: the one that a first line sep= names, else the one
 *               under which the header makes most sense.
 */
int roster_open(struct roster *roster, const char *path, const char *encoding,
                const char *separator);
/* The same for a list, which may begin with comments, and may be empty: then its header has no
   cells. */
int roster_open_list(struct roster *roster, const char *path, const char *encoding,
                     const char *separator);
void roster_close(struct roster *roster);

/* Ready for the first row of the file, under a separator. 0, or a status with a message. */
int roster_begin(struct roster *roster, char separator);

/* The remark on how the file is read: of a roster, which columns say who somebody is; of a list of
   mailboxes all that are known, and which are not though they look like its dates; a step reads those of
   standing and of outcome, and an import for what contradicts it. */
void roster_describe(const struct roster *roster);
void roster_describe_list(const struct roster *roster, bool is_of_step, bool is_of_import);

/* Says that a column is missing, what was found, and what would do; answers EXIT_USAGE. Reads on.
 */
int roster_lacks(struct roster *roster, enum roster_field field);

/* Back to the line of the header, to read the file's lines as lines. 0, or a status with a message.
 */
int roster_rewind(struct roster *roster);

/* Back to the first row after the header. 0, or a status with a message. */
int roster_restart(struct roster *roster);

/* The next row, made in the arena: 1; 0 at the end; -1 when reading failed, with a message. */
int roster_next(struct roster *roster, struct arena *arena, struct roster_row *ret_row);

/* Whether a column is one in which pecaddr wrote something beside the address: what stands there says of
   no mailbox that it exists. */
bool roster_is_proposal(const struct roster *roster, size_t column);

/* Whether the file is still the one whose encoding and separator were found out: 0, or
   EXIT_UNAVAILABLE with a message. What was read must not be used before. */
int roster_check_unchanged(const struct roster *roster);

/* Finds out what a row is as a whole: its `fault`. Its cells are there. */
void roster_judge_row(const struct roster *roster, struct roster_row *row);

/* Whether it lacked cells when pecaddr wrote it: it has an error, no address, and a cell too many. */
int roster_lacked_cells(const struct roster *roster, const struct roster_row *row);

/* The fault of a row as a whole. `fault.what` is made in the arena. */
struct fault;
struct fault roster_fault(const struct roster *roster, const struct roster_row *row,
                          struct arena *arena);

/*
 * Writes the header (after the byte order mark and the line sep=, where the file has them) and a
 * row, with the columns added or replaced (UTF-8; NULL: empty). Cells pass as the bytes that
 * they are; but one that a spreadsheet would run gets an apostrophe in front, and is counted. A
 * terminal is shown UTF-8, and nothing that moves its cursor. A row may be written to several
 * outputs, one after the other. A sheet (is_sheet) is UTF-8 and has its own separator and line ends.
 */
void roster_write_header(struct roster *roster, const struct output *output);
void roster_write_row(struct roster *roster, const struct output *output,
                      const struct roster_row *row, const char *const added[ADDED_COUNT]);

/* The remark on the formulas that were made harmless, if any. */
void roster_remark_formulas(const struct roster *roster);

#endif
