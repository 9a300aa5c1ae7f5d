import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { writeAtomically } from './atomic-file.ts';

// Below the range from which systems take ports for outgoing connections, so that a port kept for the next start
// is not lost to some passing connection.
const range = { from: 20_000, to: 32_000 };

/** Whether nobody listens on this port of this machine, on loopback or on all addresses. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const free = await new Promise<boolean>((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(false));
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

/**
 * Picks one free port per name and keeps the choice in `file`, so that a restart has the same addresses as long
 * as nobody else took them. In: file; names, each with the ports it would like, best first; ports that are demanded.
 * Out: name → port, all different. Throws if a demanded port is taken or no free one is found.
 */
export async function choosePorts<Name extends string>(
  file: string,
  names: Record<Name, readonly number[]>,
  demanded: Partial<Record<Name, number>> = {},
): Promise<Record<Name, number>> {
  const kept = readPorts(file);
  const chosen: Record<string, number> = {};
  for (const [name, liked] of Object.entries<readonly number[]>(names)) {
    const only = demanded[name as Name];
    if (only !== undefined && !(await isFree(only))) throw new Error(`端口 ${only} 已被占用，请换一个`);
    chosen[name] = only ?? (await chooseOne([kept[name], ...liked], Object.values(chosen)));
  }
  writeAtomically(file, JSON.stringify({ ...kept, ...chosen }, null, 2));
  return chosen as Record<Name, number>;
}

async function chooseOne(wishes: (number | undefined)[], taken: number[]): Promise<number> {
  const fits = async (port: number): Promise<boolean> => !taken.includes(port) && (await isFree(port));
  for (const wish of wishes) if (wish !== undefined && (await fits(wish))) return wish;
  for (let tries = 0; tries < 200; tries += 1) {
    const port = randomInt(range.from, range.to);
    if (await fits(port)) return port;
  }
  throw new Error(`${range.from}–${range.to} 之间找不到空闲端口`);
}

function readPorts(file: string): Record<string, number> {
  try {
    const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => isPort(entry[1])));
  } catch {
    return {};
  }
}

const isPort = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
