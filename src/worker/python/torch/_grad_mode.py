"""Switching the recording of operations off and on."""

import functools

import _torch


class _Mode:
    """For `with`, and in front of a function."""

    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        self.prev = _torch.set_recording(self.mode)

    def __exit__(self, *exception):
        _torch.set_recording(self.prev)
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            with type(self)._again(self):
                return function(*args, **kwargs)
        return call

    def _again(self):
        return type(self)()


class no_grad(_Mode):
    def __init__(self):
        self.mode = False

    def __new__(cls, function=None):
        """@torch.no_grad without brackets works too."""
        mode = object.__new__(cls)
        if function is None:
            return mode
        mode.__init__()
        return mode(function)


class enable_grad(_Mode):
    def __init__(self):
        self.mode = True


class inference_mode(_Mode):
    """Recording is off; the lab does not forbid what PyTorch forbids to do with the results later."""

    depth = 0

    def __new__(cls, mode=True):
        made = object.__new__(cls)
        if callable(mode):
            made.__init__()
            return made(mode)
        return made

    def __init__(self, mode=True):
        self.mode = not mode

    def __enter__(self):
        inference_mode.depth += not self.mode
        super().__enter__()

    def __exit__(self, *exception):
        inference_mode.depth -= not self.mode
        return super().__exit__(*exception)


class set_grad_enabled(_Mode):
    """Acts at once, and until the end of the block if it is used with `with`."""

    def __init__(self, mode):
        self.prev = _torch.set_recording(mode)
        self.mode = mode

    def __enter__(self):
        _torch.set_recording(self.mode)

    def _again(self):
        return set_grad_enabled(self.mode)


def is_grad_enabled():
    return _torch.is_recording()
