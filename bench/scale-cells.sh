#!/usr/bin/env bash
# Fills a store in ClickHouse with made-up cells, a thousand a recording, and asks of them.
#
#   bench/scale-cells.sh clickhouse://localhost:18130/cells [CELLS]
#
# EACH, if it is set, is a command that each statement is run by. What is timed is the statement alone.
set -euo pipefail

store=$1 cells=${2:-100000000} step=1000000
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
http=http://$(sed -E 's#clickhouse://([^@/]*@)?([^,/]*).*#\2#' <<<"$store")/
database=$(sed -E 's#clickhouse://[^/]*/([^?]*).*#\1#' <<<"$store")
# The answer, and then the seconds that it took.
timed() { ${EACH:-} curl -sS -w '%{time_total}\n' "$http?database=$database" --data-binary "$1"; }

dotnet "$here/artifacts/bin/ApiSnoop.Tests/release/ApiSnoop.Cli.dll" store init "$store"
total=0
for from in $(seq 0 $step $((cells - 1))); do
  many=$((cells - from < step ? cells - from : step))
  took=$(timed "INSERT INTO cells SELECT concat('made/app-', toString(intDiv(number, 1000))), '20200101000000-made', \
    concat('listCoreV1Thing', toString(number % 500)), '', '', ['get','list','watch','create','update'][number % 5 + 1], 200, \
    concat('agent/v1.', toString(number % 40)), concat('system:serviceaccount:ns-', toString(number % 90), ':app'), \
    concat('ns-', toString(number % 90)), '', '', number % 1000, '/api/v1/things', number % 7919 + 1, \
    1700000000000000 + number, 1700000000000000 + number * 3 FROM numbers($from, $many) SETTINGS max_threads = 2")
  total=$(awk -v t="$total" -v s="$took" 'BEGIN { print t + s }')
done
echo "$cells cells made up: $total s"
for i in 1 2 3; do
  echo "one recording among them: $(timed "SELECT operation, verb, user_agent, sum(requests), min(first_micros) FROM cells \
    WHERE app = 'made/app-77' AND generation = '20200101000000-made' GROUP BY operation, verb, user_agent FORMAT Null") s"
done
for i in 1 2; do
  echo "each operation over all of them, with how many apps use it: $(timed "SELECT operation, sum(requests), uniqExact(app) FROM cells \
    GROUP BY operation ORDER BY 2 DESC LIMIT 3 FORMAT Null") s"
done
curl -sS "$http?database=$database" --data-binary "SELECT concat('on the disk: ', toString(sum(bytes_on_disk)), ' bytes in ', \
  toString(count()), ' parts, ', toString(sum(rows)), ' cells') FROM system.parts \
  WHERE active AND database = '$database' AND table LIKE 'cells%'"
