#!/bin/sh
# Makes a cluster of one server, whose API server finds the files in a folder that is mounted.
set -eu
cd "$(dirname "$0")"
for program in k3d docker; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
# The receiver writes these two: apisnoop capture says where.
for file in apisnoop-ca.crt apisnoop-token; do
  [ -f "etc/$file" ] || { echo "etc/$file is missing: see README.md." >&2; exit 1; }
done
k3d cluster create apisnoop \
  --volume "$PWD/etc:/var/lib/rancher/k3s/server/apisnoop@server:*" \
  --k3s-arg '--kube-apiserver-arg=audit-policy-file=/var/lib/rancher/k3s/server/apisnoop/audit-policy.yaml@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-config-file=/var/lib/rancher/k3s/server/apisnoop/apisnoop-webhook.yaml@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-mode=batch@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-max-size=400@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-max-wait=5s@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-throttle-enable=true@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-throttle-qps=10@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-throttle-burst=15@server:*' \
  --k3s-arg '--kube-apiserver-arg=audit-webhook-batch-buffer-size=20000@server:*'
