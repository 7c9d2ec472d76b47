/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* An insertion-ordered hash map: entries stand densely in order, and a table of slots, open addressing with linear
 * probing, says where a key's entry is. A removed entry leaves a hole in both, swept when the holes are many. */

#include "lab/lab-map.h"

#include <string.h>

static guint
hash (guint64 key,
      guint   n_slots)
{
  return (guint) ((key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32) & (n_slots - 1);
}

/* The slot of the key, or the free one where it would go. Slots of holes keep their key and are walked over. */
static guint
find_slot (const LabMap *map,
           guint64       key)
{
  guint slot = hash (key, map->n_slots);

  while (map->slots[slot] != 0 && map->entries[map->slots[slot] - 1].key != key)
    slot = (slot + 1) & (map->n_slots - 1);
  return slot;
}

static void
fill_slots (LabMap *map)
{
  memset (map->slots, 0, map->n_slots * sizeof *map->slots);
  for (guint i = 0; i < map->n_entries; i++)
    map->slots[find_slot (map, map->entries[i].key)] = i + 1;
}

static void
sweep_holes (LabMap *map)
{
  guint n = 0;

  for (guint i = 0; i < map->n_entries; i++)
    if (map->present[i])
      map->entries[n++] = map->entries[i];
  memset (map->present, TRUE, n);
  map->n_entries = n;
}

/* Room for one more entry, with at most half of the slots in use. */
static void
make_room (LabMap *map)
{
  if (map->n_entries < map->n_allocated)
    return;
  if (map->n_entries > 0)
    sweep_holes (map);
  if (map->n_entries * 4 >= map->n_allocated * 3)
    {
      map->n_allocated = MAX (8, map->n_allocated * 2);
      map->n_slots = map->n_allocated * 2;
      map->entries = g_renew (LabMapEntry, map->entries, map->n_allocated);
      map->present = g_renew (guint8, map->present, map->n_allocated);
      map->slots = g_renew (guint32, map->slots, map->n_slots);
    }
  fill_slots (map);
}

void
lab_map_clear (LabMap *map)
{
  g_free (map->entries);
  g_free (map->present);
  g_free (map->slots);
  *map = (LabMap){ 0 };
}

/* The copy is as small as it can be, since most copies are keyframes that are never written to. */
void
lab_map_copy (LabMap       *map,
              const LabMap *other)
{
  if (other->n_present == 0)
    return;
  map->n_slots = 8;
  while (map->n_slots < other->n_present * 2)
    map->n_slots *= 2;
  map->n_allocated = map->n_slots / 2;
  map->entries = g_new (LabMapEntry, map->n_allocated);
  map->present = g_new (guint8, map->n_allocated);
  map->slots = g_new (guint32, map->n_slots);
  for (guint i = 0; i < other->n_entries; i++)
    if (other->present[i])
      map->entries[map->n_entries++] = other->entries[i];
  memset (map->present, TRUE, map->n_entries);
  map->n_present = map->n_entries;
  fill_slots (map);
}

void
lab_map_set (LabMap *map,
             guint64 key,
             guint64 value)
{
  guint slot, i;

  make_room (map);
  slot = find_slot (map, key);
  i = map->slots[slot] - 1;
  if (map->slots[slot] != 0 && map->present[i])
    {
      map->entries[i].value = value;
      return;
    }
  /* A key that comes back comes last; no slot points to its old hole any more. */
  i = map->n_entries++;
  map->entries[i] = (LabMapEntry){ key, value };
  map->present[i] = TRUE;
  map->slots[slot] = i + 1;
  map->n_present++;
}

gboolean
lab_map_get (const LabMap *map,
             guint64       key,
             guint64      *value)
{
  guint slot;

  if (map->n_present == 0)
    return FALSE;
  slot = find_slot (map, key);
  if (map->slots[slot] == 0 || !map->present[map->slots[slot] - 1])
    return FALSE;
  if (value != NULL)
    *value = map->entries[map->slots[slot] - 1].value;
  return TRUE;
}

gboolean
lab_map_remove (LabMap *map,
                guint64 key)
{
  guint slot;

  if (map->n_present == 0)
    return FALSE;
  slot = find_slot (map, key);
  if (map->slots[slot] == 0 || !map->present[map->slots[slot] - 1])
    return FALSE;
  map->present[map->slots[slot] - 1] = FALSE;
  map->n_present--;
  return TRUE;
}

guint
lab_map_get_n (const LabMap *map)
{
  return map->n_present;
}

const LabMapEntry *
lab_map_next (const LabMap *map,
              guint        *position)
{
  while (*position < map->n_entries && !map->present[*position])
    (*position)++;
  return *position < map->n_entries ? &map->entries[(*position)++] : NULL;
}
