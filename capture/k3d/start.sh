#!/bin/sh
# Makes a cluster of one server, whose API server finds the files in a folder that is mounted.
set -eu
cd "$(dirname "$0")"
for program in k3d docker; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
k3d cluster create apisnoop \
  --volume "$PWD/etc:/var/lib/rancher/k3s/server/apisnoop@server:*" \
  --k3s-arg '--kube-apiserver-arg=audit-policy-file=/var/lib/rancher/k3s/server/apisnoop/audit-policy.yaml@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-log-maxsize=228@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-log-maxbackup=10@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-log-maxage=7@server:*'
