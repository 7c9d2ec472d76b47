/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs as text: what runs for each block of points. */

#include "grad/grad-program-private.h"

static const char *const kernel_names[GRAD_N_KERNELS] = {
#define UNARY(name, ...) [GRAD_KERNEL_##name] = #name,
#define BINARY(name, ...) [GRAD_KERNEL_##name] = #name,
#define PLAIN(name, ...) [GRAD_KERNEL_##name] = #name,
#define COMPARE(name, ...) [GRAD_KERNEL_##name] = #name,
#include "grad/grad-ops.def"
#define SINCOS(name, ...) [GRAD_KERNEL_##name] = #name,
#define KERNEL1(name, ...) [GRAD_KERNEL_##name] = #name,
#define KERNEL3(name, ...) [GRAD_KERNEL_##name] = #name,
#define FUSED3(name, ...) [GRAD_KERNEL_##name] = #name,
#define FUSED4(name, ...) [GRAD_KERNEL_##name] = #name,
#define FUSED5(name, ...) [GRAD_KERNEL_##name] = #name,
#include "grad/grad-kernels.def"
};

static const char *const place_names[] = {
  [GRAD_PLACE_INPUT] = "input",
  [GRAD_PLACE_COLUMN] = "column",
  [GRAD_PLACE_EXPORT] = "output",
  [GRAD_PLACE_REGISTER] = "r",
  [GRAD_PLACE_UNIFORM] = "number",
  [GRAD_PLACE_ROW] = "row",
};

static void
write_slots (GString        *text,
             const GradSlot *slots,
             guint           n_slots)
{
  for (guint i = 0; i < n_slots; i++)
    g_string_append_printf (text, "%s%s%u", i > 0 ? ", " : "", place_names[slots[i].place], slots[i].index);
}

char *
grad_program_to_string (const GradProgram *program)
{
  const GradSection *section = &program->sections[GRAD_SECTION_POINTS];
  GString           *text = g_string_new (NULL);

  for (guint i = 0; i < section->n_instructions; i++)
    {
      const GradInstruction *instruction = &section->instructions[i];
      guint                  kernel = instruction->kernel;

      while (kernel_names[kernel] == NULL)
        kernel--;
      write_slots (text, instruction->outputs, instruction->n_outputs);
      g_string_append_printf (text, " = %s (", kernel_names[kernel]);
      write_slots (text, instruction->inputs, instruction->n_inputs);
      g_string_append (text, ")\n");
    }
  return g_string_free (text, FALSE);
}
