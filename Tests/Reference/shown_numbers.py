#!/usr/bin/env python3
"""Writes shown_numbers.json: numbers, and how frames and the page show them, rounded from their exact values.

Four significant digits, halves to the even digit as in C and Python, in at most ten characters; decimals from 0.001 on and
below 99,999.5, powers of ten elsewhere. Many rows are halves between two digits, exactly or by a hair: where ways to round
differ.
"""
import json
import random
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

getcontext().prec = 1200


def shown(number):
    exact = abs(Decimal(number))
    sign = "−" if number < 0 else ""
    plain = lambda value: format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else format(value, "f")
    if Decimal("0.001") <= exact < Decimal("99999.5"):
        before = next(n for limit, n in [("0.01", -2), ("0.1", -1), ("1", 0), ("10", 1), ("100", 2), ("1000", 3), ("1e9", 4)]
                      if exact < Decimal(limit))
        return sign + plain(exact.quantize(Decimal(1).scaleb(-max(0, 4 - before)), ROUND_HALF_EVEN))
    power = exact.adjusted()
    decimals = 2 if abs(power) >= 100 else 3
    mantissa = exact.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    if mantissa == 10:
        mantissa, power = Decimal(1), power + 1
    return f"{sign}{plain(mantissa)}e{'−' if power < 0 else ''}{abs(power)}"


random.seed(1)
numbers = [0.5, 2.5, 0.125, 1234.5, 1235.5, 12344.5, 99999.4, 99999.5, 0.001, 0.0009999, 1e-320, 1.7976931348623157e308, 5e-324,
           0.00012345, 123450, 1234500000.0, 0.03125, 0.0078125, 1.0005, 1.00005, 9999.5, 999.95, 0.99995, 12.345, 0.00099995, 9.9995e-10,
           9.9995e10, 9.9985e5, 9.9995e99, 9.995e150, 9.985e-200, -0.00099995]
for _ in range(160):
    places = random.randrange(0, 7)
    numbers.append((random.randrange(1, 10000) * 10 + 5) / 10 ** (places + 1))
for _ in range(60):
    numbers.append((2 * random.randrange(1, 10000) + 1) / 2 ** random.randrange(1, 12))
for _ in range(60):
    numbers.append(random.choice([1, -1]) * random.uniform(1, 10) * 10.0 ** random.randrange(-300, 300))
rows = [[number, shown(number)] for number in numbers]
assert all(len(text) <= 10 for _, text in rows)
Path(__file__).with_name("shown_numbers.json").write_text(
    "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
