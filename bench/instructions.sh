#!/bin/sh
# Counts the instructions that reading, matching and counting an event takes, by method, and what simdjson takes for the same fields.
#
#   bench/instructions.sh [LOG [ROWS]]
#
# Seconds drift with the machine; instructions do not. Needs valgrind, clang and, for the peer, g++ with libsimdjson-dev. The
# difference between 60,000 and 30,000 events is counted, so that start-up is not.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
log=${1:-$here/../shared/data/logs/e2e-v1.20.2-metadata.log.gz}
rows=${2:-25}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

for tool in valgrind clang objcopy; do
    command -v $tool >/dev/null || { echo "$tool is needed: apt-get install valgrind clang binutils" >&2; exit 1; }
done

case $(head -c 2 "$log" | od -An -tx1 | tr -d ' ') in 1f8b) read=gzip\ -dc ;; *) read=cat ;; esac
for events in 30000 60000; do $read "$log" 2>/dev/null | head -n $events >"$work/$events"; done

dotnet publish "$here/bench/CountInstructions" -c Release -r linux-x64 -o "$work/app" -v quiet --nologo >&2
# Valgrind does not understand how the compiler describes its variables; names of methods are enough.
objcopy --strip-debug "$work/app/ApiSnoop.Bench" "$work/apisnoop"
g++ -O3 -march=x86-64-v3 -std=c++17 -o "$work/simdjson" "$here/bench/peers/simdjson_count.cpp" -lsimdjson 2>/dev/null || echo "simdjson is left out." >&2

# count PROGRAM: callgrind's counts of both logs, by function, to PROGRAM.30000 and PROGRAM.60000.
count() {
    for events in 30000 60000; do
        valgrind --tool=callgrind --callgrind-out-file="$1.out" "$1" "$work/$events" >/dev/null 2>"$work/err" || { tail -n 3 "$work/err" >&2; exit 1; }
        callgrind_annotate --threshold=100 --show-percs=no "$1.out" >"$1.$events"
    done
}

# table PROGRAM ROWS: instructions an event, all of them and by function.
table() {
    awk -v rows="$2" '
        /^ *[0-9,]+ .*:/ {
            n = $1; gsub(",", "", n)
            name = $0; sub(/^ *[0-9,]+ +/, "", name); sub(/^[^:]*:/, "", name); sub(/ \[.*/, "", name); sub(/^ApiSnoop_ApiSnoop_/, "", name)
            gsub(/__/, ".", name)
            # A garbage collection falls into one of the runs by chance; none is for an event.
            if (name ~ /^WKS::/) next
            sum[name] += FILENAME ~ /60000$/ ? n : -n
        }
        END {
            for (name in sum) { all += sum[name]; printf "%.0f\t%s\n", sum[name] / 30000, name | "sort -rn | head -n " rows }
            close("sort -rn | head -n " rows)
            printf "%.0f\tall\n", all / 30000
        }' "$1.30000" "$1.60000"
}

count "$work/apisnoop"
table "$work/apisnoop" "$rows"
if [ -x "$work/simdjson" ]; then
    count "$work/simdjson"
    table "$work/simdjson" 0 | sed 's/all$/simdjson (C++), fields and count/'
fi
