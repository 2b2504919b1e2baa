#!/usr/bin/env bash
# Runs the tests under the address sanitizer and under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
# Everything takes up to twenty times as long: long loops are shortened.
export GRADVIZ_TEST_SCALE=0.02 GRADVIZ_DRAWINGS=100
# What Graphviz and its font libraries keep until the end of the process is theirs.
export ASAN_OPTIONS=detect_leaks=0

# Left out are the longest, which have no pointer of their own: layouts, spelling and checks, arithmetic on Swift's arrays,
# and the tables of options, hundreds of starts of the command.
longest='PageLayoutTests|LayeredLayoutTests|NestedLayoutTests|SuggestionTests|GradientCheckRateTests|WrittenDigitsTests'
longest+='|TikzPictureTests|OptionTests|MisuseTests'
# And those of one thread from beginning to end.
alone='CommandTests|LanguageTests|ParserTests|CirclesTests|BoundsTests|FuzzTests'

echo "address sanitizer"
swift test --scratch-path .build-address --sanitize=address --skip "$longest" "$@"
echo "thread sanitizer"
swift test --scratch-path .build-thread --sanitize=thread --skip "$longest|$alone" "$@"
