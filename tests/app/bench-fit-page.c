/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How live the page Line fit stays while the rate is dragged: frames, each with another rate, at 1280 × 800, beside
 * frames that redraw the same page and change nothing. Prints frames per second and the time of the processor for each;
 * nothing is asserted. */

#include "app/gradients-fit-page.h"

#include <math.h>
#include <time.h>

#include "harness.h"

enum
{
  N_FRAMES = 90,
};

typedef struct
{
  GradientsFitPage *page;
  gboolean          drags;
  guint             n_frames;
  gint64            begun;
} Bench;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Bench *bench = data;
  double phase = 2 * G_PI * bench->n_frames / N_FRAMES;

  if (bench->begun == 0)
    bench->begun = g_get_monotonic_time ();
  if (bench->drags)
    gradients_fit_experiment_set_lr (gradients_fit_page_get_experiment (bench->page), 0.3 + 0.2 * sin (phase));
  else
    gtk_widget_queue_draw (widget);
  bench->n_frames++;
  return bench->n_frames <= N_FRAMES;
}

static void
run (GradientsFitPage *page,
     gboolean          drags,
     double           *fps,
     double           *ms)
{
  Bench   bench = { .page = page, .drags = drags };
  clock_t before = clock ();

  gtk_widget_add_tick_callback (GTK_WIDGET (page), tick_cb, &bench, NULL);
  while (bench.n_frames <= N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  *fps = bench.n_frames / ((double) (g_get_monotonic_time () - bench.begun) * 1e-6);
  *ms = (double) (clock () - before) * 1000 / CLOCKS_PER_SEC / bench.n_frames;
}

static void
print (GradientsFitPage *page,
       const char       *n_samples)
{
  double fps, ms, plain_fps, plain_ms;

  gradients_fit_experiment_type (gradients_fit_page_get_experiment (page), GRADIENTS_FIT_FIELD_SAMPLES, n_samples, NULL);
  harness_breathe (500);
  run (page, FALSE, &plain_fps, &plain_ms);
  run (page, TRUE, &fps, &ms);
  g_print ("%6s samples: dragging the rate %5.1f frames/s, %6.2f ms each; plain redraw %5.1f frames/s, %6.2f ms; ratio %.1f\n",
           n_samples, fps, ms, plain_fps, plain_ms, ms / plain_ms);
}

int
main (int    argc,
      char **argv)
{
  GradientsFitPage *page;
  GtkWindow        *window;

  gtk_init ();
  adw_init ();
  page = GRADIENTS_FIT_PAGE (g_object_ref_sink (gradients_fit_page_new ()));
  window = harness_show (GTK_WIDGET (page), 1280, 800);
  print (page, "1000");
  print (page, "100000");
  harness_close (window);
  g_object_unref (page);
  return 0;
}
