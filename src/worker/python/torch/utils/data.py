"""torch.utils.data: sets of samples, and batches of them."""

import _torch
from _torch import Tensor
from .. import _known


class Dataset:
    def __getitem__(self, index):
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        if any(tensor.shape[0] != tensors[0].shape[0] for tensor in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].shape[0]


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


def random_split(dataset, lengths, generator=None):
    from .. import randperm
    if sum(lengths) <= 1.0 and any(isinstance(length, float) for length in lengths):
        sizes = [int(len(dataset) * length) for length in lengths]
        for i in range(len(dataset) - sum(sizes)):
            sizes[i % len(sizes)] += 1
        lengths = sizes
    if sum(lengths) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order, parts, at = randperm(len(dataset)).tolist(), [], 0
    for length in lengths:
        parts.append(Subset(dataset, order[at:at + length]))
        at += length
    return parts


def default_collate(samples):
    """Samples as one batch: tensors are stacked, numbers become tensors, tuples are batched part by part."""
    from .. import stack, tensor
    first = samples[0]
    if isinstance(first, Tensor):
        return stack(samples)
    if isinstance(first, (int, float)):
        return tensor(samples)
    if isinstance(first, (tuple, list)):
        return [default_collate([sample[i] for sample in samples]) for i in range(len(first))]
    if isinstance(first, dict):
        return {name: default_collate([sample[name] for sample in samples]) for name in first}
    return samples


def _draw_seed():
    """PyTorch draws 63 bits for each epoch, and again for its order, which another generator then makes."""
    from .. import randint
    return (randint(-2 ** 63, 2 ** 63 - 1, ()).item() + 2 ** 63) % 2 ** 63


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, sampler=None, batch_sampler=None, num_workers=0,
                 collate_fn=None, pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, generator=None):
        self.dataset, self.batch_size, self.shuffle, self.drop_last = dataset, batch_size, shuffle, drop_last
        self.collate_fn = collate_fn or default_collate

    def __len__(self):
        n, rest = divmod(len(self.dataset), self.batch_size)
        return n if self.drop_last or not rest else n + 1

    def __iter__(self):
        n = len(self.dataset)
        _draw_seed()
        order = _torch.shuffled(n, _draw_seed()) if self.shuffle else range(n)
        for at in range(0, len(order), self.batch_size):
            indices = order[at:at + self.batch_size]
            if len(indices) < self.batch_size and self.drop_last:
                return
            yield self.collate_fn([self.dataset[i] for i in indices])


def __getattr__(name):
    if name in _known.DATA:
        raise AttributeError(f"torch.utils.data.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.utils.data' has no attribute '{name}'")
