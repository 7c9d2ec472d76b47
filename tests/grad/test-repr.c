/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The texts are PyTorch's (1.13; 2.6 prints the same). */

#include "grad/grad-repr.h"

#include <math.h>

typedef struct
{
  GradDType   dtype;
  gint64      shape[4];
  guint       n_dims;
  double      values[32];
  const char *text;
} Case;

static const Case literals[] = {
  { GRAD_FLOAT32, { 0 }, 0, { 1.5 }, "tensor(1.5000)" },
  { GRAD_FLOAT32, { 0 }, 0, { 2.0 }, "tensor(2.)" },
  { GRAD_FLOAT32, { 0 }, 0, { -0.0 }, "tensor(-0.)" },
  { GRAD_FLOAT32, { 0 }, 0, { 1e-05 }, "tensor(1.0000e-05)" },
  { GRAD_FLOAT32, { 0 }, 0, { 123456789.0 }, "tensor(1.2346e+08)" },
  { GRAD_FLOAT32, { 0 }, 0, { NAN }, "tensor(nan)" },
  { GRAD_FLOAT32, { 0 }, 0, { INFINITY }, "tensor(inf)" },
  { GRAD_FLOAT64, { 0 }, 0, { 0.1 }, "tensor(0.1000, dtype=torch.float64)" },
  { GRAD_INT64, { 0 }, 0, { 7 }, "tensor(7)" },
  { GRAD_BOOL, { 0 }, 0, { 1 }, "tensor(True)" },
  { GRAD_FLOAT32, { 3 }, 1, { 1, 2, 3 }, "tensor([1., 2., 3.])" },
  { GRAD_FLOAT32, { 3 }, 1, { 1, -2.5, 3 }, "tensor([ 1.0000, -2.5000,  3.0000])" },
  { GRAD_FLOAT32, { 4 }, 1, { 1, 1000, 0.5, NAN }, "tensor([1.0000e+00, 1.0000e+03, 5.0000e-01,        nan])" },
  { GRAD_FLOAT32, { 3 }, 1, { 1, 1001, 0.5 }, "tensor([1.0000e+00, 1.0010e+03, 5.0000e-01])" },
  { GRAD_FLOAT32, { 3 }, 1, { 0, 0, 0 }, "tensor([0., 0., 0.])" },
  { GRAD_FLOAT32, { 3 }, 1, { NAN, INFINITY, -INFINITY }, "tensor([nan, inf, -inf])" },
  { GRAD_FLOAT32, { 3 }, 1, { 1, INFINITY, -INFINITY }, "tensor([1., inf, -inf])" },
  { GRAD_FLOAT32, { 2 }, 1, { 1000000000.0, 1 }, "tensor([1.0000e+09, 1.0000e+00])" },
  { GRAD_FLOAT32, { 2 }, 1, { 1e-05, 1e-05 }, "tensor([1.0000e-05, 1.0000e-05])" },
  { GRAD_FLOAT32, { 2 }, 1, { 99999999.0, 100000.0 }, "tensor([100000000.,    100000.])" },
  { GRAD_FLOAT32, { 2 }, 1, { 0.0001, 0.05 }, "tensor([1.0000e-04, 5.0000e-02])" },
  { GRAD_FLOAT64, { 3 }, 1, { 1e-300, 1, 1e+300 }, "tensor([1.0000e-300,  1.0000e+00, 1.0000e+300], dtype=torch.float64)" },
  { GRAD_INT64, { 4 }, 1, { 1, -20, 300, 4 }, "tensor([  1, -20, 300,   4])" },
  { GRAD_BOOL, { 3 }, 1, { 1, 0, 1 }, "tensor([ True, False,  True])" },
  { GRAD_FLOAT32, { 0 }, 1, { 0 }, "tensor([])" },
  { GRAD_FLOAT32, { 0, 3 }, 2, { 0 }, "tensor([], size=(0, 3))" },
  { GRAD_INT64, { 0 }, 1, { 0 }, "tensor([], dtype=torch.int64)" },
  { GRAD_BOOL, { 2, 0 }, 2, { 0 }, "tensor([], size=(2, 0), dtype=torch.bool)" },
  { GRAD_FLOAT64, { 0 }, 1, { 0 }, "tensor([], dtype=torch.float64)" },
  { GRAD_FLOAT32, { 2, 3 }, 2, { 1, 2, 3, 4, 5, 6 }, "tensor([[1., 2., 3.],\n        [4., 5., 6.]])" },
  { GRAD_FLOAT32, { 2, 3 }, 2, { -1.25, 2, 3, 4, -100, 6 }, "tensor([[  -1.2500,    2.0000,    3.0000],\n        [   4.0000, -100.0000,    6.0000]])" },
  { GRAD_INT64, { 2, 2, 2 }, 3, { 0, 1, 2, 3, 4, 5, 6, 7 }, "tensor([[[0, 1],\n         [2, 3]],\n\n        [[4, 5],\n         [6, 7]]])" },
  { GRAD_FLOAT32, { 1, 1, 1, 2 }, 4, { 0.5, 0.25 }, "tensor([[[[0.5000, 0.2500]]]])" },
  { GRAD_FLOAT32, { 30 }, 1, { 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0, 29.0 }, "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,\n        14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,\n        28., 29.])" },
  { GRAD_FLOAT64, { 11 }, 1, { 0.0, 1.5, 3.0, 4.5, 6.0, 7.5, 9.0, 10.5, 12.0, 13.5, 15.0 }, "tensor([ 0.0000,  1.5000,  3.0000,  4.5000,  6.0000,  7.5000,  9.0000, 10.5000,\n        12.0000, 13.5000, 15.0000], dtype=torch.float64)" },
  { GRAD_FLOAT32, { 12 }, 1, { 1e-06, 1e-05, 0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0 }, "tensor([1.0000e-06, 1.0000e-05, 1.0000e-04, 1.0000e-03, 1.0000e-02, 1.0000e-01,\n        1.0000e+00, 1.0000e+01, 1.0000e+02, 1.0000e+03, 1.0000e+04, 1.0000e+05])" },
};

