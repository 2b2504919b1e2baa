#include "number_text.h"

#include <stdio.h>

int gradviz_format(char *buffer, int size, int is_scientific, int decimals, double number) {
  return snprintf(buffer, (size_t)size, is_scientific ? "%.*e" : "%.*f", decimals, number);
}
