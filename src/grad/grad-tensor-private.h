/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-layout.h"
#include "grad/grad-node.h"
#include "grad/grad-storage.h"
#include "grad/grad-tensor.h"
#include "grad/grad-value.h"

G_BEGIN_DECLS

typedef struct _GradExtra    GradExtra;
typedef struct _GradFunction GradFunction;

/* One element of any dtype. */
typedef union
{
  float  f32;
  double f64;
  gint64 i64;
  guint8 b;
} GradScalar;

typedef enum
{
  GRAD_TENSOR_REQUIRES_GRAD = 1 << 0,
  GRAD_TENSOR_NUMBER = 1 << 1,  /* a Python number in an expression: "wrapped number" */
  GRAD_TENSOR_STORED = 1 << 2,  /* the memory is a storage, not the value in the box */
  GRAD_TENSOR_RETAINS = 1 << 3, /* retain_grad () was called */
  GRAD_TENSOR_VIEW = 1 << 4,    /* looks at the memory of another: extra->base */
  GRAD_TENSOR_TRACED = 1 << 5,  /* the observer knows it and wants to hear of its end */
  GRAD_TENSOR_RICH = 1 << 6,    /* its box may hold more than a value and two inputs */
  GRAD_TENSOR_STALE = 1 << 7,   /* a view that a change of its base has left without a history: grad_view_check_fresh */
} GradTensorFlags;

/* The box that a program holds. A 0-d tensor has its value in it; any other, and any whose memory is shared,
 * has a storage. */
struct _GradTensor
{
  guint32 ref_count; /* handles: the program's, and of nodes that saved the value */
  guint8  dtype;
  guint8  flags;
  guint16 output_nr; /* which result of node this is */
  union
  {
    GradScalar   value;
    GradStorage *storage;
  };
  void       *data;    /* of the first element */
  GradNode   *node;    /* the operation that computed it, PyTorch's grad_fn; NULL for a leaf */
  GradTensor *grad;    /* .grad */
  GradLayout *layout;  /* NULL for 0-d */
  guint32     version; /* of a value in the box; with a storage, the version at which a node saved it as its result */
};

/* One input of a recorded operation. */
typedef struct
{
  GradNode *node; /* where its gradient goes: the operation that computed it, or the leaf itself; NULL if nowhere */
  union
  {
    GradTensor *saved;  /* the input, if a gradient formula reads it */
    double      number; /* the same where the input was a Python number */
  };
} GradInput;

/* How a view came to be, which says what may be done with it. */
typedef enum
{
  GRAD_VIEW_ALONE,
  GRAD_VIEW_OF_SEVERAL, /* with others from one operation, or a view of such a one */
  GRAD_VIEW_UNRECORDED, /* while recording was off, or a view of such a one */
} GradViewOrigin;

enum
{
  GRAD_EXTRA_VALUES = 4, /* arguments that find room in the extra itself */
};

/* What only some nodes and tensors have. */
struct _GradExtra
{
  guint         n_edges;  /* of a structural operation: how many inputs it has */
  guint         n_inputs; /* of an operation with more than two, which then stand here */
  GradInput    *inputs;
  guint         n_values;       /* the arguments of a structural operation, copied */
  GradValue    *values;         /* own_values, if they find room there */
  guint32      *value_versions; /* of the tensors among them; likewise own_versions */
  double        parameters[2];  /* the Scalars of a binary operation: alpha */
  GradTensor   *base;           /* of a view: whose memory it looks at */
  GradTensor   *next_view;      /* the ring of a base and its views; no references */
  GradTensor   *previous_view;
  guint8        origin;       /* GradViewOrigin of a view */
  gboolean      unseen;       /* a view that has a new history since a change of its base, for which nobody has asked yet */
  gboolean      rootless;     /* and had none before */
  GradNode     *changed_by;   /* of a view: what last changed it in place, whose changed_view this is */
  GradTensor   *changed_view; /* of a node: the view through which it wrote, as long as that has no newer history; no reference */
  const char   *origin_name;  /* of a saved tensor: what the program would say computed it, if not its node; static */
  GHashTable   *untangled;    /* of a tensor that was changed in place: the nodes that grad_untangle has seen in its history */
  GPtrArray    *hooks;
  GradTensor   *retainer; /* whose .grad gets the gradient; no reference */
  GradFunction *function; /* of a function that the program defined */
  gboolean      in_place; /* of a node whose operation wrote into its first input */
  const char   *name;     /* of a node that is not called as its row says; static */
  GradValue     own_values[GRAD_EXTRA_VALUES];
  guint32       own_versions[GRAD_EXTRA_VALUES];
};

typedef enum
{
  GRAD_NODE_LEAF = 1 << 0,    /* no operation: the gradient is accumulated into the leaf's .grad */
  GRAD_NODE_SAVES_X = 1 << 1, /* input[0].saved holds a tensor, or its number */
  GRAD_NODE_SAVES_Z = 1 << 2, /* input[1].saved likewise */
  GRAD_NODE_SAVES_RESULT = 1 << 3,
  GRAD_NODE_NUMBER_X = 1 << 4,
  GRAD_NODE_NUMBER_Z = 1 << 5,
  GRAD_NODE_FREED = 1 << 6,            /* what was saved is gone: backward has passed */
  GRAD_NODE_HAS_PARAMETERS = 1 << 7,   /* parameters stand in the place of input[1] */
  GRAD_NODE_QUICK = 1 << 8,            /* elementwise, all 0-d, one dtype */
  GRAD_NODE_REACHED = 1 << 9,          /* by backward: has a gradient and waits for its turn */
  GRAD_NODE_TENSOR_GRADIENT = 1 << 10, /* the gradient is a tensor, not a bare number */
  GRAD_NODE_HOOKED = 1 << 12,          /* extra has hooks, or a tensor that retains its gradient */
  GRAD_NODE_SAVES_MORE = 1 << 11,      /* tensors among the values, or in a structural operation's inputs */
  GRAD_NODE_TRACED = 1 << 13,          /* the observer knows it and wants to hear of its end */
} GradNodeFlags;

