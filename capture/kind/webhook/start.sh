#!/bin/sh
# Makes the cluster.
set -eu
cd "$(dirname "$0")"
for program in kind docker; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
# The receiver writes these two: apisnoop capture says where.
for file in apisnoop-ca.crt apisnoop-token; do
  [ -f "etc/$file" ] || { echo "etc/$file is missing: see README.md." >&2; exit 1; }
done
kind create cluster --name apisnoop --config kind.yaml
