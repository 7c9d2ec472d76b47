/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

#include "grad/grad-node.h"

/* A node of the recorded graph as PyTorch shows it: its type is called as the node is ("MulBackward0"), and as long
 * as anybody holds it there is one object for it. None for NULL. New reference. */
PyObject *worker_node_wrap (GradNode *node);

/* Adds the type Node, from which those of all nodes derive. -1 with an exception. */
int worker_node_init (PyObject *module);

/* The node that an object of such a type stands for; NULL if it is none. */
GradNode *worker_node_get (PyObject *object);
