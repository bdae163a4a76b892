#!/bin/sh
# Makes the cluster.
set -eu
cd "$(dirname "$0")"
for program in kind docker; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
kind create cluster --name apisnoop --config kind.yaml