enum
{
  GRAD_NODE_SAVES = GRAD_NODE_SAVES_X | GRAD_NODE_SAVES_Z | GRAD_NODE_SAVES_RESULT | GRAD_NODE_SAVES_MORE,
};

/* A recorded operation, PyTorch's grad_fn. Creation order is a topological order; sequence numbers it. */
struct _GradNode
{
  guint32 ref_count; /* consumers' inputs, and tensors that are its result but do not share its box */
  guint16 flags;
  guint16 op; /* row of the table */
  guint64 sequence;
  union
  {
    GradScalar  scalar;
    GradTensor *tensor;
  } gradient; /* of the result, while backward is on the way */
  union
  {
    GradInput input[2];
    struct
    {
      GradInput only;
      double    parameters[2]; /* of a unary operation: the Scalars of its schema */
    };
  };
  guint32    versions[2]; /* of the saved inputs when they were saved */
  GradExtra *extra;       /* what few have; makes the box's tensor rich */
};

/* A tensor and the node that computes it are made together and stand in one box of two cache lines. They live
 * apart: the box is given back when neither is referenced any more. So the result that a formula reads (exp, tanh)
 * is at hand as long as its node is, and a tensor never keeps its own graph from being freed. */
typedef struct
{
  GradTensor tensor;
  GradNode   node;
} GradBox;

static inline GradNode *
grad_tensor_get_own_node (const GradTensor *tensor)
{
  return &((GradBox *) tensor)->node;
}

static inline GradTensor *
grad_node_get_own_tensor (const GradNode *node)
{
  return (GradTensor *) ((char *) node - offsetof (GradBox, node));
}

/* Gives up what a node saved, after backward has passed. */
void grad_node_free_saved (GradNode *node);

/* Of a tensor whose last handle was just given up: gives up what that leaves without use. */
void grad_tensor_end (GradTensor *tensor);

/* Whether the end of its last handle changes nothing: the graph still has the box, which holds but a value. */
static inline gboolean
grad_tensor_stays (const GradTensor *tensor)
{
  return grad_tensor_get_own_node (tensor)->ref_count > 0 && !(tensor->flags & GRAD_TENSOR_RICH);
}

static inline void
grad_node_drop_saved (GradTensor *saved)
{
  if (--saved->ref_count == 0 && !grad_tensor_stays (saved))
    grad_tensor_end (saved);
}

/* What grad_node_free_saved does, for a quick node that backward leaves. */
static inline void
grad_node_leave_quick (GradNode *node)
{
  guint flags = node->flags & ~(guint) GRAD_NODE_REACHED;

  node->flags = (guint16) flags;
  if (!(flags & GRAD_NODE_SAVES))
    return;
  if (G_UNLIKELY (grad_node_get_own_tensor (node)->flags & GRAD_TENSOR_STORED))
    {
      grad_node_free_saved (node);
      return;
    }
  if ((flags & (GRAD_NODE_SAVES_X | GRAD_NODE_NUMBER_X)) == GRAD_NODE_SAVES_X)
    grad_node_drop_saved (node->input[0].saved);
  if ((flags & (GRAD_NODE_SAVES_Z | GRAD_NODE_NUMBER_Z)) == GRAD_NODE_SAVES_Z)
    grad_node_drop_saved (node->input[1].saved);
  flags &= ~(guint) (GRAD_NODE_SAVES | GRAD_NODE_NUMBER_X | GRAD_NODE_NUMBER_Z);
  node->flags = (guint16) (flags | GRAD_NODE_FREED);
}

/* What the node has beyond the common, made if there is nothing yet. */
GradExtra *grad_node_get_extra (GradNode *node);

/* An uninitialised tensor of that layout (transfer full). NULL with error if there is no memory. */
GradTensor *grad_tensor_new_empty (GradDType   dtype,
                                   GradLayout *layout,
                                   GError    **error);

/* Another tensor on the same storage: layout (transfer full) seen from offset elements. Not recorded. */
GradTensor *grad_tensor_new_alias (GradTensor *tensor,
                                   GradLayout *layout,
                                   gint64      offset);

/* Moves a value out of the box into a storage, so that it can be shared. */
GradStorage *grad_tensor_share (GradTensor *tensor);

/* The node that last changed view in place may die now, and does not call itself by the history of view any more. */
void grad_view_forget_change (GradTensor *view);

static inline gboolean
grad_tensor_is_number (const GradTensor *tensor)
{
  return (tensor->flags & GRAD_TENSOR_NUMBER) != 0;
}

/* A Python number by its value. */
static inline double
grad_tensor_get_number (const GradTensor *tensor)
{
  if (tensor->dtype == GRAD_FLOAT64)
    return tensor->value.f64;
  if (tensor->dtype == GRAD_INT64)
    return (double) tensor->value.i64;
  return tensor->value.b;
}

static inline guint32
grad_tensor_get_version (const GradTensor *tensor)
{
  return tensor->flags & GRAD_TENSOR_STORED ? tensor->storage->version : tensor->version;
}

static inline void
grad_tensor_bump_version (GradTensor *tensor)
{
  if (tensor->flags & GRAD_TENSOR_STORED)
    tensor->storage->version++;
  else
    tensor->version++;
}

/* Element at data as any dtype. */
double grad_scalar_load (GradDType   dtype,
                         const void *data);
void   grad_scalar_store (GradDType dtype,
                          void     *data,
                          double    value);

G_END_DECLS
