import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownUid } from "../../support/own-folder";
import { processIdOf } from "../../support/process-id";

const NAME = /^hikube-helm-(\d+)-/;

/**
 * A folder for Helm's own files and for what it is given, which nobody else can read. It is made at first use, and removed
 * when the process ends; one that a killed process left is removed by the next.
 */
export class Home {
  #folder: string | undefined;
  #count = 0;

  /** A new folder in it. */
  make(name: string): string {
    const path = join(this.#root(), `${name}-${String(this.#count++)}`);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Works in a new folder, which is removed afterwards. */
  async within<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
    const folder = this.make(name);
    try {
      return await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  readonly remove = (): void => {
    process.off("exit", this.remove);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  };

  #root(): string {
    if (this.#folder === undefined) {
      clearLeft();
      this.#folder = mkdtempSync(join(tmpdir(), `hikube-helm-${String(process.pid)}-`));
      process.once("exit", this.remove);
    }
    return this.#folder;
  }
}

function clearLeft(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? NaN);
    const path = join(tmpdir(), name);
    if (!Number.isNaN(pid) && processIdOf(pid) === undefined && isOwn(path)) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function isOwn(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (ownUid() === undefined || found.uid === ownUid());
}
