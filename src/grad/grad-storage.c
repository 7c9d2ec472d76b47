/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Memory blocks in powers of two. A freed block waits in a list of its size for the next tensor: a training loop
 * asks for the same sizes again and again, and the kernel need not clear fresh pages each time. */

#include "grad/grad-storage.h"

#include <stdlib.h>

#include "grad/grad-error.h"

enum
{
  ALIGNMENT = 64,
  SMALLEST = 7, /* 2^7 bytes, the header included */
#ifdef __SANITIZE_ADDRESS__
  LARGEST = 0, /* none kept: each use after free and each byte beyond the end shows */
#else
  LARGEST = 22, /* blocks over 4 MiB are given back at once */
#endif
  KEPT_BYTES = 64 << 20, /* in all lists of a thread */
};

typedef struct
{
  GradStorage *free[LARGEST + 1];
  gsize        kept;
  gboolean     is_known; /* to blocks_key, which frees them when the thread ends */
} Blocks;

static _Thread_local Blocks blocks __attribute__ ((tls_model ("initial-exec")));

static void
free_blocks (gpointer data)
{
  for (guint i = 0; i <= LARGEST; i++)
    while (blocks.free[i] != NULL)
      {
        GradStorage *block = blocks.free[i];

        blocks.free[i] = block->owner;
        free (block);
      }
  blocks.kept = 0;
  blocks.is_known = FALSE;
}

static GPrivate blocks_key = G_PRIVATE_INIT (free_blocks);

static guint
size_class (gsize n_bytes)
{
  return MAX (SMALLEST, g_bit_storage (n_bytes + ALIGNMENT - 1));
}

static inline GradStorage *
take_block (guint class)
{
  GradStorage *block = blocks.free[class];

  if (block != NULL)
    {
      blocks.free[class] = block->owner;
      blocks.kept -= (gsize) 1 << class;
    }
  return block;
}

static gboolean
keep_block (GradStorage *block,
            guint class)
{
  if (blocks.kept + ((gsize) 1 << class) > KEPT_BYTES)
    return FALSE;
  if (G_UNLIKELY (!blocks.is_known))
    {
      g_private_set (&blocks_key, &blocks);
      blocks.is_known = TRUE;
    }
  block->owner = blocks.free[class];
  blocks.free[class] = block;
  blocks.kept += (gsize) 1 << class;
  return TRUE;
}

/* A block for a storage of n_bytes, which knows its size class. */
static GradStorage *
allocate (gsize n_bytes)
{
  const guint class = size_class (n_bytes);
  GradStorage *block = class <= LARGEST ? take_block (class) : NULL;

  if (G_LIKELY (block != NULL))
    return block;
  block = aligned_alloc (ALIGNMENT, class <= LARGEST ? (gsize) 1 << class : (n_bytes + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  if (block != NULL)
    block->size_class = class;
  return block;
}

static G_GNUC_NO_INLINE void
set_no_memory (gsize    n_bytes,
               GError **error)
{
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "[enforce fail at alloc_cpu.cpp:114] err == 0. DefaultCPUAllocator: can't allocate memory: "
               "you tried to allocate %" G_GSIZE_FORMAT " bytes. Error code 12 (Cannot allocate memory)",
               n_bytes);
}

static inline void
fill_in (GradStorage *storage,
         gsize        n_bytes,
         void        *data,
         GradStorage *owner)
{
  storage->ref_count = 1;
  storage->version = 0;
  storage->n_bytes = n_bytes;
  storage->data = data;
  storage->owner = owner;
}

GradStorage *
grad_storage_new (gsize    n_bytes,
                  GError **error)
{
  GradStorage *storage = n_bytes < G_MAXSSIZE / 2 ? allocate (n_bytes) : NULL;

  G_STATIC_ASSERT (sizeof (GradStorage) <= ALIGNMENT);
  if (G_LIKELY (storage != NULL))
    fill_in (storage, n_bytes, (char *) storage + ALIGNMENT, NULL);
  else
    set_no_memory (n_bytes, error);
  return storage;
}

GradStorage *
grad_storage_new_alias (GradStorage *storage)
{
  GradStorage *memory = storage->owner != NULL ? storage->owner : storage;
  GradStorage *alias = allocate (0);

  if (alias == NULL)
    g_error ("out of memory");
  fill_in (alias, memory->n_bytes, memory->data, grad_storage_ref (memory));
  return alias;
}

void
grad_storage_free (GradStorage *storage)
{
  g_clear_pointer (&storage->owner, grad_storage_unref);
  if (storage->size_class > LARGEST || !keep_block (storage, storage->size_class))
    free (storage);
}