/* 0, 1, 2… or 0, 0.5, 1… */
static const Case counts[] = {
  { GRAD_FLOAT32, { 1001 }, 1, { 0 }, "tensor([  0.0000,   0.5000,   1.0000,  ..., 499.0000, 499.5000, 500.0000])" },
  { GRAD_INT64, { 1200 }, 1, { 0 }, "tensor([   0,    1,    2,  ..., 1197, 1198, 1199])" },
  { GRAD_FLOAT64, { 7, 200 }, 2, { 0 }, "tensor([[0.0000e+00, 5.0000e-01, 1.0000e+00,  ..., 9.8500e+01, 9.9000e+01,\n         9.9500e+01],\n        [1.0000e+02, 1.0050e+02, 1.0100e+02,  ..., 1.9850e+02, 1.9900e+02,\n         1.9950e+02],\n        [2.0000e+02, 2.0050e+02, 2.0100e+02,  ..., 2.9850e+02, 2.9900e+02,\n         2.9950e+02],\n        ...,\n        [4.0000e+02, 4.0050e+02, 4.0100e+02,  ..., 4.9850e+02, 4.9900e+02,\n         4.9950e+02],\n        [5.0000e+02, 5.0050e+02, 5.0100e+02,  ..., 5.9850e+02, 5.9900e+02,\n         5.9950e+02],\n        [6.0000e+02, 6.0050e+02, 6.0100e+02,  ..., 6.9850e+02, 6.9900e+02,\n         6.9950e+02]], dtype=torch.float64)" },
  { GRAD_FLOAT32, { 8, 8, 20 }, 3, { 0 }, "tensor([[[0.0000e+00, 5.0000e-01, 1.0000e+00,  ..., 8.5000e+00,\n          9.0000e+00, 9.5000e+00],\n         [1.0000e+01, 1.0500e+01, 1.1000e+01,  ..., 1.8500e+01,\n          1.9000e+01, 1.9500e+01],\n         [2.0000e+01, 2.0500e+01, 2.1000e+01,  ..., 2.8500e+01,\n          2.9000e+01, 2.9500e+01],\n         ...,\n         [5.0000e+01, 5.0500e+01, 5.1000e+01,  ..., 5.8500e+01,\n          5.9000e+01, 5.9500e+01],\n         [6.0000e+01, 6.0500e+01, 6.1000e+01,  ..., 6.8500e+01,\n          6.9000e+01, 6.9500e+01],\n         [7.0000e+01, 7.0500e+01, 7.1000e+01,  ..., 7.8500e+01,\n          7.9000e+01, 7.9500e+01]],\n\n        [[8.0000e+01, 8.0500e+01, 8.1000e+01,  ..., 8.8500e+01,\n          8.9000e+01, 8.9500e+01],\n         [9.0000e+01, 9.0500e+01, 9.1000e+01,  ..., 9.8500e+01,\n          9.9000e+01, 9.9500e+01],\n         [1.0000e+02, 1.0050e+02, 1.0100e+02,  ..., 1.0850e+02,\n          1.0900e+02, 1.0950e+02],\n         ...,\n         [1.3000e+02, 1.3050e+02, 1.3100e+02,  ..., 1.3850e+02,\n          1.3900e+02, 1.3950e+02],\n         [1.4000e+02, 1.4050e+02, 1.4100e+02,  ..., 1.4850e+02,\n          1.4900e+02, 1.4950e+02],\n         [1.5000e+02, 1.5050e+02, 1.5100e+02,  ..., 1.5850e+02,\n          1.5900e+02, 1.5950e+02]],\n\n        [[1.6000e+02, 1.6050e+02, 1.6100e+02,  ..., 1.6850e+02,\n          1.6900e+02, 1.6950e+02],\n         [1.7000e+02, 1.7050e+02, 1.7100e+02,  ..., 1.7850e+02,\n          1.7900e+02, 1.7950e+02],\n         [1.8000e+02, 1.8050e+02, 1.8100e+02,  ..., 1.8850e+02,\n          1.8900e+02, 1.8950e+02],\n         ...,\n         [2.1000e+02, 2.1050e+02, 2.1100e+02,  ..., 2.1850e+02,\n          2.1900e+02, 2.1950e+02],\n         [2.2000e+02, 2.2050e+02, 2.2100e+02,  ..., 2.2850e+02,\n          2.2900e+02, 2.2950e+02],\n         [2.3000e+02, 2.3050e+02, 2.3100e+02,  ..., 2.3850e+02,\n          2.3900e+02, 2.3950e+02]],\n\n        ...,\n\n        [[4.0000e+02, 4.0050e+02, 4.0100e+02,  ..., 4.0850e+02,\n          4.0900e+02, 4.0950e+02],\n         [4.1000e+02, 4.1050e+02, 4.1100e+02,  ..., 4.1850e+02,\n          4.1900e+02, 4.1950e+02],\n         [4.2000e+02, 4.2050e+02, 4.2100e+02,  ..., 4.2850e+02,\n          4.2900e+02, 4.2950e+02],\n         ...,\n         [4.5000e+02, 4.5050e+02, 4.5100e+02,  ..., 4.5850e+02,\n          4.5900e+02, 4.5950e+02],\n         [4.6000e+02, 4.6050e+02, 4.6100e+02,  ..., 4.6850e+02,\n          4.6900e+02, 4.6950e+02],\n         [4.7000e+02, 4.7050e+02, 4.7100e+02,  ..., 4.7850e+02,\n          4.7900e+02, 4.7950e+02]],\n\n        [[4.8000e+02, 4.8050e+02, 4.8100e+02,  ..., 4.8850e+02,\n          4.8900e+02, 4.8950e+02],\n         [4.9000e+02, 4.9050e+02, 4.9100e+02,  ..., 4.9850e+02,\n          4.9900e+02, 4.9950e+02],\n         [5.0000e+02, 5.0050e+02, 5.0100e+02,  ..., 5.0850e+02,\n          5.0900e+02, 5.0950e+02],\n         ...,\n         [5.3000e+02, 5.3050e+02, 5.3100e+02,  ..., 5.3850e+02,\n          5.3900e+02, 5.3950e+02],\n         [5.4000e+02, 5.4050e+02, 5.4100e+02,  ..., 5.4850e+02,\n          5.4900e+02, 5.4950e+02],\n         [5.5000e+02, 5.5050e+02, 5.5100e+02,  ..., 5.5850e+02,\n          5.5900e+02, 5.5950e+02]],\n\n        [[5.6000e+02, 5.6050e+02, 5.6100e+02,  ..., 5.6850e+02,\n          5.6900e+02, 5.6950e+02],\n         [5.7000e+02, 5.7050e+02, 5.7100e+02,  ..., 5.7850e+02,\n          5.7900e+02, 5.7950e+02],\n         [5.8000e+02, 5.8050e+02, 5.8100e+02,  ..., 5.8850e+02,\n          5.8900e+02, 5.8950e+02],\n         ...,\n         [6.1000e+02, 6.1050e+02, 6.1100e+02,  ..., 6.1850e+02,\n          6.1900e+02, 6.1950e+02],\n         [6.2000e+02, 6.2050e+02, 6.2100e+02,  ..., 6.2850e+02,\n          6.2900e+02, 6.2950e+02],\n         [6.3000e+02, 6.3050e+02, 6.3100e+02,  ..., 6.3850e+02,\n          6.3900e+02, 6.3950e+02]]])" },
};

