#!/bin/sh
# Says whether the API server got its flags: what cannot be applied is often passed over without a word.
set -eu
started=$(cat /etc/kubernetes/manifests/kube-apiserver.yaml)
missing=0
for flag in audit-policy-file audit-log-path audit-log-maxsize audit-log-maxbackup audit-log-maxage; do
  case $started in
    *"$flag="*) ;;
    *) echo "The API server did not get --$flag." >&2; missing=1 ;;
  esac
done
if [ "$missing" = 0 ]; then echo "The API server got all 5 flags."; fi
exit "$missing"
