/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The memory of one or more tensors, and the count of changes made to it. Views and detached tensors share it;
 * x.data shares the memory but counts apart (it has owner set). */
typedef struct _GradStorage GradStorage;
struct _GradStorage
{
  guint32      ref_count;
  guint32      version;
  gsize        n_bytes;
  void        *data; /* aligned to 64 bytes */
  GradStorage *owner;
  guint        size_class; /* of its block: 2^size_class bytes, unless it is too large for that */
};

/* Memory that is not cleared; GRAD_ERROR_RUNTIME if there is not so much. Transfer full. */
GradStorage *grad_storage_new (gsize    n_bytes,
                               GError **error);

/* The same memory with a version counter of its own. Transfer full. */
GradStorage *grad_storage_new_alias (GradStorage *storage);

static inline GradStorage *
grad_storage_ref (GradStorage *storage)
{
  storage->ref_count++;
  return storage;
}

void grad_storage_free (GradStorage *storage);

static inline void
grad_storage_unref (GradStorage *storage)
{
  if (--storage->ref_count == 0)
    grad_storage_free (storage);
}

G_END_DECLS
