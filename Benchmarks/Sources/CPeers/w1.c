#include "peers.h"
#include <string.h>

enum { SAMPLES = 100, HIDDEN = 16, COUNT = 337 };

// Where the rows of each layer start.
enum { FIRST = 0, SECOND = HIDDEN * 3, LAST = SECOND + HIDDEN * (HIDDEN + 1) };

static void forward(const double *rows, int inputs, int outputs, const double *x, double *y, int is_relu) {
  for (int j = 0; j < outputs; j++) {
    const double *row = rows + j * (inputs + 1);
    double sum = row[inputs];
    for (int i = 0; i < inputs; i++) sum += row[i] * x[i];
    y[j] = is_relu && sum < 0 ? 0 : sum;
  }
}

static void backward(const double *rows, double *grads, int inputs, int outputs, const double *x,
                     const double *y_grad, double *x_grad) {
  for (int i = 0; i < inputs; i++) x_grad[i] = 0;
  for (int j = 0; j < outputs; j++) {
    double g = y_grad[j];
    if (g == 0) continue;
    const double *row = rows + j * (inputs + 1);
    double *grad = grads + j * (inputs + 1);
    for (int i = 0; i < inputs; i++) {
      grad[i] += g * x[i];
      x_grad[i] += g * row[i];
    }
    grad[inputs] += g;
  }
}

double peers_step_of_w1(const double *samples, double *parameters, double learning_rate) {
  double grads[COUNT];
  double total = 0;
  memset(grads, 0, sizeof grads);
  for (int s = 0; s < SAMPLES; s++) {
    const double *sample = samples + 3 * s;
    double a[HIDDEN], b[HIDDEN], score, a_grad[HIDDEN], b_grad[HIDDEN], score_grad, x_grad[2];
    forward(parameters + FIRST, 2, HIDDEN, sample, a, 1);
    forward(parameters + SECOND, HIDDEN, HIDDEN, a, b, 1);
    forward(parameters + LAST, HIDDEN, 1, b, &score, 0);
    double margin = 1 - sample[2] * score;
    if (margin <= 0) continue;
    total += margin;
    score_grad = -sample[2] / SAMPLES;
    backward(parameters + LAST, grads + LAST, HIDDEN, 1, b, &score_grad, b_grad);
    for (int j = 0; j < HIDDEN; j++) b_grad[j] = b[j] > 0 ? b_grad[j] : 0;
    backward(parameters + SECOND, grads + SECOND, HIDDEN, HIDDEN, a, b_grad, a_grad);
    for (int j = 0; j < HIDDEN; j++) a_grad[j] = a[j] > 0 ? a_grad[j] : 0;
    backward(parameters + FIRST, grads + FIRST, 2, HIDDEN, sample, a_grad, x_grad);
  }
  double squares = 0;
  for (int p = 0; p < COUNT; p++) {
    squares += parameters[p] * parameters[p];
    parameters[p] -= learning_rate * (grads[p] + 2e-4 * parameters[p]);
  }
  return total / SAMPLES + 1e-4 * squares;
}
