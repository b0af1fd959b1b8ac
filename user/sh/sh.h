/* SPDX-License-Identifier: MIT */
/*
 * sh.h - the shell: text → tokens → tree → processes
 *
 *   main.c       where the text comes from; one command after the other
 *   lex.c        characters to tokens
 *   parse.c      tokens to a tree
 *   expand.c     a word of the tree to the words it stands for: quotes, $, *
 *   arithmetic.c what $((…)) is worth
 *   run.c        a tree to processes
 *   redirect.c   < > >> and >&
 *   job.c        wait for processes
 *   builtin.c    what a process of its own could not do, or need not
 *   variable.c   variables, and the memory that ends with a command
 *
 * It is POSIX's shell without functions, case, here-documents, job control, aliases and ~. IFS is
 * always blank, tab and newline.
 */
#ifndef SH_H
#define SH_H

#include <linux/types.h>

#define SYNTAX_STATUS 2 /* wrong use of the shell or of a built-in */
#define NOT_A_PROGRAM 126
#define NOT_FOUND     127

/* -------------------------------------------------------------------------------- main.c */

extern bool interactive;
extern bool exit_on_error, trace; /* set -e, set -x */
extern int status;		  /* $?: of the last command */
extern char *shell_name;	  /* $0 */
extern char **args;		  /* $1 … */
extern int nr_args;

#define END (-1)
int next_char(void); /* END: no more */
void push_back(int c);
int current_line(void);
int run_text(const char *text); /* all of it; returns the status */
int run_file(const char *path);
void say(const char *fmt, ...) __printf(1, 2);

/* --------------------------------------------------------------------------------- lex.c */

enum kind {
	WORD,
	NEWLINE,
	FILE_END,
	SEMICOLON,
	AMPERSAND,
	AND_AND,
	OR_OR,
	PIPE,
	OPEN,
	CLOSE,
	REDIRECTION, /* text is the operator, number the file it is about */
	BROKEN	     /* said */
};

struct token {
	enum kind kind;
	char *text; /* a word with its quotes, or the operator */
	int number;
	int line;
};

struct token *peek(void); /* the next one */
void take(void);	  /* it has been used */

/* ------------------------------------------------------------------------------- parse.c */

enum type {
	SIMPLE,
	PIPELINE,   /* a | b */
	BOTH,	    /* a && b */
	EITHER,	    /* a || b */
	SEQUENCE,   /* a ; b */
	BACKGROUND, /* a & */
	NOT,	    /* ! a */
	IF,	    /* if a; then b; else c; fi */
	WHILE,	    /* while a; do b; done */
	UNTIL,
	FOR,   /* for words[0] in words[1] …; do b; done; with_args: in "$@" */
	GROUP, /* { a; } */
	SUBSHELL
};

struct redirect {
	struct redirect *next;
	const char *op; /* < > >> <& >& */
	int fd;
	char *word;
};

struct command {
	enum type type;
	struct command *a, *b, *c;
	char **words; /* NULL behind the last one */
	bool with_args;
	struct redirect *redirects;
};

/* 1: *command is the next command; 0: there is none; -1: a mistake, said */
int parse_command(struct command **command);

/* ------------------------------------------------------------------------------ expand.c */

struct words {
	char **word; /* NULL behind the last one */
	int count;
};

bool expand_words(char **raw, struct words *words); /* false: a mistake, said */
char *expand_one(const char *raw);		    /* no splitting, no names; NULL: a mistake */
bool arithmetic(const char *text, long *value);	    /* false: a mistake, said */

/* --------------------------------------------------------------------------------- run.c */

extern int loops;	  /* that we are in */
extern int leaving_loops; /* by break or continue: how many are left to leave */
extern bool going_on;	  /* … and then the innermost goes on: continue */

int run(struct command *command);
char *output_of(const char *text); /* $(text) */
int exec_words(char **words);	   /* returns only when it fails: a status */

/* ---------------------------------------------------------------------------- redirect.c */

extern int nr_saved; /* files that wait to come back */

bool redirect(struct redirect *list); /* false: told */
bool redirect_for_now(struct redirect *list);
void undo_redirections(int until); /* down to so many that wait */
void forget_saved_files(void);

/* --------------------------------------------------------------------------------- job.c */

extern int last_background; /* $! */
extern bool abandoned;	    /* by ^C: what is typed is no command */
extern bool interrupted;    /* by ^C: the rest of the line is dropped */

int wait_for(int pid); /* its status */
void remember_job(int pid);
void look_after_jobs(bool wait); /* has one ended? wait: until all have */
void wait_for_background(void);
int background_status(int pid); /* -1: there is no such child */

/* ----------------------------------------------------------------------------- builtin.c */

struct builtin {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
};

const struct builtin *find_builtin(const char *name);

/* ---------------------------------------------------------------------------- variable.c */

size_t name_length(const char *text); /* of the name of a variable it begins with; or 0 */
const char *get_variable(const char *name);
void set_variable(const char *name, const char *value);
void unset_variable(const char *name);
void export_variable(const char *name);
char **make_environment(void);
void import_environment(char **environment);

void *keep(size_t size);
char *keep_text(const char *text, size_t len);
struct kept *mark(void);
void release(struct kept *until);

#endif