/* 0.25, 0.5, 0.75… and requiring a gradient: where the suffixes go. */
static const Case leaves[] = {
  { GRAD_FLOAT32, { 2 }, 1, { 0 }, "tensor([0.2500, 0.5000], requires_grad=True)" },
  { GRAD_FLOAT64, { 2 }, 1, { 0 }, "tensor([0.2500, 0.5000], dtype=torch.float64, requires_grad=True)" },
  { GRAD_FLOAT32, { 20 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000, 3.7500, 4.0000, 4.2500, 4.5000,\n        4.7500, 5.0000], requires_grad=True)" },
  { GRAD_FLOAT64, { 20 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000, 3.7500, 4.0000, 4.2500, 4.5000,\n        4.7500, 5.0000], dtype=torch.float64, requires_grad=True)" },
  { GRAD_FLOAT32, { 14 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000], requires_grad=True)" },
  { GRAD_FLOAT64, { 14 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000], dtype=torch.float64,\n       requires_grad=True)" },
  { GRAD_FLOAT32, { 16 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000, 3.7500, 4.0000],\n       requires_grad=True)" },
  { GRAD_FLOAT64, { 16 }, 1, { 0 }, "tensor([0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000, 2.2500,\n        2.5000, 2.7500, 3.0000, 3.2500, 3.5000, 3.7500, 4.0000],\n       dtype=torch.float64, requires_grad=True)" },
};

