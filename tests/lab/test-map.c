/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-map.h"

static void
an_empty_map_has_nothing (void)
{
  LabMap map = { 0 };
  guint  position = 0;

  g_assert_false (lab_map_get (&map, 0, NULL));
  g_assert_false (lab_map_remove (&map, 0));
  g_assert_null (lab_map_next (&map, &position));
}

static void
keys_come_in_the_order_they_came (void)
{
  static const guint64 keys[] = { 7, 3, G_MAXUINT64, 0, 100 };
  LabMap               map = { 0 };
  guint                position = 0;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    lab_map_set (&map, keys[i], i);
  lab_map_set (&map, 3, 9); /* keeps its place */
  lab_map_remove (&map, 7);
  lab_map_set (&map, 7, 1); /* comes last */
  for (guint i = 1; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpuint (lab_map_next (&map, &position)->key, ==, keys[i]);
  g_assert_cmpuint (lab_map_next (&map, &position)->key, ==, 7);
  g_assert_null (lab_map_next (&map, &position));
  lab_map_clear (&map);
}

/* The same operations on ours and on GLib's. */
static void
it_agrees_with_a_hash_table (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GHashTable) table = g_hash_table_new (NULL, NULL);
  LabMap map = { 0 };

  for (guint i = 0; i < 200000; i++)
    {
      guint   key = (guint) g_rand_int_range (rand, 0, i % 50000 < 25000 ? 3000 : 50);
      guint64 value = 0;

      if (g_rand_boolean (rand))
        {
          lab_map_set (&map, key, i);
          g_hash_table_insert (table, GUINT_TO_POINTER (key), GUINT_TO_POINTER (i));
        }
      else
        g_assert_cmpint (lab_map_remove (&map, key), ==, g_hash_table_remove (table, GUINT_TO_POINTER (key)));
      key = (guint) g_rand_int_range (rand, 0, 3000);
      g_assert_cmpint (lab_map_get (&map, key, &value), ==, g_hash_table_contains (table, GUINT_TO_POINTER (key)));
      g_assert_cmpuint (value, ==, GPOINTER_TO_UINT (g_hash_table_lookup (table, GUINT_TO_POINTER (key))));
      g_assert_cmpuint (lab_map_get_n (&map), ==, g_hash_table_size (table));
    }
  lab_map_clear (&map);
}

static void
a_copy_is_equal_and_apart (void)
{
  LabMap map = { 0 }, copy = { 0 };
  guint  i = 0, j = 0;

  for (guint64 key = 0; key < 1000; key++)
    lab_map_set (&map, key, key * key);
  for (guint64 key = 0; key < 1000; key += 3)
    lab_map_remove (&map, key);
  lab_map_copy (&copy, &map);
  for (const LabMapEntry *entry; (entry = lab_map_next (&map, &i)) != NULL;)
    {
      const LabMapEntry *same = lab_map_next (&copy, &j);

      g_assert_cmpuint (entry->key, ==, same->key);
      g_assert_cmpuint (entry->value, ==, same->value);
    }
  g_assert_null (lab_map_next (&copy, &j));
  lab_map_set (&copy, 5000, 1);
  g_assert_false (lab_map_get (&map, 5000, NULL));
  lab_map_clear (&map);
  lab_map_clear (&copy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/map/an-empty-map-has-nothing", an_empty_map_has_nothing);
  g_test_add_func ("/lab/map/keys-come-in-the-order-they-came", keys_come_in_the_order_they_came);
  g_test_add_func ("/lab/map/it-agrees-with-a-hash-table", it_agrees_with_a_hash_table);
  g_test_add_func ("/lab/map/a-copy-is-equal-and-apart", a_copy_is_equal_and_apart);
  return g_test_run ();
}
