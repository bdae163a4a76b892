#!/bin/sh
# Loads an audit log with apisnoop and with its peers in turn, and writes the medians to docs/performance.md.
#
#   bench/compare.sh [LOG [ROUNDS [SIZE|LOG...]]]      bench/compare.sh audit.log 5 1G bodies.log
#
# A log may be gzip. Each SIZE adds a table for LOG repeated to that size (see bench/grow), each further log one of its own.
# Peers that are missing are left out and said; INSTALL=1 installs them from Debian's packages. KEEP=1 only prints and
# leaves docs/performance.md alone.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
log=${1:-$here/../shared/data/logs/e2e-v1.20.2-metadata.log.gz}
rounds=${2:-5}
[ $# -le 2 ] && set -- || shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
report=$work/report.md

install_peers() {
    [ "${INSTALL:-}" = 1 ] || return 0
    apt-get install -y --no-install-recommends g++ gzip jq libsimdjson-dev python3 time >&2
}

have() { command -v "$1" >/dev/null 2>&1; }

build_peers() {
    if have g++ && ! g++ -O3 -march=native -std=c++17 -o "$work/simdjson" "$here/bench/peers/simdjson_count.cpp" -lsimdjson 2>"$work/simdjson.err"; then
        echo "simdjson is left out: $(head -n 1 "$work/simdjson.err")" >&2
    fi
    dotnet build -c Release -o "$work/duckdb" "$here/bench/peers/duckdb-count.cs" >"$work/duckdb.err" 2>&1 || echo "DuckDB is left out: $(grep -m 1 error "$work/duckdb.err")" >&2
}

# unpack LOG TO: the log, unpacked, and a compressed one beside it for what reads gzip.
unpack() {
    case $(head -c 2 "$1" | od -An -tx1 | tr -d ' ') in
        1f8b) gzip -dc "$1" >"$2"; cp "$1" "$2.gz" ;;
        *) cp "$1" "$2"; gzip -c "$1" >"$2.gz" ;;
    esac
}

# One run of a peer: its name and the command. What it prints goes aside; time's line is kept by peer.
run() {
    name=$1; shift
    rm -rf "$work/store"
    if /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/err"; then
        printf '%s\t%s\n' "$name" "$(tail -n 1 "$work/time")" >>"$work/times"
    else
        printf '%s failed: %s\n' "$name" "$(tail -n 1 "$work/err")" >&2
    fi
}

# jq 1.6 copies an object at every change of it, so awk counts what jq takes out.
jq_fields='[.auditID, .stage, .requestURI, .verb, .user.username, .userAgent, .objectRef.namespace, .responseStatus.code, .requestReceivedTimestamp] | @tsv'

# Everything once, one after another, so that a noisy minute hurts all alike.
round() {
    run 'wc -l' wc -l "$1"
    run 'zcat to nowhere' zcat "$1.gz"
    if have jq; then run 'jq and awk, fields and count' sh -c 'jq -r "$0" "$1" | awk -F "\t" "{ n[\$4 FS \$6]++ } END { print length(n) }"' "$jq_fields" "$1"; fi
    if [ -x "$work/simdjson" ]; then run 'simdjson (C++), fields and count' "$work/simdjson" "$1"; fi
    if [ -x "$work/duckdb/duckdb-count" ]; then
        run 'DuckDB read_json, 1 thread' "$work/duckdb/duckdb-count" "$1" 1
        run 'DuckDB read_json, all threads' "$work/duckdb/duckdb-count" "$1" "$(nproc)"
    fi
    run '**apisnoop load-audit --dry-run**, 1 core: read, match, count' taskset -c 0 "$here/apisnoop" load-audit "$1" bench --dry-run --store "$work/store"
    run '**apisnoop load-audit**, 1 core' taskset -c 0 "$here/apisnoop" load-audit "$1" bench --store "$work/store"
    run '**apisnoop load-audit**, all cores' "$here/apisnoop" load-audit "$1" bench --store "$work/store"
    run '**apisnoop load-audit**, gzip' "$here/apisnoop" load-audit "$1.gz" bench --store "$work/store"
}

# Medians of what round() left, as Markdown.
table() {
    bytes=$(wc -c <"$1")
    events=$(wc -l <"$1")
    printf '\n## %s: %s events, %s MB\n\n' "$2" "$events" "$((bytes / 1000000))"
    printf '| what | seconds | CPU seconds | MB/s | events/s | peak memory, MB |\n|---|---:|---:|---:|---:|---:|\n'
    awk -F '\t' -v bytes="$bytes" -v events="$events" '
        function median(list, n,    i, j, t, a) {
            split(list, a, " ")
            for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j - 1] + 0 > a[j] + 0; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
            return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
        }
        {
            if (!($1 in count)) order[++names] = $1
            split($2, t, " ")
            count[$1]++; wall[$1] = wall[$1] " " t[1]; cpu[$1] = cpu[$1] " " t[2] + t[3]; peak[$1] = peak[$1] " " t[4]
        }
        END {
            for (i = 1; i <= names; i++) {
                k = order[i]; s = median(wall[k], count[k]); if (s < 0.005) s = 0.005
                printf "| %s | %.2f | %.2f | %d | %d | %.0f |\n", k, s, median(cpu[k], count[k]), bytes / s / 1e6, events / s, median(peak[k], count[k]) / 1024
            }
        }' "$work/times"
}

machine() {
    printf '# Performance\n\nWhole commands, start-up and written recording included; medians of %s rounds, run in alternation by `bench/compare.sh`.\n' "$rounds"
    printf 'MB/s and events/s are of the unpacked log, also where gzip was read. Files were in memory already.\n\n'
    printf 'Machine: %s, %s cores, %s GB of memory, Linux %s.\n' \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" "$(uname -r)"
    printf 'Peers: %s; %s; %s.\n' "$(jq --version 2>/dev/null || echo 'no jq')" "$([ -x "$work/simdjson" ] && echo "simdjson $(dpkg-query -W -f '${Version}' libsimdjson-dev 2>/dev/null)" || echo 'no simdjson')" \
        "$([ -x "$work/duckdb/duckdb-count" ] && echo "DuckDB.NET $(sed -n 's/.*DuckDB.NET.Data.Full" Version="\([^"]*\)".*/\1/p' "$here/Directory.Packages.props")" || echo 'no DuckDB')"
}

measure() {
    : >"$work/times"
    i=0
    while [ "$i" -lt "$rounds" ]; do
        round "$1"
        i=$((i + 1))
    done
    table "$1" "$2" >>"$report"
}

install_peers
build_peers
unpack "$log" "$work/log"
machine >"$report"
"$here/apisnoop" --help >/dev/null 2>&1 || echo 'apisnoop does not run here; it is left out' >&2
log_name=$(basename "$log" .gz)
measure "$work/log" "$log_name"
for more in "$@"; do
    if [ -f "$more" ]; then
        title=$(basename "$more" .gz)
        unpack "$more" "$work/big"
    else
        title="$log_name, repeated"
        "$here/bench/grow" "$work/log" "$more" "$work/big"
        gzip -1 -c "$work/big" >"$work/big.gz"
    fi
    measure "$work/big" "$title"
    rm -f "$work/big" "$work/big.gz"
done
cat "$report"
[ "${KEEP:-}" = 1 ] || { mkdir -p "$here/docs" && cp "$report" "$here/docs/performance.md"; }
