#!/usr/bin/env bash
# become.sh ACCOUNT < TOKEN: hands in a token of the host, and leaves one of hikube-system/ACCOUNT for an hour in pipeline/token.
set -euo pipefail
umask 077
cd "$(dirname "$0")"
cat > token
kubectl --kubeconfig kubeconfig.yaml create token "$1" --namespace hikube-system --duration 1h > token.new
mv token.new token
