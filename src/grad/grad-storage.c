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
} Blocks;

static void blocks_free (gpointer data);

static GPrivate blocks_key = G_PRIVATE_INIT (blocks_free);

static void
blocks_free (gpointer data)
{
  Blocks *blocks = data;

  for (guint i = 0; i <= LARGEST; i++)
    while (blocks->free[i] != NULL)
      {
        GradStorage *block = blocks->free[i];

        blocks->free[i] = block->owner;
        free (block);
      }
  g_free (blocks);
}

static Blocks *
get_blocks (void)
{
  Blocks *blocks = g_private_get (&blocks_key);

  if (G_UNLIKELY (blocks == NULL))
    {
      blocks = g_new0 (Blocks, 1);
      g_private_set (&blocks_key, blocks);
    }
  return blocks;
}

static guint
size_class (gsize n_bytes)
{
  return MAX (SMALLEST, g_bit_storage (n_bytes + ALIGNMENT - 1));
}

static GradStorage *
take_block (guint class)
{
  Blocks      *blocks = get_blocks ();
  GradStorage *block = blocks->free[class];

  if (block != NULL)
    {
      blocks->free[class] = block->owner;
      blocks->kept -= (gsize) 1 << class;
    }
  return block;
}

static gboolean
keep_block (GradStorage *block,
            guint class)
{
  Blocks *blocks = get_blocks ();

  if (blocks->kept + ((gsize) 1 << class) > KEPT_BYTES)
    return FALSE;
  block->owner = blocks->free[class];
  blocks->free[class] = block;
  blocks->kept += (gsize) 1 << class;
  return TRUE;
}

static GradStorage *
allocate (gsize n_bytes)
{
  guint class = size_class (n_bytes);
  GradStorage *block = class <= LARGEST ? take_block (class) : NULL;

  if (block != NULL)
    return block;
  if (class <= LARGEST)
    return aligned_alloc (ALIGNMENT, (gsize) 1 << class);
  return aligned_alloc (ALIGNMENT, (n_bytes + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

GradStorage *
grad_storage_new (gsize    n_bytes,
                  GError **error)
{
  GradStorage *storage = n_bytes < G_MAXSSIZE / 2 ? allocate (n_bytes) : NULL;

  G_STATIC_ASSERT (sizeof (GradStorage) <= ALIGNMENT);
  if (storage == NULL)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "[enforce fail at alloc_cpu.cpp:114] err == 0. DefaultCPUAllocator: can't allocate memory: "
                   "you tried to allocate %" G_GSIZE_FORMAT " bytes. Error code 12 (Cannot allocate memory)",
                   n_bytes);
      return NULL;
    }
  *storage = (GradStorage){ .ref_count = 1, .n_bytes = n_bytes, .data = (char *) storage + ALIGNMENT };
  return storage;
}

GradStorage *
grad_storage_new_alias (GradStorage *storage)
{
  GradStorage *memory = storage->owner != NULL ? storage->owner : storage;
  GradStorage *alias = allocate (0);

  if (alias == NULL)
    g_error ("out of memory");
  *alias = (GradStorage){
    .ref_count = 1, .n_bytes = memory->n_bytes, .data = memory->data, .owner = grad_storage_ref (memory)
  };
  return alias;
}

void
grad_storage_unref (GradStorage *storage)
{
  guint class;

  if (--storage->ref_count > 0)
    return;
  class = size_class (storage->owner != NULL ? 0 : storage->n_bytes);
  g_clear_pointer (&storage->owner, grad_storage_unref);
  if (class > LARGEST || !keep_block (storage, class))
    free (storage);
}
