import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fetchedJava, fetchJava } from './java-fetch.ts';
import type { Reporter } from './reporter.ts';
import type { RuntimeSettings } from './settings.ts';

const run = promisify(execFile);

/** The oldest Java the engine starts on. */
export const oldestJava = 21;

/** A Java that was asked for its version. */
export interface Java {
  binary: string;
  version: number;
}

/**
 * Finds a Java ≥ 21, looking at BIHUAN_JAVA, JAVA_HOME, PATH, the usual install folders and an earlier fetched
 * one, in this order; else fetches one. Every candidate is run once: a name tells nothing about the version.
 * Throws with the exact thing to install if there is none and none can be fetched.
 */
export async function findJava(settings: RuntimeSettings, reporter: Reporter): Promise<Java> {
  const seen: string[] = [];
  for (const binary of javaCandidates(process.env, settings)) {
    const version = await javaVersion(binary);
    if (version !== undefined && version >= oldestJava) return { binary, version };
    if (version !== undefined) seen.push(`${binary}（版本 ${version}）`);
  }
  reporter.note(
    `  未找到 Java ${oldestJava} 或更高版本${seen.length ? `，只有 ${seen.join('、')}` : ''}；改为自动下载。`,
  );
  try {
    const binary = await fetchJava(settings, reporter);
    const version = await javaVersion(binary);
    if (version !== undefined && version >= oldestJava) return { binary, version };
    throw new Error('下载的 Java 无法在本机运行');
  } catch (error) {
    throw new Error(installAdvice(seen, (error as Error).message));
  }
}

/** Java binaries worth asking, best first, each once; only files that exist. */
export function javaCandidates(env: NodeJS.ProcessEnv, settings: RuntimeSettings): string[] {
  const fromPath = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
  const all = [
    ...(settings.java ? [settings.java, ...inHome(settings.java)] : []),
    ...(env.JAVA_HOME ? inHome(env.JAVA_HOME) : []),
    ...fromPath.map((folder) => path.join(folder, javaName)),
    ...installFolders(env).flatMap(inHome),
    ...fetchedJava(settings.cacheDir),
  ];
  return [...new Set(all)].filter(isFile);
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    // Not there, or on somebody else's PATH where we may not look.
    return false;
  }
}

const javaName = process.platform === 'win32' ? 'java.exe' : 'java';

const inHome = (home: string): string[] => [
  path.join(home, 'bin', javaName),
  path.join(home, 'Contents', 'Home', 'bin', javaName),
];

function installFolders(env: NodeJS.ProcessEnv): string[] {
  const home = os.homedir();
  const parents = {
    linux: ['/usr/lib/jvm', '/usr/java', '/opt', '/opt/java', '/usr/local'],
    darwin: ['/Library/Java/JavaVirtualMachines', path.join(home, 'Library/Java/JavaVirtualMachines')],
    win32: ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu', 'Amazon Corretto', 'BellSoft'].map((vendor) =>
      path.join(env.ProgramFiles ?? 'C:\\Program Files', vendor),
    ),
  }[process.platform as 'linux' | 'darwin' | 'win32'];
  const managed = [
    path.join(home, '.sdkman/candidates/java'),
    path.join(home, '.jdks'),
    path.join(home, '.asdf/installs/java'),
  ];
  const brew = [
    '/opt/homebrew/opt/openjdk/libexec/openjdk.jdk',
    '/usr/local/opt/openjdk/libexec/openjdk.jdk',
  ];
  return [...(parents ?? ['/usr/lib/jvm']), ...managed].flatMap(subfolders).concat(brew);
}

function subfolders(folder: string): string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true });
    // Newest first where the name ends in a version: 25 before 21.
    const wanted = names
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name);
    return wanted
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** Major version that a java binary reports about itself; undefined if it does not run. */
export async function javaVersion(binary: string): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await run(binary, ['-version'], {
      timeout: 20_000,
      env: withoutJavaOptions(),
    });
    return parseJavaVersion(stderr + stdout);
  } catch {
    return undefined;
  }
}

/** Major version out of the text of `java -version`: `"21.0.8"` is 21, the old style `"1.8.0_402"` is 8. */
export function parseJavaVersion(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The environment without options that would change every Java on this machine, ours among them. */
export function withoutJavaOptions(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { JAVA_TOOL_OPTIONS: _tool, _JAVA_OPTIONS: _old, JDK_JAVA_OPTIONS: _jdk, ...rest } = env;
  return rest;
}

function installAdvice(seen: string[], reason: string): string {
  const how = {
    linux:
      '请安装 JRE 21 以上，例如 apt-get install openjdk-21-jre-headless（或 dnf install java-21-openjdk-headless）',
    darwin: '请安装 JDK 21 以上，例如 brew install openjdk',
    win32: '请安装 JDK 21 以上，例如 winget install EclipseAdoptium.Temurin.21.JRE',
  }[process.platform as 'linux' | 'darwin' | 'win32'];
  return [
    `流程引擎需要 Java ${oldestJava} 或更高版本，本机没有可用的。`,
    seen.length ? `已找到但版本过低：${seen.join('、')}` : '',
    `自动下载未成功：${reason}`,
    `${how ?? '请安装 Java 21 以上'}；装在别处时，用环境变量 BIHUAN_JAVA 指明 java 的路径。`,
  ]
    .filter(Boolean)
    .join('\n');
}
