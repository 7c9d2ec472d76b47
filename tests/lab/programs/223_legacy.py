import torch
print(torch.Tensor([1, 2, 3]))
print(torch.Tensor(2, 2).shape)
print(torch.FloatTensor([1.0, 2.0]), torch.LongTensor([1, 2]), torch.DoubleTensor([1.5]))
print(torch.tensor([1.0]).type(), torch.tensor([1]).type(), torch.tensor([True]).type())
print(isinstance(torch.ones(1), torch.Tensor), isinstance(torch.ones(1), torch.FloatTensor), torch.is_tensor(3))
print(torch.ones(1).type(torch.float64), torch.ones(1).type(torch.LongTensor))
x = torch.Tensor([1.0]); x.requires_grad = True
print(x)
from torch.autograd import Variable
v = Variable(torch.ones(2), requires_grad=True)
print(v)
