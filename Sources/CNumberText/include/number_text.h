// How C writes a number: what Swift's own ways to it, through a list of variable arguments, take ten times as
// long for.
#ifndef GRADVIZ_NUMBER_TEXT_H
#define GRADVIZ_NUMBER_TEXT_H

/// Writes a number with so many decimals, in scientific notation if asked, as `snprintf` does. Returns the
/// length.
int gradviz_format(char *buffer, int size, int is_scientific, int decimals, double number);

#endif
