#!/usr/bin/env bash
# Breaks the command from outside, as long as is worth while: kills, full disks, limits, closed pipes, two at once. About
# ten minutes as root. Arguments choose: scripts/faults.sh limits signals; --scale 0.01 is the short run of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product gradviz
python3 Tests/Faults/faults.py "$(swift build -c release --show-bin-path)/gradviz" "$@"
