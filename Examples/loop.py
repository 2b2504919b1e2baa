# The training loop of the micrograd lecture: four samples, one number each to learn.
import random

random.seed(1337)
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
n = MLP(3, [4, 4, 1])

for k in range(20):
    ypred = [n(x) for x in xs]
    loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
    n.zero_grad(); loss.backward()
    for p in n.parameters(): p.data -= 0.05 * p.grad
    print(k, f'{loss.data:.6f}')
