#!/bin/sh
# Turns auditing on in the control plane of this machine, or makes one. Run it as root, on each control plane.
# The API server is restarted by the kubelet, which takes about a minute. It may be run again.
set -eu
cd "$(dirname "$0")"
for program in kubeadm; do
  command -v "$program" >/dev/null || { echo "$program is not installed here." >&2; exit 1; }
done
# The receiver writes these two: apisnoop capture says where.
for file in apisnoop-ca.crt apisnoop-token; do
  [ -f "etc/$file" ] || { echo "etc/$file is missing: see README.md." >&2; exit 1; }
done
mkdir -p /etc/kubernetes/apisnoop
cp etc/* /etc/kubernetes/apisnoop/
chmod 600 /etc/kubernetes/apisnoop/*
if [ -f /etc/kubernetes/manifests/kube-apiserver.yaml ]; then
  # The manifest is written anew, of the cluster's own configuration and our patch.
  current=$(mktemp)
  trap 'rm -f "$current"' EXIT
  kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get configmap kubeadm-config \
    -o "jsonpath={.data.ClusterConfiguration}" > "$current"
  grep -q -- /etc/kubernetes/apisnoop/ /etc/kubernetes/manifests/kube-apiserver.yaml || cp /etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/apisnoop/kube-apiserver.yaml.before
  kubeadm init phase control-plane apiserver --config "$current" --patches patches
else
  kubeadm init --patches patches
fi
