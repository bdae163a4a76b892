#!/bin/sh
# Runs on the machine at each start: installs containerd and kubeadm, and makes the control plane once.
set -eu
if [ -f /etc/kubernetes/admin.conf ]; then exit 0; fi
attribute() {
  curl -fsS -H "Metadata-Flavor: Google" "http://metadata.google.internal/computeMetadata/v1/instance/attributes/$1"
}

release=$(attribute kubernetes)
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q containerd curl gpg jq
keys=/etc/apt/keyrings
packages="https://pkgs.k8s.io/core:/stable:/v$release/deb"
mkdir -p "$keys"
curl -fsSL "$packages/Release.key" | gpg --batch --yes --dearmor -o "$keys/kubernetes.gpg"
echo "deb [signed-by=$keys/kubernetes.gpg] $packages/ /" > /etc/apt/sources.list.d/kubernetes.list
apt-get update -q
apt-get install -y -q kubelet kubeadm kubectl
apt-mark hold kubelet kubeadm kubectl

mkdir -p /etc/containerd
containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' > /etc/containerd/config.toml
systemctl restart containerd
modprobe br_netfilter
printf 'net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\n' > /etc/sysctl.d/kubernetes.conf
sysctl --system >/dev/null

mkdir -p /etc/kubernetes/apisnoop /etc/kubernetes/patches
attribute patch > /etc/kubernetes/patches/kube-apiserver0+json.yaml
attribute etc > /run/apisnoop-etc.json
for file in $(jq -r 'keys[]' /run/apisnoop-etc.json); do
  jq -r --arg file "$file" '.[$file]' /run/apisnoop-etc.json > "/etc/kubernetes/apisnoop/$file"
  chmod 600 "/etc/kubernetes/apisnoop/$file"
done
rm -f /run/apisnoop-etc.json
kubeadm init --patches /etc/kubernetes/patches
KUBECONFIG=/etc/kubernetes/admin.conf kubectl taint nodes --all node-role.kubernetes.io/control-plane- || true
