#!/bin/sh
# Says whether the API server got its flags: what cannot be applied is often passed over without a word.
set -eu
started=$(kubectl --context minikube -n kube-system get pod kube-apiserver-minikube -o yaml)
missing=0
for flag in audit-policy-file audit-log-path; do
  case $started in
    *"$flag="*) ;;
    *) echo "The API server did not get --$flag." >&2; missing=1 ;;
  esac
done
if [ "$missing" = 0 ]; then echo "The API server got all 2 flags."; fi
exit "$missing"
