#!/bin/sh
# The capture under load, at full length: three senders that behave as API servers, 12,000 events a second together for a minute and
# longer, the receiver killed twice with SIGKILL, down for a minute, then down for two. About seven minutes. Tells how every event was
# counted, how long answers took, and the memory of the receiver. Posts of a real server come at their own times. The tests run the same at a
# tenth of all times.
#
#   bench/capture.sh
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
dotnet build tests/ApiSnoop.Tests -c Release -v quiet --nologo
APISNOOP_CAPTURE_SCALE=1 dotnet artifacts/bin/ApiSnoop.Tests/release/ApiSnoop.Tests.dll -noColor -showLiveOutput -class '*.CaptureUnderLoadTests' -class '*.CaptureServerTests' |
  sed 's/^ *ApiSnoop[^ ]* \[OUTPUT\] //'
