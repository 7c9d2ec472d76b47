import numpy as np
np.random.seed(42)
print(np.random.rand(3)); print(np.random.randn(2, 2)); print(np.random.randint(0, 10, 5)); print(np.random.normal(0, 1, 3)); print(np.random.uniform(-1, 1, 2))
print(np.random.permutation(5)); a = np.arange(4); np.random.shuffle(a); print(a); print(np.random.choice([1, 2, 3], 4)); print(np.random.randint(5)); print(np.random.random())
