#!/usr/bin/env python3
"""The field and the descents of bench-field.c by PyTorch, batched, in one thread: prints seconds per point and per step."""
import time

import torch

torch.set_num_threads(1)


def function(x, y):
    return torch.sin(3 * x) * torch.cos(3 * y) + (x + y) / 4


def grid(side):
    axis = torch.linspace(-3, 2, side)
    x, y = torch.meshgrid(axis, axis, indexing="xy")
    return x.contiguous(), y.contiguous()


def field(x, y):
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    begin = time.process_time()
    value = function(x, y)
    value.backward(torch.ones_like(value))
    return time.process_time() - begin


def descents(x, y, n_steps):
    x, y = x.clone().requires_grad_(), y.clone().requires_grad_()
    begin = time.process_time()
    for _ in range(n_steps):
        function(x, y).sum().backward()
        with torch.no_grad():
            x -= 0.05 * x.grad
            y -= 0.05 * y.grad
            x.grad.zero_()
            y.grad.zero_()
    return time.process_time() - begin


x, y = grid(1024)
print(min(field(x, y) for _ in range(20)) / x.numel())
x, y = grid(512)
print(min(descents(x, y, 20) for _ in range(5)) / x.numel() / 20)
print(torch.__version__)
