/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A run holds its points already; a list of objects beside it would hold them twice. So an item is only a number,
 * and lives as long as somebody looks at it. */

#include "app/gradients-step-list.h"

struct _GradientsStep
{
  GObject parent_instance;

  guint index;
};

struct _GradientsStepList
{
  GObject parent_instance;

  guint n_items;
};

static void gradients_step_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (GradientsStep, gradients_step, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (GradientsStepList, gradients_step_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, gradients_step_list_model_init))

static void
gradients_step_class_init (GradientsStepClass *klass)
{
}

static void
gradients_step_init (GradientsStep *self)
{
}

guint
gradients_step_get_index (GradientsStep *self)
{
  return self->index;
}

static GType
gradients_step_list_get_item_type (GListModel *model)
{
  return GRADIENTS_TYPE_STEP;
}

static guint
gradients_step_list_get_n_items (GListModel *model)
{
  return GRADIENTS_STEP_LIST (model)->n_items;
}

static gpointer
gradients_step_list_get_item (GListModel *model,
                              guint       position)
{
  GradientsStep *step;

  if (position >= GRADIENTS_STEP_LIST (model)->n_items)
    return NULL;
  step = g_object_new (GRADIENTS_TYPE_STEP, NULL);
  step->index = position;
  return step;
}

static void
gradients_step_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gradients_step_list_get_item_type;
  iface->get_n_items = gradients_step_list_get_n_items;
  iface->get_item = gradients_step_list_get_item;
}

static void
gradients_step_list_class_init (GradientsStepListClass *klass)
{
}

static void
gradients_step_list_init (GradientsStepList *self)
{
}

GradientsStepList *
gradients_step_list_new (void)
{
  return g_object_new (GRADIENTS_TYPE_STEP_LIST, NULL);
}

void
gradients_step_list_set_n_items (GradientsStepList *self,
                                 guint              n_items)
{
  guint before;

  g_return_if_fail (GRADIENTS_IS_STEP_LIST (self));

  before = self->n_items;
  self->n_items = n_items;
  if (n_items > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_items - before);
  else if (n_items < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_items, before - n_items, 0);
}
