#!/usr/bin/env bash
# For any runner: pipeline/token is there, and TF_TOKEN_app_terraform_io. Leaves reviewed.plan and review.md.
set -euo pipefail
export KUBECONFIG=$PWD/pipeline/kubeconfig.yaml
npm ci
npm run check
npm run --silent plan -- --markdown --out reviewed.plan > review.md
