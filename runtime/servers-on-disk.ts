import path from 'node:path';
import { findOurs, removePidFile, stopProcess } from './pid-file.ts';

// Engine before database: it still hands over records while it stops.
const servers = [
  { file: 'broker.pid', polite: 'SIGTERM', sudden: 'SIGKILL' },
  // For Postgres: SIGINT ends its sessions and writes everything, SIGQUIT ends all of it at once.
  { file: 'postgres.pid', polite: 'SIGINT', sudden: 'SIGQUIT' },
] as const;

/**
 * Stops the servers of an installation, whoever started them, by what its pid files say. `inGoodOrder`: nothing
 * of theirs needs recovering; otherwise at once.
 */
export async function stopServersOf(dataDir: string, { inGoodOrder = true } = {}): Promise<void> {
  for (const { file, polite, sudden } of servers) {
    const pidFile = path.join(dataDir, file);
    const running = findOurs(pidFile);
    if (running)
      await stopProcess(running, {
        signal: inGoodOrder ? polite : sudden,
        graceMs: inGoodOrder ? 20_000 : 3000,
      });
    removePidFile(pidFile);
  }
}

/** Ends the servers of an installation without waiting for them: for use while this process exits. */
export function killServersOf(dataDir: string): void {
  for (const { file, sudden } of servers) {
    const running = findOurs(path.join(dataDir, file));
    if (running) process.kill(running.pid, sudden);
  }
}
