/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the program says: results on stdout, whole or with a complaint, and complaints on stderr, one line each. */

#include "cli/cli-output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "descent/descent-error.h"

void
cli_output_prepare (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) == -1)
      {
        /* The lowest free descriptor is this one. Read-only, so that writing to a closed stdout still fails. */
        int taken = open ("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);

        g_assert (taken == fd || taken == -1);
      }
}

int
cli_output_write (const char *text)
{
  g_autofree char *message = NULL;

  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return CLI_EXIT_OK;
  message = g_strdup_printf (_ ("the result could not be written: %s"), g_strerror (errno));
  cli_output_complain (message);
  return CLI_EXIT_FAILED;
}

/* text without anything that would break or move the line. */
static char *
make_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString         *line = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_iscntrl (c) || g_unichar_isspace (c) ? ' ' : c);
    }
  return g_string_free (line, FALSE);
}

void
cli_output_complain (const char *message)
{
  g_autofree char *line = make_line (message);

  g_printerr ("gradients-cli: %s\n", line);
}

/* Columns that length bytes of text take on a terminal. */
static guint
measure (const char *text,
         gsize       length)
{
  guint columns = 0;

  for (const char *p = text; p < text + length && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      columns += g_unichar_iswide (c) ? 2 : g_unichar_iszerowidth (c) ? 0
                                                                      : 1;
    }
  return columns;
}

static void
show_place (const char *text,
            gsize       start,
            gsize       length)
{
  g_autofree char *line = make_line (text);
  g_autofree char *space = NULL;
  g_autofree char *tail = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return;
  space = g_strnfill (measure (text, start), ' ');
  tail = g_strnfill (MAX (measure (text + start, length), 1) - 1, '~');
  g_printerr ("  %s\n  %s^%s\n", line, space, tail);
}

int
cli_output_fail (const GError *error,
                 const char   *text)
{
  gsize start, length;

  cli_output_complain (error->message);
  if (text != NULL && descent_error_get_span (error, &start, &length))
    show_place (text, start, length);
  return CLI_EXIT_FAILED;
}
