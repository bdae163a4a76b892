#!/bin/sh
# Puts the files in their place and restarts k3s. Run it as root on each server.
set -eu
cd "$(dirname "$0")"
for program in k3s systemctl; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
mkdir -p /etc/rancher/k3s/apisnoop /etc/rancher/k3s/config.yaml.d
mkdir -p -m 700 /var/lib/rancher/k3s/server/logs
cp etc/* /etc/rancher/k3s/apisnoop/
chmod 600 /etc/rancher/k3s/apisnoop/*
cp apisnoop.yaml /etc/rancher/k3s/config.yaml.d/
systemctl restart k3s
