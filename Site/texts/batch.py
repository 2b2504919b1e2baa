xs = [[2.0, 3.0], [-1.0, 0.5]]
ys = [1.0, -1.0]
net = MLP(2, [3, 1], seed=4)
ypred = [net(x) for x in xs]
loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
