/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-map.h"
#include "lab/lab-protocol.h"

G_BEGIN_DECLS

/* A function that is running, or the module. */
typedef struct
{
  guint64 call;      /* the CALL; meaningless for the module */
  LabMap  variables; /* number of the name → VAR */
} LabFrame;

/* What a program looks like after the first n events of its log. Everything is said by the number of the event that
 * made it so, to be looked up in the log: a state is small, copies fast, and always knows why. */
typedef struct
{
  guint64  n_events;    /* folded so far */
  guint32  line;        /* about to run, 0 before the first */
  guint32  depth;       /* of the current frame; 0 is the module */
  guint64  line_event;  /* the event that said so */
  gboolean recording;   /* grad mode */
  guint32  in_backward; /* BWD_BEGINs without their BWD_END: a hook may call backward too */
  guint32  open_figure; /* between FIGURE and SHOW, 0 otherwise */
  guint32  n_figures;
  gboolean ended;

  GArray *frames;        /* LabFrame, the module first, depth + 1 of them */
  guint64 last_tensor;   /* the greatest number of a tensor so far */
  guint64 last_backward; /* the BWD_BEGIN that came last; G_MAXUINT64 if none did */
  LabMap  tensors;       /* id → the event that gave its present values */
  LabMap  origins;       /* id → the event that first told of it, if that is another */
  LabMap  makers;        /* id of a tensor with history → node */
  LabMap  nodes;         /* id → OP or INPLACE */
  LabMap  released;      /* node → BWD_END that took its saved values */
  LabMap  visited;       /* node → BWD, during the last backward */
  LabMap  grads;         /* leaf → the event that wrote its .grad last; gone when that is None */
  LabMap  grad_ids;      /* leaf → the tensor that is its .grad */
  LabMap  holders;       /* and back */
  LabMap  required;      /* leaf with requires_grad → the LEAF or REQUIRE that said so */
} LabState;

/* Names of variables as numbers, shared by all states of a log. */
typedef struct _LabNames LabNames;

LabNames *lab_names_new (void);
void      lab_names_free (LabNames *names);
guint32   lab_names_intern (LabNames *names,
                            LabText   name);

/* Transfer none, terminated. */
const char *lab_names_get (const LabNames *names,
                           guint32         number);

LabState *lab_state_new (void);
LabState *lab_state_copy (const LabState *state);
void      lab_state_free (LabState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabState, lab_state_free)

/* How many entries a copy would have. */
gsize lab_state_get_size (const LabState *state);

/* NULL if message may come next, otherwise a phrase saying what is wrong with it: ids that were never announced,
 * calls that do not nest, parts of a figure outside it. */
const char *lab_state_check (const LabState   *state,
                             const LabMessage *message);

/* Folds event number n_events, which passed the check. */
void lab_state_fold (LabState         *state,
                     LabNames         *names,
                     const LabMessage *message);

G_END_DECLS
