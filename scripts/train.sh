#!/usr/bin/env bash
# Trains the lecture's network on its four samples, then the two moons, and leaves both runs in output/.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
swift build -c release --product gradviz
gradviz="$(swift build -c release --show-bin-path)/gradviz"

"$gradviz" train lecture --record output/lecture --overwrite
"$gradviz" train moons --record output/moons --every 10 --overwrite
