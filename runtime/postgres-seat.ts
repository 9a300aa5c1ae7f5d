import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { Reporter } from './reporter.ts';

/** Who runs Postgres, from which binaries, on which data folder. */
export interface PostgresSeat {
  /** Folder with `bin/postgres`, `bin/initdb`, `lib`, `share`. */
  binaries: string;
  /** The data folder (PGDATA), by its real path. */
  pgdata: string;
  uid?: number;
  gid?: number;
}

/** Where things go that the Postgres user cannot reach inside a private home folder. */
const systemFolder = '/var/lib/bihuan';

/**
 * Settles who runs Postgres and where. Postgres refuses to run as root; so root lends it to `wantedUser`, else to
 * an existing `postgres` user, else to a new system user `bihuan`, else to `nobody`. If that user cannot reach the
 * checkout (a clone under /root, say), binaries and data go to /var/lib/bihuan, and a file in the data folder
 * tells where.
 */
export async function findSeat(
  dataDir: string,
  wantedUser: string | undefined,
  reporter: Reporter,
): Promise<PostgresSeat> {
  const binaries = await postgresBinaries();
  const inside = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return { binaries, pgdata: path.join(realpathSync(dataDir), 'postgres') };
  }
  const user = findUser(wantedUser, reporter);
  mkdirSync(dataDir, { recursive: true });
  // Passing through is all that others may do here; every file of ours has its own mode.
  chmodSync(dataDir, 0o711);
  const pgdata = chooseFolder(dataDir, inside, user, reporter);
  mkdirSync(path.dirname(pgdata), { recursive: true, mode: 0o711 });
  return {
    binaries: reachableBinaries(binaries, user),
    pgdata: path.join(realpathSync(path.dirname(pgdata)), path.basename(pgdata)),
    ...user,
  };
}

interface User {
  uid: number;
  gid: number;
}

function findUser(wanted: string | undefined, reporter: Reporter): User {
  if (wanted) {
    const named = lookUp(wanted);
    if (!named || named.uid === 0)
      throw new Error(`BIHUAN_POSTGRES_USER=${wanted}：没有这个用户，或它是 root`);
    return named;
  }
  const found = lookUp('postgres') ?? lookUp('bihuan');
  if (found) return found;
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'bihuan'], {
      stdio: 'ignore',
    });
    reporter.note('  Postgres 不能以 root 运行：已建立系统用户 bihuan。');
  } catch {
    // Images without useradd still have `nobody`.
  }
  const user = lookUp('bihuan') ?? lookUp('nobody');
  if (user) return user;
  throw new Error(
    'Postgres 不能以 root 运行，且无法建立用户；请以普通用户运行，或用 BIHUAN_POSTGRES_USER 指定一个用户',
  );
}

function lookUp(name: string): User | undefined {
  const ask = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function chooseFolder(dataDir: string, inside: string, user: User, reporter: Reporter): string {
  const pointer = path.join(dataDir, 'postgres.location');
  if (existsSync(inside)) return inside;
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (canRun('/bin/sh', ['-c', 'cd "$1"', 'sh', dataDir], user)) return inside;
  const outside = path.join(
    systemFolder,
    createHash('sha256').update(dataDir).digest('hex').slice(0, 12),
    'postgres',
  );
  reporter.note(`  Postgres 的运行用户无法进入 ${dataDir}，数据库改放在 ${outside}。`);
  writeAtomically(pointer, outside);
  return outside;
}

function reachableBinaries(binaries: string, user: User): string {
  if (canRun(path.join(binaries, 'bin', 'postgres'), ['--version'], user)) return binaries;
  const copy = path.join(
    systemFolder,
    `binaries-${createHash('sha256').update(binaries).digest('hex').slice(0, 12)}`,
  );
  if (canRun(path.join(copy, 'bin', 'postgres'), ['--version'], user)) return copy;
  const draft = `${copy}.${process.pid}.tmp`;
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  cpSync(binaries, draft, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'go=u,go-w', draft]);
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
  return copy;
}

function canRun(command: string, args: string[], user: User): boolean {
  try {
    execFileSync(command, args, { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Makes an empty folder that belongs to the Postgres user and to nobody else. */
export function makeOwnedFolder(folder: string, seat: PostgresSeat): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (seat.uid !== undefined && seat.gid !== undefined) chownSync(folder, seat.uid, seat.gid);
}
