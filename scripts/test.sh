#!/usr/bin/env bash
# Runs every test on a fresh machine. Arguments choose among those written in Swift: --filter NAME.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
# Some tests written in Swift have PDF judged by another program.
[ $# != 0 ] || scripts/setup-explorer-tests.sh
scripts/samples.py
swift build --build-tests
swift test --skip-build "$@"
if [ $# = 0 ]; then
  export GRADVIZ="$(swift build --show-bin-path)/gradviz"
  tsc -p Sources/CExplorer/page
  node --test Tests/ExplorerTests/modules
  /usr/bin/python3 Tests/ExplorerTests/explorer_tests.py
  /usr/bin/python3 Tests/ExplorerTests/stage_tests.py
  /usr/bin/python3 Tests/ExplorerTests/change_tests.py
  /usr/bin/python3 Tests/ExplorerTests/timeline_tests.py
  /usr/bin/python3 Tests/ExplorerTests/share_tests.py
  /usr/bin/python3 Tests/ExplorerTests/question_tests.py
  /usr/bin/python3 Tests/ExplorerTests/steps_tests.py
  /usr/bin/python3 Tests/ExplorerTests/fault_tests.py
  python3 Tests/PythonTests/language_tests.py
  python3 Tests/PythonTests/terminal_tests.py
  python3 Tests/Faults/faults.py "$GRADVIZ" --scale 0.01
  scripts/setup-python-tests.sh
  .build/python/bin/python -m unittest discover python/tests
  .build/python/bin/python Tests/PythonTests/schema_tests.py
fi
