#!/bin/sh
# Copies policy and kubeconfig to where minikube takes files from, and starts it with the API server's flags.
set -eu
cd "$(dirname "$0")"
for program in minikube kubectl; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
synced="$HOME/.minikube/files/etc/ssl/certs"
mkdir -p "$synced"
cp etc/* "$synced/"
# One that runs would keep its flags.
minikube stop || true
minikube start \
  --extra-config=apiserver.audit-policy-file=/etc/ssl/certs/audit-policy.yaml \
  --extra-config=apiserver.audit-log-path=-
