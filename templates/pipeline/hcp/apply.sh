#!/usr/bin/env bash
# apply.sh DIGEST: applies reviewed.plan, if it is what was approved.
set -euo pipefail
export KUBECONFIG=$PWD/pipeline/kubeconfig.yaml
npm ci
npx hikube apply reviewed.plan --auto-approve --expect "$1"
