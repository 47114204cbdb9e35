import { readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** How the folder of a command's sockets begins; the number of its process follows. */
const PREFIX = "hikube-serve-";

/** Where the folder of a command's sockets is made. */
export function socketFolderStart(folder: string): string {
  return join(folder, `${PREFIX}${String(process.pid)}-`);
}

/** Removes the sockets of commands that were killed, so that they could not do it themselves. */
export async function removeDeadSockets(folder: string): Promise<void> {
  for (const name of namesIn(folder)) {
    const pid = Number(/^hikube-serve-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    await removeUnlessServed(join(folder, name));
  }
}

/** A folder that may not be listed holds nothing that could be removed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Numbers of processes mean nothing where containers share a folder: whoever answers is alive. */
async function removeUnlessServed(folder: string): Promise<void> {
  try {
    const sockets = readdirSync(folder).map((name) => join(folder, name, "s"));
    const answers = await Promise.all(sockets.map(isServed));
    if (!answers.includes(true)) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or gone by now.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (served: boolean) => () => {
      socket.destroy();
      resolve(served);
    };
    socket.once("connect", answer(true)).once("error", answer(false));
  });
}
