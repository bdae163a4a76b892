#!/usr/bin/env bash
# Measures a store in ClickHouse: loaders side by side, many recordings, pages, listings.
#
#   bench/chdb 18130 &                                        the engine of the tests, if there is no other
#   bench/scale.sh clickhouse://localhost:18130/bench LOG
#
# The database is made and filled; drop it when you are done. The commands are those that the tests were built with.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
store=$1 log=$2
work=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT INT TERM
http=http://$(sed -E 's#clickhouse://([^@/]*@)?([^,/]*).*#\2#' <<<"$store")/
database=$(sed -E 's#clickhouse://[^/]*/([^?]*).*#\1#' <<<"$store")
table=$(case $store in *cluster=*) echo cells_local ;; *) echo cells ;; esac)
export XDG_DATA_HOME=$work
apisnoop=$here/artifacts/bin/ApiSnoop.Tests/release/ApiSnoop.Cli.dll
run() { dotnet "$apisnoop" "$@"; }
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
  requests=$(run sql "select sum(requests) from request_counts where app like 'loader-%'" --store "$store" -o csv 2>/dev/null | tail -1)
  echo "| $loaders | $took | $(awk -v r="$requests" -v t="$took" 'BEGIN { printf "%d", r / t }') |"
done
echo "The same into a folder: $(begun=$(now); run load-audit "$log" loader-1 --store "$work/folder" -q >/dev/null 2>&1; since "$begun") s"

run load-audit "$log" --split-by namespace --store "$work/folder" -q >/dev/null 2>&1
mapfile -t apps < <(run apps --store "$work/folder" -o csv | tail -n +2 | cut -d, -f1 | grep -v '^loader-1$' | head -100)
begun=$(now)
for cluster in $(seq 10); do run push "${apps[@]}" --store "$work/folder" --to "$store" --cluster "c$cluster" >"$work/pushed"; done
echo; echo "${#apps[@]} apps of 10 clusters pushed, one after the other: $(since "$begun") s; as files" \
  "$(awk '{ gsub(",", "", $(NF-1)); s += $(NF-1) } END { printf "%d", s / NR }' "$work/pushed") bytes each"

ask "OPTIMIZE TABLE $table FINAL"
echo; echo "On the disk: $(ask "SELECT concat(toString(sum(bytes_on_disk)), ' bytes in ', toString(sum(rows)), ' cells') FROM system.parts \
  WHERE active AND database = '$database' AND table = '$table'")"
echo "Of real recordings: $(ask "SELECT concat(toString(sum(requests)), ' requests in ', toString(count()), ' cells') FROM $table")"

dotnet "$apisnoop" start-server --store "$store" --url http://127.0.0.1:18131 2>/dev/null &
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
