"""torch.optim.lr_scheduler: rates that change with the epochs."""

import math

import _torch
from .. import _known


class LRScheduler:
    """Keeps the rates of an optimiser's groups in step with the epochs."""

    def __init__(self, optimizer, last_epoch=-1, verbose=False):
        self.optimizer, self.last_epoch = optimizer, last_epoch
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self._last_lr = [group["lr"] for group in optimizer.param_groups]
        self.step()

    def get_last_lr(self):
        return self._last_lr

    def get_lr(self):
        raise NotImplementedError

    def step(self, epoch=None):
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        for group, rate in zip(self.optimizer.param_groups, self.get_lr()):
            group["lr"] = rate
        self._last_lr = [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state_dict):
        vars(self).update(state_dict)


_LRScheduler = LRScheduler


def _make(name):
    """The class of a row of the engine's table of schedulers."""
    table = _torch.scheduler_options(name)

    def __init__(self, optimizer, *args, last_epoch=-1, verbose=False, **kwargs):
        settings = dict(zip(table, args), **kwargs)
        for key, default in table.items():
            if key not in settings and math.isnan(default):
                raise TypeError(f"{name}.__init__() missing 1 required positional argument: '{key}'")
            setattr(self, key, settings.pop(key, default))
        if settings:
            raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{next(iter(settings))}'")
        LRScheduler.__init__(self, optimizer, last_epoch)

    def get_lr(self):
        if self.last_epoch == 0:
            return [group["lr"] for group in self.optimizer.param_groups]
        values = [float(getattr(self, key)) for key in table]
        return [_torch.scheduler_next(name, values, self.last_epoch, base, group["lr"])
                for base, group in zip(self.base_lrs, self.optimizer.param_groups)]

    return type(name, (LRScheduler,), {"__init__": __init__, "get_lr": get_lr, "__module__": "torch.optim.lr_scheduler"})


for _name in _torch.scheduler_list():
    globals()[_name] = _make(_name)


class LambdaLR(LRScheduler):
    """The first rate times a function of the epoch."""

    def __init__(self, optimizer, lr_lambda, last_epoch=-1, verbose=False):
        n = len(optimizer.param_groups)
        self.lr_lambdas = list(lr_lambda) if isinstance(lr_lambda, (list, tuple)) else [lr_lambda] * n
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [base * function(self.last_epoch) for base, function in zip(self.base_lrs, self.lr_lambdas)]


class MultiStepLR(LRScheduler):
    """Decays by gamma at the given epochs."""

    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1, verbose=False):
        self.milestones, self.gamma = list(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        times = self.milestones.count(self.last_epoch)
        return [group["lr"] * self.gamma ** times if times else group["lr"] for group in self.optimizer.param_groups]


class ReduceLROnPlateau:
    """Decays when a measure has stopped to improve."""

    def __init__(self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0,
                 min_lr=0, eps=1e-8, verbose=False):
        if factor >= 1.0:
            raise ValueError("Factor should be < 1.0.")
        self.optimizer, self.mode, self.factor, self.patience = optimizer, mode, factor, patience
        self.threshold, self.threshold_mode, self.cooldown = threshold, threshold_mode, cooldown
        self.min_lr, self.eps = min_lr, eps
        self.best = math.inf if mode == "min" else -math.inf
        self.num_bad_epochs = self.cooldown_counter = 0
        self._last_lr = [group["lr"] for group in optimizer.param_groups]

    def get_last_lr(self):
        return self._last_lr

    def _is_better(self, value):
        sign = 1 if self.mode == "min" else -1
        margin = self.threshold * abs(self.best) if self.threshold_mode == "rel" else self.threshold
        return value < self.best - margin if sign == 1 else value > self.best + margin if self.best > -math.inf else True

    def step(self, metrics, epoch=None):
        value = float(metrics)
        if math.isinf(self.best) or self._is_better(value):
            self.best, self.num_bad_epochs = value, 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            for group in self.optimizer.param_groups:
                rate = max(group["lr"] * self.factor, self.min_lr)
                if group["lr"] - rate > self.eps:
                    group["lr"] = rate
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0
        self._last_lr = [group["lr"] for group in self.optimizer.param_groups]


def __getattr__(name):
    if name in _known.SCHEDULER:
        raise AttributeError(f"torch.optim.lr_scheduler.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.optim.lr_scheduler' has no attribute '{name}'")
