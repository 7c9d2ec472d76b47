import torch
print(torch.cuda.is_available())
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
print(device)
x = torch.ones(2, device=device)
print(x.device, x.to(device).device.type, x.is_cuda)
print(torch.device("cpu") == x.device)
