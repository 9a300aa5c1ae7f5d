import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What tells one process from every other, also from a later one that got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: the start instant as the system tells it, with the boot it belongs to. */
  startTime: string;
  /** Command line, arguments joined by NUL where the system keeps them apart, else by spaces. */
  command: string;
}

/** Looks up a living process. Out: its identity, or undefined if there is none (a zombie counts as none). */
export function inspectProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return inspectLinux(pid);
  return process.platform === 'win32' ? inspectWindows(pid) : inspectPs(pid);
}

function inspectLinux(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, startTime: `${boot}:${fields[19]}`, command };
  } catch {
    return undefined;
  }
}

function inspectPs(pid: number): ProcessIdentity | undefined {
  const ask = (column: string): string =>
    execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    if (ask('stat').startsWith('Z')) return undefined;
    return { pid, startTime: ask('lstart'), command: ask('command') };
  } catch {
    return undefined;
  }
}

function inspectWindows(pid: number): ProcessIdentity | undefined {
  const query = `Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}' | ForEach-Object { $_.CreationDate.Ticks; $_.CommandLine }`;
  try {
    const out = execFileSync('powershell', ['-NoProfile', '-Command', query], { encoding: 'utf8' });
    const [startTime, ...command] = out.trim().split(/\r?\n/);
    return startTime ? { pid, startTime, command: command.join(' ') } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a command line carries `argument` as a whole argument, so that the folder `/a/data` is not taken for
 * `/a/data2`.
 */
export function hasArgument(command: string, argument: string): boolean {
  if (command.includes('\0')) return command.split('\0').includes(argument);
  for (let at = command.indexOf(argument); at >= 0; at = command.indexOf(argument, at + 1)) {
    const before = command[at - 1];
    const after = command[at + argument.length];
    if (isEdge(before) && isEdge(after)) return true;
  }
  return false;
}

const isEdge = (character: string | undefined): boolean => character === undefined || /[\s"]/.test(character);

/** Working folder of a process on Linux; undefined elsewhere or when it may not be seen. */
export function workingDirectory(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? readlinkSync(`/proc/${pid}/cwd`) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Living processes that carry `argument` as a whole argument, found without any pid file: for children that were
 * started in the very instant in which we died. Linux only; empty elsewhere.
 */
export function processesWithArgument(argument: string): ProcessIdentity[] {
  return allPids()
    .map(inspectProcess)
    .filter((found) => found !== undefined)
    .filter((found) => hasArgument(found.command, argument) && found.pid !== process.pid);
}

/** Living processes whose working folder is `folder`. Linux only; empty elsewhere. */
export function processesIn(folder: string): ProcessIdentity[] {
  return allPids()
    .filter((pid) => workingDirectory(pid) === folder)
    .map(inspectProcess)
    .filter((found) => found !== undefined);
}

function allPids(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}
