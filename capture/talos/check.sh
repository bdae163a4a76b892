#!/bin/sh
# Says whether the API server of a node writes its log.
set -eu
node=${1:?name a node of the control plane}
if talosctl --nodes "$node" read /var/log/audit/kube/kube-apiserver.log | head -n 1 | grep -q audit.k8s.io/v1; then
  echo "The API server writes its audit log."
else
  echo "There is no event in /var/log/audit/kube/kube-apiserver.log of $node." >&2
  echo "See the other files there: talosctl --nodes $node list /var/log/audit/kube" >&2
  exit 1
fi
