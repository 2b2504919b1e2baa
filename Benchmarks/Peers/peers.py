"""W1 with micrograd and with PyTorch on one thread, whichever of them is installed.

    python3 peers.py FOLDER_OF_W1
"""

import gc
import statistics
import sys
import time

folder = sys.argv[1]
samples = [list(map(float, line.split())) for line in open(f"{folder}/moons.txt")]
weights = [float(line) for line in open(f"{folder}/init.txt")]
print("\n## Peers, the same work W1\n\n| engine | ms a step (median) |\n| --- | --- |")

try:
    from micrograd.engine import Value
    from micrograd.nn import MLP

    def steps(count):
        net = MLP(2, [16, 16, 1])
        numbers = iter(weights)
        for layer in net.layers:
            for neuron in layer.neurons:
                for parameter in neuron.parameters():
                    parameter.data = next(numbers)
        times = []
        for step in range(count):
            start = time.perf_counter()
            scores = [net([Value(x), Value(y)]) for x, y, _ in samples]
            losses = [(1 + -label * score).relu() for (_, _, label), score in zip(samples, scores)]
            loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in net.parameters())
            net.zero_grad()
            loss.backward()
            for p in net.parameters():
                p.data -= (1 - 0.9 * step / 100) * p.grad
            times.append(1000 * (time.perf_counter() - start))
            if step == 0:
                assert abs(loss.data - 1.510577889993) < 1e-9, loss.data
        return statistics.median(times[1:])

    sys.setrecursionlimit(100000)
    print(f"| micrograd, as shipped | {steps(4):.0f} |")
    gc.disable()
    print(f"| micrograd, Python's collector off | {steps(4):.0f} |")
    gc.enable()
except ImportError:
    print("| micrograd | not installed |")

try:
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    inputs = torch.tensor([row[:2] for row in samples])
    labels = torch.tensor([row[2] for row in samples])
    parameters, at = [], 0
    for before, after in [(2, 16), (16, 16), (16, 1)]:
        rows = [weights[at + i * (before + 1): at + (i + 1) * (before + 1)] for i in range(after)]
        at += after * (before + 1)
        parameters += [torch.tensor([r[:-1] for r in rows]).requires_grad_(), torch.tensor([r[-1] for r in rows]).requires_grad_()]
    times = []
    for step in range(500):
        start = time.perf_counter()
        hidden = torch.relu(inputs @ parameters[0].T + parameters[1])
        hidden = torch.relu(hidden @ parameters[2].T + parameters[3])
        scores = (hidden @ parameters[4].T + parameters[5]).squeeze(1)
        loss = torch.relu(1 - labels * scores).mean() + 1e-4 * sum((p * p).sum() for p in parameters)
        loss.backward()
        with torch.no_grad():
            for p in parameters:
                p -= (1 - 0.9 * (step % 100) / 100) * p.grad
                p.grad = None
        times.append(1000 * (time.perf_counter() - start))
        if step == 0:
            assert abs(loss.item() - 1.510577889993) < 1e-9, loss.item()
    print(f"| PyTorch {torch.__version__}, vectorised, one thread | {statistics.median(times[50:]):.3f} |")
except ImportError:
    print("| PyTorch | not installed |")
