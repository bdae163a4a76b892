#!/bin/sh
# Copies policy and kubeconfig to where minikube takes files from, and starts it with the API server's flags.
set -eu
cd "$(dirname "$0")"
for program in minikube kubectl; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
# The receiver writes these two: apisnoop capture says where.
for file in apisnoop-ca.crt apisnoop-token; do
  [ -f "etc/$file" ] || { echo "etc/$file is missing: see README.md." >&2; exit 1; }
done
synced="$HOME/.minikube/files/etc/ssl/certs"
mkdir -p "$synced"
cp etc/* "$synced/"
# One that runs would keep its flags.
minikube stop || true
minikube start \
  --extra-config=apiserver.audit-policy-file=/etc/ssl/certs/audit-policy.yaml \
  --extra-config=apiserver.audit-webhook-config-file=/etc/ssl/certs/apisnoop-webhook.yaml \
  --extra-config=apiserver.audit-webhook-mode=batch \
  --extra-config=apiserver.audit-webhook-batch-max-size=400 \
  --extra-config=apiserver.audit-webhook-batch-max-wait=5s \
  --extra-config=apiserver.audit-webhook-batch-throttle-enable=true \
  --extra-config=apiserver.audit-webhook-batch-throttle-qps=10 \
  --extra-config=apiserver.audit-webhook-batch-throttle-burst=15 \
  --extra-config=apiserver.audit-webhook-batch-buffer-size=20000
