#!/bin/sh
# Makes a control plane on this machine. Run it as root. For one that is there already take: apisnoop setup bare
set -eu
cd "$(dirname "$0")"
for program in kubeadm; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
mkdir -p /etc/kubernetes/apisnoop
cp etc/* /etc/kubernetes/apisnoop/
chmod 600 /etc/kubernetes/apisnoop/*
# From 1.31 on kubeadm reads v1beta4; before it knew v1beta3 only.
minor=$(kubeadm version -o short | sed 's/^v1[.]\([0-9]*\).*/\1/')
if [ "$minor" -ge 31 ]; then version=v1beta4; else version=v1beta3; fi
kubeadm init --config "kubeadm-$version.yaml"
