import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface ToyRecord {
  readonly size: string;
  readonly secret?: string;
}

/** Toys as one JSON file each. */
export class ToyStore {
  constructor(
    readonly directory: string,
    readonly prefix: string,
  ) {}

  newId(): string {
    return `${this.prefix}${randomUUID()}`;
  }

  async put(id: string, record: ToyRecord): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await writeFile(this.#file(id), JSON.stringify(record));
  }

  async find(id: string): Promise<ToyRecord | undefined> {
    try {
      return JSON.parse(await readFile(this.#file(id), "utf8")) as ToyRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  has(id: string): boolean {
    return existsSync(this.#file(id));
  }

  async count(prefix: string): Promise<number> {
    const names = await readdir(this.directory).catch(() => []);
    return names.filter((name) => name.startsWith(prefix)).length;
  }

  async remove(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return join(this.directory, `${id}.json`);
  }
}