static gint64
count_elements (const Case *c)
{
  gint64 n = 1;

  for (guint i = 0; i < c->n_dims; i++)
    n *= c->shape[i];
  return n;
}

/* A tensor of the case's shape and type with these values. */
static GradTensor *
new_tensor (const Case   *c,
            const double *values)
{
  const gint64     n = count_elements (c);
  g_autofree char *bytes = g_malloc0 ((gsize) n * 8 + 8);
  g_autoptr (GError) error = NULL;
  GradTensor *tensor;

  for (gint64 i = 0; i < n; i++)
    switch (c->dtype)
      {
      case GRAD_BOOL:
        ((guint8 *) bytes)[i] = values[i] != 0;
        break;
      case GRAD_INT64:
        ((gint64 *) (gpointer) bytes)[i] = (gint64) values[i];
        break;
      case GRAD_FLOAT32:
        ((float *) (gpointer) bytes)[i] = (float) values[i];
        break;
      case GRAD_FLOAT64:
        ((double *) (gpointer) bytes)[i] = values[i];
        break;
      default:
        g_assert_not_reached ();
      }
  tensor = grad_tensor_new (c->dtype, c->shape, c->n_dims, bytes, &error);
  g_assert_no_error (error);
  return tensor;
}

static void
assert_prints (const Case   *c,
               const double *values,
               gboolean      requires_grad)
{
  g_autoptr (GradTensor) tensor = new_tensor (c, values);
  g_autofree char *text = NULL;

  g_assert_true (grad_tensor_set_requires_grad (tensor, requires_grad, NULL));
  text = grad_tensor_to_string (tensor, "tensor", NULL);
  g_assert_cmpstr (text, ==, c->text);
}

static void
tensors_print_as_in_pytorch (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (literals); i++)
    assert_prints (&literals[i], literals[i].values, FALSE);
}

