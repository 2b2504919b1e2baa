#ifndef PEERS_H
#define PEERS_H

/// One step of work W1 with gradients written out by hand, no graph at all: 100 samples of two inputs and a target,
/// an MLP 2-16-16-1 with relu, max-margin loss and an L2 penalty, full batch.
///
/// `samples`: 100 rows of x, y, target. `parameters`: 337 numbers, neuron by neuron, weights and then the bias; they
/// are updated. Returns the loss.
double peers_step_of_w1(const double *samples, double *parameters, double learning_rate);

/// Milliseconds that Graphviz takes for layout and SVG of a graph in DOT, reading not counted. Negative if it fails.
double peers_graphviz(const char *dot);

#endif
