#!/bin/sh
# Many readers: answers a second of single pages, without a load and beside twelve that never end, and the server's memory.
#
#   bench/readers.sh LOG APP-LOG...        PORT=9393 READERS=50 SECONDS_EACH=5 bench/readers.sh e2e.log.gz app.log.gz
#
# LOG is loaded as e2e, every further log as an app of its file's name. The readers are a program of our own (bench/Readers), on the same
# cores as the server. Beside them run twelve loops that each load one of the app logs again and again, as an app of its own; UNSEEN=1
# has them load into another store, which tells the cost of sharing the cores from that of new recordings. SERVER=…/ApiSnoop.Cli.dll measures another build.
# STORE=clickhouse://… has all of it in a database, which "store init" has made and which is empty.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 2 ] || { echo "bench/readers.sh LOG APP-LOG..." >&2; exit 2; }
readers=${READERS:-50}
each=${SECONDS_EACH:-5}
port=${PORT:-9393}
work=$(mktemp -d)
store=${STORE:-$work/store}
server=
loads=
stop_loads() {
    rm -f "$work/go"
    for load in $loads; do wait "$load" 2>/dev/null || true; done
    loads=
}
trap 'rm -f "$work/go"; test -z "$server" || kill "$server" 2>/dev/null; stop_loads; rm -rf "$work"' EXIT INT TERM

"$here/apisnoop" --version >/dev/null
dotnet build -c Release "$here/bench/Readers" -o "$work/readers" -v quiet --nologo >/dev/null
"$here/apisnoop" load-audit "$1" e2e --store "$store" -q >/dev/null 2>&1
shift
for log in "$@"; do
    app=$(basename "$log" | sed 's/\.gz$//; s/\.log$//')
    "$here/apisnoop" load-audit "$log" "$app" --store "$store" -q >/dev/null 2>&1
done

dotnet "${SERVER:-$here/artifacts/apisnoop/ApiSnoop.Cli.dll}" start-server --store "$store" --url "http://localhost:$port" 2>/dev/null &
server=$!
until curl -s -o /dev/null "http://localhost:$port/e2e"; do sleep 0.1; done

memory() { awk -v of="$1" '$1 == of ":" { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }

table() {
    echo
    echo "| page, $1 | answers a second | median, ms | p99, ms | longest, ms | bytes |"
    echo "|---|---:|---:|---:|---:|---:|"
    for page in /e2e / "/apps/$app" /endpoints; do
        dotnet "$work/readers/Readers.dll" "$port" "$readers" "$each" "$page" |
            awk -v page="$page" '{ printf "| `%s` | %d | %s | %s | %s | %d |\n", page, $1, $2, $3, $4, $5 }'
    done
}

table "no load running"
quiet=$(memory VmRSS)
touch "$work/go"
n=0
into=$store
[ "${UNSEEN:-}" != 1 ] || into=$work/unseen
while [ $n -lt 12 ]; do
    eval "log=\${$((n % $# + 1))}"
    n=$((n + 1))
    (while [ -e "$work/go" ]; do
        "$here/apisnoop" load-audit "$log" "load-$n" --store "$into" -q >/dev/null 2>&1 && echo >>"$work/done" || true
    done) &
    loads="$loads $!"
done
sleep 1
began=$(date +%s)
: >"$work/done"
table "beside twelve loads"
ended=$(date +%s)
echo
echo "$readers readers, $each seconds a page; $(wc -l <"$work/done") loads ended in $((ended - began)) seconds."
echo "The server took $quiet MB after the first table, $(memory VmRSS) MB after the second, $(memory VmHWM) MB at most."
stop_loads
