#!/bin/sh
# Times every page of a large recording, the first answer of a new server and the median of nine warm ones.
#
#   bench/pages.sh LOG [SIZE]        bench/pages.sh audit.log 4.5G
#
# LOG is repeated to SIZE with ids of its own (bench/grow), loaded as e2e, and served on a free port of localhost.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
log=$1
size=${2:-4.5G}
work=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT INT TERM

case $(head -c 2 "$log" | od -An -tx1 | tr -d ' ') in 1f8b) gzip -dc "$log" >"$work/log"; log=$work/log ;; esac
"$here/bench/grow" "$log" "$size" - | "$here/apisnoop" load-audit - e2e --store "$work/store" -q >&2
"$here/apisnoop" load-audit "$log" app --store "$work/store" -q >&2
# Every repeat is a year later, from 2000 on: a span that begins in the middle is the one that has the most rows to count.
last=$("$here/apisnoop" apps --store "$work/store" -o csv | awk -F , '$1 == "e2e" { print substr($4, 1, 4) }')
middle=$(((2000 + last) / 2))
url=http://localhost:${PORT:-9393}
"$here/apisnoop" start-server --store "$work/store" --url "$url" 2>/dev/null &
server=$!
until curl -s -o /dev/null "$url/about"; do sleep 0.1; done

once() { curl -s -o /dev/null --compressed -w '%{time_total} %{http_code} %{size_download}\n' "$url$1"; }

echo "| page | cold, ms | warm, ms | bytes, compressed |"
echo "|---|---:|---:|---:|"
for page in / /e2e /e2e/stable/core '/e2e?view=table' /apps /apps/app '/compare?a=e2e&b=app' /endpoints \
  /endpoints/listCoreV1NamespacedPod /untested /tests /user-agents /unmatched \
  "/e2e?since=$middle-01-01" "/user-agents?verb=list&until=$middle-06-01"; do
  cold=$(once "$page")
  warm=$(for i in 1 2 3 4 5 6 7 8 9; do once "$page"; done | sort -n | sed -n 5p)
  echo "$cold $warm $page" | awk '{ printf "| `%s` | %.0f | %.0f | %d |%s\n", $7, $1 * 1000, $4 * 1000, $6, $2 == 200 ? "" : " status " $2 }'
done
