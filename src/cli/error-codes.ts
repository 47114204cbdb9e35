/** Codes of the errors of commands, with cause and cure; `docs/errors.md` is generated from it. */
export const CLI_ERROR_CODES = {
  "backend-changed": {
    cause: "The backend of a stack's state changed since its folder was initialised.",
    cure: "Initialise the folder with `-migrate-state`, which takes the state along, or with `-reconfigure`.",
  },
  "bad-usage": {
    cause: "The options or the input cannot be used; nothing was started.",
    cure: "Use what the message expects; `--help` lists the options.",
  },
  "command-failed": {
    cause: "The command could not do what it was asked for.",
    cure: "The message names what failed.",
  },
  "existing-files": {
    cause: "`hikube init` would overwrite files that are there; nothing was written.",
    cure: "Name a folder of its own, and take over from there what you need.",
  },
  "internal-error": {
    cause: "A bug of hikube.",
    cure: "Report it with the lines below the message.",
  },
  interrupted: {
    cause: "Ctrl-C or another signal stopped the command, which ends with 130 (or 128 and the number of the signal).",
    cure: "The message says what state things are in. Run the command again to go on.",
  },
  "invalid-backend": {
    cause: "The backend of a stack's state is of no known type, or cannot be used as it is configured.",
    cure: "Correct `--backend` or the app, or the credentials that the backend takes from the environment.",
  },
  "invalid-migration": {
    cause:
      "A file `hikube-migrate.STACK.tf.json` says more than the blocks that `hikube migrate` writes, or is no JSON.",
    cure: "Write it again with `hikube migrate`, or remove it; other code of Terraform belongs into the app.",
  },
  "invalid-output": {
    cause: "A file of the output folder is not what synth writes.",
    cure: "Synthesize again with `hikube synth`.",
  },
  "invalid-plan": {
    cause: "A file that `hikube plan --out FILE` wrote was changed or cut off, or another release wrote it.",
    cure: "Plan again with `--out`.",
  },
  "lock-file-mismatch": {
    cause:
      "`.terraform.lock.hcl` holds another version of a provider than the stack takes, or no checksum of its package.",
    cure: "Run the command of the message and commit the lock file, or take the version that it holds.",
  },
  "missing-file": {
    cause: "A file that the command reads does not exist, or is a folder.",
    cure: "Correct the path, or write the file as the message says.",
  },
  "missing-package": {
    cause: "A peer package that only synth needs is not installed.",
    cure: "Run the `npm install` of the message.",
  },
  "missing-permission": {
    cause: "Your account in the cluster may not do what the command does.",
    cure: "Get the binding that the message names.",
  },
  "namespace-remains": {
    cause: "A namespace of the plan was not deleted, was not gone in time, or is not the one that was planned.",
    cure: "Look at what the message names, then plan again.",
  },
  "not-a-terminal": {
    cause: "The command asks for a confirmation, and there is no terminal to answer it.",
    cure: "Pass `--auto-approve`.",
  },
  "provider-not-found": {
    cause: "There is no provider of the given source where Terraform looks for it: a registry, or a mirror.",
    cure: "Correct the source, or bring the provider to the mirror.",
  },
  "provider-version": {
    cause: "No version of a provider fits all constraints, or it is not published for this platform.",
    cure: "Change the version that is asked for, or bring it to the mirror.",
  },
  "registry-unreachable": {
    cause: "The registry of providers, or another server that Terraform asks at init, cannot be reached.",
    cure: "See to the network and its proxy, set up a mirror, or work in a sandbox, which brings its own providers.",
  },
  "stale-plan": {
    cause:
      "The code, the state or the cluster is not the one that a kept plan was made for, a tenant that it removes holds more than it did, or its digest is not the approved one.",
    cure: "Plan again with `hikube plan --out FILE`, and have that reviewed.",
  },
  "state-locked": {
    cause: "Another run of Terraform holds the lock of the state, or was killed while it did.",
    cure: "Wait for it; if it was killed, `hikube recover --unlock ID` releases the lock.",
  },
  "state-unreadable": {
    cause: "The state of a stack is cut off in the middle, or is no state at all.",
    cure: "If a run was killed while it wrote, `hikube recover` sets it aside and makes it again; else restore it.",
  },
  "synth-failed": {
    cause: "The app ended with an error, or a signal ended it.",
    cure: "Fix what its output reports; a signal is named, with what may have sent it.",
  },
  "system-error": {
    cause: "A file, a folder or another thing of the operating system cannot be used.",
    cure: "Correct what the message names: a path, permissions, or space on the disk.",
  },
  "terraform-failed": {
    cause: "Terraform reported an error, which is quoted below the message, or a signal ended it.",
    cure: "Fix what it reports; `hikube recover` imports what a killed run has created.",
  },
  "terraform-version": {
    cause: "The Terraform or OpenTofu that was found is not of a version that the stack takes.",
    cure: "Install another one and name it by `HIKUBE_TERRAFORM`, or change `required_version`.",
  },
  "unknown-name": {
    cause: "There is no stack, tenant or namespace of the given name.",
    cure: "Use a name that the message lists.",
  },
  "unwritable-path": {
    cause: "A file or folder that the command would write cannot be written; nothing was started.",
    cure: "Make the folder, correct its permissions, or name another place.",
  },
} as const;

export type CliErrorCode = keyof typeof CLI_ERROR_CODES;