static void
of_large_tensors_the_edges_are_shown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      const gint64       n = count_elements (&counts[i]);
      g_autofree double *values = g_new (double, n);

      for (gint64 k = 0; k < n; k++)
        values[k] = (double) k * (counts[i].dtype == GRAD_INT64 ? 1 : 0.5);
      assert_prints (&counts[i], values, FALSE);
    }
}

static void
suffixes_go_where_they_fit (void)
{
  double values[20];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = i / 4.0 + 0.25;
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    assert_prints (&leaves[i], values, TRUE);
}

static void
large_integers_keep_every_digit (void)
{
  const gint64 values[] = { 9007199254740993, -4611686018427387904 };
  g_autoptr (GradTensor) tensor = grad_tensor_new (GRAD_INT64, (gint64[]){ 2 }, 1, values, NULL);
  g_autofree char *text = grad_tensor_to_string (tensor, "tensor", NULL);

  g_assert_cmpstr (text, ==, "tensor([    9007199254740993, -4611686018427387904])");
}

static const struct
{
  GradPrintOptions options;
  double           values[3];
  const char      *text;
} settings[] = {
  { { 2, 1000, 3, 80, GRAD_SCI_MODE_AUTOMATIC }, { 0.1234567, 1, 20 }, "tensor([ 0.12,  1.00, 20.00])" },
  { { 10, 1000, 3, 80, GRAD_SCI_MODE_AUTOMATIC },
    { 0.1234567, 1, 20 },
    "tensor([ 0.1234567016,  1.0000000000, 20.0000000000])" },
  { { 4, 1000, 3, 80, GRAD_SCI_MODE_ALWAYS },
    { 0.1234567, 1, 20 },
    "tensor([1.2346e-01, 1.0000e+00, 2.0000e+01])" },
  { { 4, 1000, 3, 20, GRAD_SCI_MODE_AUTOMATIC },
    { 0.1234567, 1, 20 },
    "tensor([ 0.1235,\n         1.0000,\n        20.0000])" },
  { { 4, 2, 1, 80, GRAD_SCI_MODE_AUTOMATIC }, { 0.1234567, 1, 20 }, "tensor([ 0.1235,  ..., 20.0000])" },
  { { 4, 1000, 3, 80, GRAD_SCI_MODE_NEVER }, { 1e-7, 1, 1e9 }, "tensor([    0.0000,     1.0000, 1000000000.0000])" },
};

static void
print_options_are_obeyed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const Case c = { GRAD_FLOAT32, { 3 }, 1, { 0 }, NULL };
      g_autoptr (GradTensor) tensor = new_tensor (&c, settings[i].values);
      g_autofree char *text = grad_tensor_to_string (tensor, "tensor", &settings[i].options);

      g_assert_cmpstr (text, ==, settings[i].text);
    }
}

static const struct
{
  double      value;
  const char *text;
} floats[] = {
  { 0, "0.0" },
  { -0.0, "-0.0" },
  { 1, "1.0" },
  { -0.1, "-0.1" },
  { 1e15, "1000000000000000.0" },
  { 1e16, "1e+16" },
  { 1e-4, "0.0001" },
  { 1e-5, "1e-05" },
  { 51.20000076293945, "51.20000076293945" },
  { 123456.789, "123456.789" },
  { 1.5e300, "1.5e+300" },
  { INFINITY, "inf" },
  { NAN, "nan" },
  { 0.1 + 0.2, "0.30000000000000004" },
};

static void
floats_print_as_in_python (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (floats); i++)
    {
      g_autofree char *text = grad_repr_float (floats[i].value);

      g_assert_cmpstr (text, ==, floats[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/repr/tensors-print-as-in-pytorch", tensors_print_as_in_pytorch);
  g_test_add_func ("/grad/repr/of-large-tensors-the-edges-are-shown", of_large_tensors_the_edges_are_shown);
  g_test_add_func ("/grad/repr/suffixes-go-where-they-fit", suffixes_go_where_they_fit);
  g_test_add_func ("/grad/repr/large-integers-keep-every-digit", large_integers_keep_every_digit);
  g_test_add_func ("/grad/repr/print-options-are-obeyed", print_options_are_obeyed);
  g_test_add_func ("/grad/repr/floats-print-as-in-python", floats_print_as_in_python);
  return g_test_run ();
}
