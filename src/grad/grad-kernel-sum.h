/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The sum of a dense row in the type T, in the order that grad-sum.c explains: the cascade over four registers of
 * 32 bytes, whatever the machine's own registers hold; no include guard, for that reason. */

typedef T SumLanes __attribute__ ((vector_size (32)));

enum
{
  SUM_LANES = sizeof (SumLanes) / sizeof (T),
  SUM_LEVELS = 4,
  SUM_WIDTH = 4,
};

/* Registers are passed by address: by value they would depend on what the machine has. */
G_ALWAYS_INLINE static inline void
add_lanes (SumLanes *sum,
           const T  *x)
{
  SumLanes lanes;

  memcpy (&lanes, x, sizeof lanes);
  *sum += lanes;
}

/* Adds rows begin … end - 1, of SUM_WIDTH registers each. */
G_ALWAYS_INLINE static inline void
add_rows (const T  *x,
          gint64    begin,
          gint64    end,
          SumLanes *sums)
{
  SumLanes a = sums[0], b = sums[1], c = sums[2], d = sums[3];

  for (const T *row = x + begin * SUM_WIDTH * SUM_LANES; row < x + end * SUM_WIDTH * SUM_LANES; row += SUM_WIDTH * SUM_LANES)
    {
      add_lanes (&a, row);
      add_lanes (&b, row + SUM_LANES);
      add_lanes (&c, row + 2 * SUM_LANES);
      add_lanes (&d, row + 3 * SUM_LANES);
    }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
}

/* A level is full: its sums go up to the next, and on from there as long as that is full too. */
G_ALWAYS_INLINE static inline void
raise_levels (SumLanes sums[SUM_LEVELS][SUM_WIDTH],
              gint64   i,
              guint    power)
{
  for (guint level = 1; level < SUM_LEVELS; level++)
    {
      for (guint w = 0; w < SUM_WIDTH; w++)
        {
          sums[level][w] += sums[level - 1][w];
          sums[level - 1][w] = (SumLanes){ 0 };
        }
      if ((i & ((((gint64) 1 << power) - 1) << (level * power))) != 0)
        return;
    }
}

static T
sum_dense (const T *x,
           gint64   n)
{
  const gint64 n_lanes = n / SUM_LANES, n_rows = n_lanes / SUM_WIDTH;
  const guint  power = MAX (4, (guint) (n_rows > 1 ? g_bit_storage ((gulong) (n_rows - 1)) : 0) / SUM_LEVELS);
  const gint64 step = (gint64) 1 << power;
  SumLanes     sums[SUM_LEVELS][SUM_WIDTH] = { { { 0 } } };
  T            total = 0;
  gint64       i = 0;

  for (; i + step <= n_rows; i += step)
    {
      add_rows (x, i, i + step, sums[0]);
      raise_levels (sums, i + step, power);
    }
  add_rows (x, i, n_rows, sums[0]);
  for (guint level = 1; level < SUM_LEVELS; level++)
    for (guint w = 0; w < SUM_WIDTH; w++)
      sums[0][w] += sums[level][w];
  for (i = n_rows * SUM_WIDTH; i < n_lanes; i++)
    add_lanes (&sums[0][0], x + i * SUM_LANES);
  for (guint w = 1; w < SUM_WIDTH; w++)
    sums[0][0] += sums[0][w];
  for (i = n_lanes * SUM_LANES; i < n; i++)
    total += x[i];
  for (guint lane = 0; lane < SUM_LANES; lane++)
    total += sums[0][0][lane];
  return total;
}
