/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* PyTorch's errors in other words. A row is found by the exact message, of which only what names this program's shapes
 * and names may vary; so a row never explains an error that it does not know. */

#include "lab/lab-explanation.h"

#include <glib/gi18n-lib.h>

static const LabExplanation explanations[] = {
  { "second-backward", "RuntimeError",
    "Trying to backward through the graph a second time*",
    N_ ("This part of the graph has been walked before"),
    N_ ("backward () frees what the operations had saved for their gradients. Two results that share a node (here the "
        "one whose saved values are gone) share that memory: the first backward took it from the second."),
    N_ ("Add the losses and call backward () once, or keep the graph with backward (retain_graph=True) in the first "
        "call. In a training loop, compute the loss anew in every turn.") },
  { "no-grad-fn", "RuntimeError",
    "element * of tensors does not require grad and does not have a grad_fn",
    N_ ("There is no graph behind this result"),
    N_ ("No tensor in the calculation requires a gradient, or it was computed under torch.no_grad () or after detach (), "
        "so nothing was recorded and there is nothing to walk back."),
    N_ ("Create the inputs with requires_grad=True before the calculation. To set requires_grad on the result instead "
        "silences the error and computes nothing.") },
  { "leaf-in-place", "RuntimeError",
    "a leaf Variable that requires grad is being used in an in-place operation.",
    N_ ("A parameter is changed while PyTorch is recording"),
    N_ ("x -= … changes the leaf itself. Recorded, it would be a step of the calculation, and x no longer the place where "
        "gradients arrive."),
    N_ ("Do the update under “with torch.no_grad ():”, so that it is not recorded. Do not write x = x - …: that makes a "
        "new tensor, which is no leaf.") },
  { "leaf-view-in-place", "RuntimeError",
    "a view of a leaf Variable that requires grad is being used in an in-place operation.",
    N_ ("A part of a parameter is changed while PyTorch is recording"),
    N_ ("x[0] is a view: it looks at the memory of the leaf x. Changing it changes x."),
    N_ ("Do the change under “with torch.no_grad ():”, or build a new tensor from the parts with torch.stack.") },
  { "modified-in-place", "RuntimeError",
    "one of the variables needed for gradient computation has been modified by an inplace operation*",
    N_ ("A value that backward needs was overwritten"),
    N_ ("Some operation saved its input or result for its gradient; afterwards the same memory was changed in place. Each "
        "change raises the tensor's version: the message tells the version that was saved and the one found."),
    N_ ("Replace the in-place operation (y += 1, y.exp_ ()) by one that makes a new tensor (y = y + 1), or do it after "
        "backward ().") },
  { "not-a-scalar", "RuntimeError",
    "grad can be implicitly created only for scalar outputs",
    N_ ("backward () of more than one number"),
    N_ ("A gradient belongs to one number. For a tensor of many, PyTorch must be told how they weigh."),
    N_ ("Reduce it to one number first, with .sum () or .mean (), or pass weights of the same shape: "
        "y.backward (torch.ones_like (y)) is the gradient of the sum.") },
  { "gradient-shape", "RuntimeError",
    "Mismatch in shape: grad_output[*] has a shape of * and output[*] has a shape of *.",
    N_ ("The weights given to backward () have another shape than the result"),
    N_ ("y.backward (v) needs one weight for each element of y."),
    N_ ("Make v with torch.ones_like (y), or reshape it to y.shape.") },
  { "integer-requires-grad", "RuntimeError",
    "?nly Tensors of floating point and complex dtype can require gradients",
    N_ ("Integers have no gradient"),
    N_ ("torch.tensor (2) is an int64 tensor. A gradient says what a very small change does; an integer cannot change "
        "by less than one."),
    N_ ("Write 2.0 instead of 2, or add dtype=torch.float32.") },
  { "integer-mean", "RuntimeError",
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: *",
    N_ ("The mean of integers"),
    N_ ("The mean of whole numbers is seldom whole, and PyTorch does not guess the type you want."),
    N_ ("Convert first: x.float ().mean ().") },
  { "non-leaf-grad", "UserWarning",
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed.*",
    N_ (".grad of a tensor that is no leaf"),
    N_ ("backward () keeps gradients only in leaves, the tensors you made yourself. This one was computed: after "
        "x = x + 1 the name x stands for a new tensor, and the gradient goes to the old one."),
    N_ ("Change x in place under torch.no_grad () so that it stays a leaf. To see the gradient of an intermediate result, "
        "call y.retain_grad () before backward ().") },
  { "numpy-requires-grad", "RuntimeError",
    "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    N_ ("NumPy knows nothing of gradients"),
    N_ ("The array would share the tensor's memory, and changes to it could not be recorded."),
    N_ ("Use x.detach ().numpy (). It still shares the memory: to keep the values while x goes on changing, add "
        ".clone () before it.") },
  { "shapes-do-not-broadcast", "RuntimeError",
    "The size of tensor a (*) must match the size of tensor b (*) at non-singleton dimension *",
    N_ ("These shapes do not fit"),
    N_ ("Shapes are compared from the last dimension backwards. Two sizes fit if they are equal or one of them is 1; "
        "missing dimensions count as 1."),
    N_ ("Print both shapes. Add a dimension of size 1 with unsqueeze (), or transpose one of the two.") },
  { "matrices-do-not-fit", "RuntimeError",
    "mat1 and mat2 shapes cannot be multiplied (*)",
    N_ ("These matrices cannot be multiplied"),
    N_ ("An (n × k) matrix times a (k × m) one is (n × m): the inner sizes must be equal."),
    N_ ("Print both shapes. Often one of the two must be transposed (.T), or the layer before has another number of "
        "outputs.") },
  { "matrix-vector-do-not-fit", "RuntimeError",
    "size mismatch, got input (*), mat (*), vec (*)",
    N_ ("This matrix and vector cannot be multiplied"),
    N_ ("An (n × k) matrix needs a vector of k elements."),
    N_ ("Print both shapes. Often the matrix must be transposed (.T).") },
  { "vectors-do-not-fit", "RuntimeError",
    "inconsistent tensor size, expected tensor [*] and src [*] to have the same number of elements, but got * and * "
    "elements respectively",
    N_ ("The dot product of vectors of different length"),
    N_ ("Both need the same number of elements."),
    N_ ("Print both shapes.") },
  { "shape-is-invalid", "RuntimeError",
    "shape '*' is invalid for input of size *",
    N_ ("The new shape has another number of elements"),
    N_ ("reshape () and view () arrange the same elements anew: the product of the sizes must stay the same."),
    N_ ("Let PyTorch work out one size by writing -1 for it.") },
  { "matmul-dtypes", "RuntimeError",
    "expected m1 and m2 to have the same dtype, but got: * != *",
    N_ ("A product of different types"),
    N_ ("Element by element PyTorch converts integers to floats, but matrix products want both sides alike."),
    N_ ("Convert one side: A.float () or A.double ().") },
  { "vector-dtypes", "RuntimeError",
    "dot : expected both vectors to have same dtype, but found * and *",
    N_ ("A product of different types"),
    N_ ("Element by element PyTorch converts integers to floats, but matrix products want both sides alike."),
    N_ ("Convert one side: A.float () or A.double ().") },
  { "layer-dtypes", "RuntimeError",
    "mat1 and mat2 must have the same dtype*",
    N_ ("The input has another type than the layer's weights"),
    N_ ("Layers are float32. NumPy's numbers, and torch.tensor of them, are float64."),
    N_ ("Convert the input: x.float (), or create it with dtype=torch.float32.") },
  { "expected-dtype", "RuntimeError",
    "expected scalar type * but found *",
    N_ ("A tensor of another type was expected"),
    N_ ("This operation wants all its tensors alike."),
    N_ ("Convert one of them: x.float (), x.double () or x.long ().") },
  { "result-dtype", "RuntimeError",
    "result type * can't be cast to the desired output type *",
    N_ ("The result does not fit into the tensor that is changed in place"),
    N_ ("x += 0.5 cannot store a fraction in an integer tensor."),
    N_ ("Make x a float tensor first: x = x.float ().") },
  { "item-of-many", "RuntimeError",
    "a Tensor with * elements cannot be converted to Scalar",
    N_ ("item () of more than one number"),
    N_ ("item () gives the Python number of a tensor that has exactly one element."),
    N_ ("Pick one (x[0].item ()), reduce it (x.sum ().item ()), or take them all with x.tolist ().") },
  { "truth-of-many", "RuntimeError",
    "Boolean value of Tensor with more than one value is ambiguous",
    N_ ("“if” of more than one number"),
    N_ ("A comparison of tensors has one answer for each element; Python's if, and, or want a single one."),
    N_ ("Say what you mean: (x > 0).all () or (x > 0).any ().") },
  { "unused-input", "RuntimeError",
    "One of the differentiated Tensors appears to not have been used in the graph. *",
    N_ ("The result does not depend on this tensor"),
    N_ ("autograd.grad was asked for the gradient by a tensor that took no part in the calculation."),
    N_ ("Check that the same tensor, not a copy of it, was used; or pass allow_unused=True and get None.") },
  { "requires-grad-of-result", "RuntimeError",
    "you can only change requires_grad flags of leaf variables.*",
    N_ ("requires_grad of a computed tensor"),
    N_ ("Whether a result requires a gradient follows from what it was computed from."),
    N_ ("Use y.detach () to cut it off from its graph.") },
  { "optimizer-non-leaf", "ValueError",
    "can't optimize a non-leaf Tensor",
    N_ ("An optimiser works on leaves"),
    N_ ("It changes tensors in place and reads their .grad; a computed tensor has none."),
    N_ ("Pass the tensors that were made with requires_grad=True, or model.parameters ().") },
  { "optimizer-empty", "ValueError",
    "optimizer got an empty parameter list",
    N_ ("There is nothing to optimise"),
    N_ ("The model has no parameters: tensors become parameters only when they are wrapped in nn.Parameter or stand in "
        "layers that are attributes of the module."),
    N_ ("Print list (model.parameters ()).") },
  { "grad-is-none", "AttributeError",
    "'NoneType' object has no attribute 'zero_'",
    N_ (".grad is still None"),
    N_ ("A tensor has no .grad before the first backward () that reaches it; and a tensor that was computed never gets "
        "one."),
    N_ ("Call zero_ () after backward (), or zero gradients with the optimiser's zero_grad (). If the name was assigned "
        "anew (x = x - …), update it in place instead.") },
  { "grad-is-none-in-update", "TypeError",
    "unsupported operand type(s) for *: 'float' and 'NoneType'",
    N_ (".grad is still None"),
    N_ ("The update multiplies the rate by x.grad, but backward () did not reach x: it was not called, x took no part in "
        "the loss, or x was assigned anew and is no leaf."),
    N_ ("Check that the loss is computed from this very x, and that x -= … stands under torch.no_grad ().") },
  { "index-of-scalar", "IndexError",
    "invalid index of a 0-dim tensor. *",
    N_ ("A single number has no elements to pick"),
    N_ ("A 0-d tensor has no dimension that could be indexed."),
    N_ ("Use x.item () for its value.") },
  { "index-out-of-range", "IndexError",
    "index * is out of bounds for dimension * with size *",
    N_ ("There is no element with this index"),
    N_ ("A dimension of size n has the indices 0 to n − 1, or −n to −1 from its end."),
    N_ ("Print the shape.") },
  { "dimension-out-of-range", "IndexError",
    "Dimension out of range (expected to be in range of *, but got *)",
    N_ ("The tensor has fewer dimensions"),
    N_ ("dim counts the dimensions from 0, or from −1 backwards."),
    N_ ("Print the shape, and see what each dimension stands for.") },
  { "target-size", "UserWarning",
    "Using a target size (*) that is different to the input size (*)*",
    N_ ("Predictions and targets have different shapes"),
    N_ ("The difference is broadcast: (n, 1) and (n) give n × n differences, and the loss is the mean over all of them. "
        "Training runs, but towards something else."),
    N_ ("Give both the same shape: y.squeeze (1), or y.unsqueeze (1) for the targets.") },

  /* Traps: see lab-explanation-traps.c. */
  { "trap-broadcast", NULL, NULL,
    N_ ("A column and a row became a square"),
    N_ ("A tensor of shape (n, 1) met one of shape (n). That is no mistake to PyTorch: it pairs every element with every "
        "other. In a loss, each prediction is compared with all targets."),
    N_ ("Give both the same shape with squeeze (1) or unsqueeze (1). Print the shape of the difference: it should have n "
        "elements, not n · n.") },
  { "trap-no-zero-grad", NULL, NULL,
    N_ ("Gradients add up"),
    N_ ("backward () adds to .grad. The parameter was changed by it and .grad was not zeroed before the next backward (), "
        "so this update contains the gradients of the earlier steps as well."),
    N_ ("Call x.grad.zero_ () after the update, or optimizer.zero_grad () at the beginning of each turn.") },
};

const LabExplanation *
lab_explanation_list (guint *n_explanations)
{
  *n_explanations = G_N_ELEMENTS (explanations);
  return explanations;
}

const LabExplanation *
lab_explanation_lookup (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if (g_str_equal (explanations[i].id, id))
      return &explanations[i];
  return NULL;
}

const LabExplanation *
lab_explanation_find (const char *type,
                      const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if (explanations[i].type != NULL && g_str_equal (explanations[i].type, type) &&
        g_pattern_match_simple (explanations[i].pattern, message))
      return &explanations[i];
  return NULL;
}

const char *
lab_explanation_get_title (const LabExplanation *explanation)
{
  return g_dgettext (GETTEXT_PACKAGE, explanation->title);
}

const char *
lab_explanation_get_cause (const LabExplanation *explanation)
{
  return g_dgettext (GETTEXT_PACKAGE, explanation->cause);
}

const char *
lab_explanation_get_fix (const LabExplanation *explanation)
{
  return g_dgettext (GETTEXT_PACKAGE, explanation->fix);
}
