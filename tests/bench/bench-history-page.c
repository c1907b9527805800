/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-history-page
 *
 * How long the page of the history takes: from its opening to the frame that shows its charts, for
 * an account and for all, the longest that the main loop was held up meanwhile, and what a frame
 * takes while it is scrolled. It needs a display and the service, with a database that
 * bench-history left. */
#include "compare-doubles.h"
#include "plim-chart.h"
#include "plim-history-window.h"
#include "plim-service-link.h"
#include "plim-settings.h"
#include "plim-window-resources.h"

#include <time.h>

#define RUNS 15
#define PULSE_MS 1
#define PATIENCE_MS 10000
#define FRAMES 60
#define SCROLL_PX 15

typedef struct {
  double started_ms;
  double last_pulse_ms;
  double longest_ms; /* between two pulses */
  double painted_ms; /* 0: not yet */
  double cpu_ms;     /* of this program until then */
  GtkWidget *window;
} Run;

static double
get_ms (void)
{
  return (double) g_get_monotonic_time () / 1e3;
}

static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static gboolean
on_pulse (gpointer user_data)
{
  Run *run = user_data;
  double now = get_ms ();

  run->longest_ms = MAX (run->longest_ms, now - run->last_pulse_ms);
  run->last_pulse_ms = now;
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  Run *run = user_data;

  if (run->painted_ms > 0 || find (run->window, PLIM_TYPE_CHART) == NULL)
    return;
  run->painted_ms = get_ms () - run->started_ms;
  run->cpu_ms = get_cpu_ms () - run->cpu_ms;
}

static void
print_times (const char *what, GArray *times, const char *budget)
{
  g_array_sort (times, compare_doubles);
  g_print ("%-56s %9.2f ms %9.2f ms   %s\n", what, g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len - 1), budget);
}

typedef struct {
  double begun_ms;
  GArray *times;
} Frames;

static void
on_frame_begun (GdkFrameClock *clock, gpointer user_data)
{
  ((Frames *) user_data)->begun_ms = get_ms ();
}

static void
on_frame_done (GdkFrameClock *clock, gpointer user_data)
{
  Frames *frames = user_data;
  double took = get_ms () - frames->begun_ms;

  g_array_append_val (frames->times, took);
}

static void
measure_scrolling (GtkWidget *window, GArray *times)
{
  GtkWidget *scroller = find (window, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Frames frames = { .times = times };
  guint n_before = times->len;
  gulong begun = g_signal_connect (clock, "before-paint", G_CALLBACK (on_frame_begun), &frames);
  gulong done = g_signal_connect_after (clock, "paint", G_CALLBACK (on_frame_done), &frames);

  for (guint n_frames = 0; n_frames < FRAMES; n_frames = times->len - n_before) {
    gtk_adjustment_set_value (place, n_frames % (FRAMES / 2) * SCROLL_PX);
    gtk_widget_queue_draw (window);
    while (times->len - n_before == n_frames)
      g_main_context_iteration (NULL, TRUE);
  }
  g_signal_handler_disconnect (clock, begun);
  g_signal_handler_disconnect (clock, done);
}

/* @account_id: (nullable): %NULL for all */
static void
measure (GtkWindow *parent,
         PlimPresentation *presentation,
         PlimBusClient *client,
         const char *account_id,
         const char *what)
{
  g_autoptr (GArray) paints = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *time = g_strdup_printf ("%s: CPU of the window", what);
  g_autofree char *pause = g_strdup_printf ("%s: the loop held up", what);
  g_autofree char *frame = g_strdup_printf ("%s: a frame of scrolling", what);

  for (int i = 0; i < RUNS; i++) {
    Run run = { .started_ms = get_ms (), .cpu_ms = get_cpu_ms () };
    GdkFrameClock *clock;
    gulong id;
    guint pulse;

    run.last_pulse_ms = run.started_ms;
    run.window = GTK_WIDGET (plim_history_window_new (parent, presentation, client, account_id));
    gtk_window_present (GTK_WINDOW (run.window));
    pulse = g_timeout_add (PULSE_MS, on_pulse, &run);
    clock = gtk_widget_get_frame_clock (run.window);
    id = g_signal_connect_after (clock, "paint", G_CALLBACK (on_painted), &run);
    while (run.painted_ms <= 0) {
      g_main_context_iteration (NULL, TRUE);
      if (get_ms () - run.started_ms > PATIENCE_MS)
        g_error ("no chart came");
    }
    g_signal_handler_disconnect (clock, id);
    g_source_remove (pulse);
    g_array_append_val (paints, run.painted_ms);
    g_array_append_val (cpu, run.cpu_ms);
    g_array_append_val (pauses, run.longest_ms);
    if (i == RUNS - 1)
      measure_scrolling (run.window, frames);
    gtk_window_destroy (GTK_WINDOW (run.window));
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  print_times (what, paints, "<= 150 ms");
  print_times (time, cpu, "");
  print_times (pause, pauses, "");
  print_times (frame, frames, "");
}

static void
on_activate (GApplication *application)
{
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.plimsoll.Plimsoll.Bench", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (PlimPresentation) presentation = NULL;
  g_autoptr (PlimServiceLink) link = NULL;
  g_autoptr (PlimAccount) account = NULL;
  PlimBusClient *client;
  GtkWidget *parent;

  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  plim_window_register_resource ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  presentation = plim_presentation_new (settings);
  link = plim_service_link_new (g_application_get_dbus_connection (G_APPLICATION (application)));
  while (plim_service_link_get_state (link) == PLIM_LINK_CONNECTING)
    g_main_context_iteration (NULL, TRUE);
  client = plim_service_link_get_client (link);
  account = client != NULL ? g_list_model_get_item (G_LIST_MODEL (client), 0) : NULL;
  if (account == NULL)
    g_error ("the service is not there, or has no account");
  parent = gtk_application_window_new (GTK_APPLICATION (application));
  measure (GTK_WINDOW (parent), presentation, client, plim_account_get_id (account),
           "page of an account, 7 days");
  measure (GTK_WINDOW (parent), presentation, client, NULL, "page of all accounts, 7 days");
  gtk_window_destroy (GTK_WINDOW (parent));
  return 0;
}
