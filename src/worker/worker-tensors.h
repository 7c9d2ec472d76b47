/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-node.h"
#include "worker/worker-program.h"

/* Tensors as the lab is told of them. Each has a number, from when the lab first hears of it; what is known of it is
 * kept by the tensor of the engine, since a program may have several Python objects for one. */

typedef struct
{
  uint64_t id;
  uint64_t node;    /* its grad_fn, as the lab knows it; 0: none */
  uint64_t grad;    /* the tensor that is its .grad, as the lab knows it; 0: None */
  uint32_t version; /* of the values that it knows */
  bool     requires_grad;
} WorkerKnown;

/* A tensor in a message, and its elements where they are not dense in memory. */
typedef struct
{
  LabTensor tensor;
  uint64_t  elements[64];
} WorkerShown;

/* What the lab knows of tensor; NULL if nothing. */
WorkerKnown *worker_tensors_find (GradTensor *tensor);

/* Gives tensor a number. The caller tells the lab of it. */
WorkerKnown *worker_tensors_add (GradTensor *tensor);

/* A number for a tensor that nobody can reach. */
uint64_t worker_tensors_new_id (void);

/* The number of tensor is not used any more; FREE says so soon. */
void worker_tensors_free_id (uint64_t id);
void worker_tensors_free_node (uint64_t node);
void worker_tensors_forget (GradTensor *tensor);

/* Makes sure that the lab knows tensor as it is now, before a message speaks of it. Returns its number. */
uint64_t worker_tensors_know (GradTensor *tensor);

/* The same, but for its .grad. */
WorkerKnown *worker_tensors_know_itself (GradTensor *tensor);

/* Tells the lab if the .grad of tensor is another now. */
void worker_tensors_know_grad (GradTensor *tensor);

/* Tells the lab of every .grad that is another than it thinks. */
void worker_tensors_know_grads (void);

/* Something that no operation does was done to tensor: the lab is told if it knows it. */
void worker_tensors_note (GradTensor *tensor);

/* From now on worker_tensors_know_grads looks at this tensor. */
void worker_tensors_hold (GradTensor *tensor);

/* What a message says of tensor; shown must live until it is sent. */
void worker_tensors_show (GradTensor  *tensor,
                          uint64_t     id,
                          WorkerShown *shown);

/* FREE, of what died since the last time. */
void worker_report_freed (void);

/* Starts or stops to report what the engine does. */
void worker_tensors_watch (bool watched);
bool worker_tensors_is_watched (void);

/* ---- Python objects ---- */

bool     worker_is_tensor (PyObject *object);
uint64_t worker_get_tensor_id (PyObject *tensor); /* 0: the lab does not know it yet */

/* Differs after the values have changed in place. */
uint64_t worker_get_tensor_signature (PyObject *tensor);

/* worker_tensors_know (). */
void worker_announce_tensor (PyObject *tensor);

/* A few words: "tensor(2.)", "tensor of shape [3, 4]". Writes a terminated text of less than size bytes. */
void worker_describe_tensor (PyObject *tensor,
                             char     *text,
                             size_t    size);

/* Elements of a live tensor in row-major order, at most count; returns how many. */
uint32_t worker_get_tensor_values (uint64_t tensor,
                                   uint64_t from,
                                   uint32_t count,
                                   double  *values);
