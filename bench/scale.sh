#!/usr/bin/env bash
# Measures a store in ClickHouse: loaders side by side, many recordings, many made-up cells, pages.
#
#   bench/scale.sh STORE LOG [CELLS]     bench/scale.sh clickhouse://localhost:8123/bench audit.log 100000000
#   bench/scale.sh chdb LOG [CELLS]      the same on the engine of the tests, which is started and ended
#
# The database is made and its tables are filled; drop it when you are done. CELLS is 0 unless given: they take minutes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
store=$1 log=$2 cells=${3:-0}
work=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT INT TERM
if [ "$store" = chdb ]; then
  port=${CHDB_PORT:-18130}
  dotnet "$here/artifacts/bin/ApiSnoop.Tests/release/ApiSnoop.ChDb.dll" "$here/artifacts/chdb/package/libchdb.so" "$work/data" "$port" &
  pids+=($!)
  store=clickhouse://127.0.0.1:$port/bench
  until curl -s -o /dev/null "http://127.0.0.1:$port/?query=SELECT+1"; do sleep 0.1; done
fi
http=http://$(sed -E 's#clickhouse://([^@/]*@)?([^,/]*).*#\2#' <<<"$store")/
database=$(sed -E 's#clickhouse://[^/]*/([^?]*).*#\1#' <<<"$store")
table=$(case $store in *cluster=*) echo cells_local ;; *) echo cells ;; esac)
export XDG_DATA_HOME=$work
run() { dotnet "$here/artifacts/bin/ApiSnoop.Tests/release/ApiSnoop.Cli.dll" "$@"; }
ask() { curl -sS "$http?database=$database" --data-binary "$1"; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }'; }

run store init "$store"

echo; echo "| loaders | seconds | requests a second |"; echo "|---:|---:|---:|"
for loaders in 1 2 4; do
  begun=$(now)
  for i in $(seq "$loaders"); do run load-audit "$log" "loader-$i" --store "$store" -q >/dev/null 2>&1 & waits[i]=$!; done
  for i in $(seq "$loaders"); do wait "${waits[i]}"; done
  took=$(since "$begun")
  requests=$(run sql "select sum(requests) from request_counts where app like 'loader-%'" --store "$store" -o csv | tail -1)
  echo "| $loaders | $took | $(awk -v r="$requests" -v t="$took" 'BEGIN { printf "%d", r / t }') |"
done
echo "The same into a folder: $(begun=$(now); run load-audit "$log" loader-1 --store "$work/folder" -q >/dev/null 2>&1; since "$begun") s"

run load-audit "$log" --split-by namespace --store "$work/folder" -q >/dev/null 2>&1
mapfile -t apps < <(run apps --store "$work/folder" -o csv | tail -n +2 | cut -d, -f1 | grep -v '^loader-1$' | head -100)
begun=$(now)
for cluster in $(seq 10); do run push "${apps[@]}" --store "$work/folder" --to "$store" --cluster "c$cluster" >"$work/pushed"; done
echo; echo "${#apps[@]} apps of 10 clusters pushed, one after the other: $(since "$begun") s; as files" \
  "$(awk '{ gsub(",", "", $(NF-1)); s += $(NF-1) } END { printf "%d", s / NR }' "$work/pushed") bytes each"

if [ "$cells" -gt 0 ]; then
  begun=$(now)
  # A thousand cells a recording, of texts as real ones have them.
  for from in $(seq 0 10000000 $((cells - 1))); do
    many=$((cells - from < 10000000 ? cells - from : 10000000))
    ask "INSERT INTO cells SELECT concat('made/app-', toString(intDiv(number, 1000))), '20200101000000-made', \
      concat('listCoreV1Thing', toString(number % 500)), '', '', ['get','list','watch','create','update'][number % 5 + 1], 200, \
      concat('agent/v1.', toString(number % 40)), concat('system:serviceaccount:ns-', toString(number % 90), ':app'), \
      concat('ns-', toString(number % 90)), '', '', number % 1000, '/api/v1/things', number % 7919 + 1, \
      1700000000000000 + number, 1700000000000000 + number * 3 FROM numbers($from, $many) SETTINGS max_threads = 2"
  done
  echo; echo "$cells cells made up: $(since "$begun") s"
  for i in 1 2 3; do
    begun=$(now)
    ask "SELECT operation, verb, user_agent, sum(requests), min(first_micros) FROM cells WHERE app = 'made/app-77' AND generation = \
      '20200101000000-made' GROUP BY operation, verb, user_agent FORMAT Null"
    echo "one recording among them: $(since "$begun") s"
  done
  begun=$(now)
  ask "SELECT operation, sum(requests), uniqExact(app) FROM cells GROUP BY operation ORDER BY 2 DESC LIMIT 3 FORMAT Null"
  echo "each operation over all of them: $(since "$begun") s"
fi

ask "OPTIMIZE TABLE $table FINAL"
echo; echo "On the disk: $(ask "SELECT concat(toString(sum(bytes_on_disk)), ' bytes in ', toString(sum(rows)), ' cells') FROM system.parts \
  WHERE active AND database = '$database' AND table = '$table'")"
echo "Of real recordings: $(ask "SELECT concat(toString(sum(requests)), ' requests in ', toString(count()), ' cells') FROM $table \
  WHERE generation != '20200101000000-made'")"

run start-server --store "$store" --url http://127.0.0.1:18131 2>/dev/null &
pids+=($!)
until curl -s -o /dev/null http://127.0.0.1:18131/about; do sleep 0.1; done
echo; echo "| page | first, ms | then, ms |"; echo "|---|---:|---:|"
once() { curl -s -o /dev/null --compressed -w '%{time_total}\n' "http://127.0.0.1:18131$1"; }
for page in /apps/loader-1 /apps "/apps/c1%2F${apps[0]}" /endpoints /untested /popularity /; do
  first=$(once "$page")
  echo "$first $(for i in 1 2 3 4 5; do once "$page"; done | sort -n | sed -n 3p) $page" |
    awk '{ printf "| `%s` | %.0f | %.0f |\n", $3, $1 * 1000, $2 * 1000 }'
done

for many in 10000 100000; do
  ask "INSERT INTO recordings SELECT concat('made/', toString(number)), 1, concat('20200101000000-made/', toString(number)), \
    (SELECT any(facts) FROM recordings WHERE app = 'loader-1'), now() FROM numbers($many)"
  begun=$(now)
  run apps --store "$store" -o csv >/dev/null
  echo "apps of $many recordings: $(since "$begun") s"
done
