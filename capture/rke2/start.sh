#!/bin/sh
# Puts the files in their place and restarts RKE2. Run it as root on each server.
set -eu
cd "$(dirname "$0")"
for program in rke2 systemctl; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
mkdir -p /etc/rancher/rke2/apisnoop /etc/rancher/rke2/config.yaml.d
cp etc/* /etc/rancher/rke2/apisnoop/
chmod 600 /etc/rancher/rke2/apisnoop/*
cp apisnoop.yaml /etc/rancher/rke2/config.yaml.d/
systemctl restart rke2-server
