#!/bin/sh
# Says whether the API server got its flags: what cannot be applied is often passed over without a word.
set -eu
started=$(gcloud compute ssh apisnoop --command 'sudo cat /etc/kubernetes/manifests/kube-apiserver.yaml')
missing=0
for flag in audit-policy-file audit-webhook-config-file audit-webhook-mode audit-webhook-batch-max-size audit-webhook-batch-max-wait audit-webhook-batch-throttle-enable audit-webhook-batch-throttle-qps audit-webhook-batch-throttle-burst audit-webhook-batch-buffer-size; do
  case $started in
    *"$flag="*) ;;
    *) echo "The API server did not get --$flag." >&2; missing=1 ;;
  esac
done
if [ "$missing" = 0 ]; then echo "The API server got all 9 flags."; fi
exit "$missing"
