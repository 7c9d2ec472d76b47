/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 key, value;
} LabMapEntry;

/* A map of numbers to numbers that remembers the order in which keys came, and whose copy costs two memcpy: what a
 * state of the log is made of. Zeroed memory is an empty map. Only lab-map.c looks inside. */
typedef struct
{
  LabMapEntry *entries; /* in order; removed ones stay as holes for a while */
  guint8      *present;
  guint32     *slots; /* open addressing: index into entries + 1 */
  guint        n_entries, n_present, n_allocated, n_slots;
} LabMap;

void lab_map_clear (LabMap *map);

/* Makes map (which must be empty) equal to other. */
void lab_map_copy (LabMap       *map,
                   const LabMap *other);

void lab_map_set (LabMap *map,
                  guint64 key,
                  guint64 value);

/* Sets *value (which may be NULL) and returns TRUE if the key is there. */
gboolean lab_map_get (const LabMap *map,
                      guint64       key,
                      guint64      *value);

gboolean lab_map_remove (LabMap *map,
                         guint64 key);

guint lab_map_get_n (const LabMap *map);

/* The entries in the order in which their keys came. *position starts at 0; NULL at the end. Setting the value of
 * a key that is there is allowed on the way, other changes are not. */
const LabMapEntry *lab_map_next (const LabMap *map,
                                 guint        *position);

G_END_DECLS
