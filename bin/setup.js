// What must be there before anything else can run: the packages of package-lock.json, and the built pages.
// Plain JavaScript with nothing but Node's own modules: on a fresh clone there is nothing else yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Why the packages must be installed (anew): a Chinese reason, or undefined if what npm noted about node_modules
 * agrees with package-lock.json. npm writes that note last, so a broken install has none. In: project folder.
 */
export function installReason(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  if (!wanted) return undefined;
  const present = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (!present) return '尚未安装依赖';
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '' || entry.link) continue;
    const there = present[name];
    // Packages for other systems are in the lockfile but rightly not on this disk.
    if (!there && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (!there || there.version !== entry.version)
      return `依赖与 package-lock.json 不一致（${name.replace(/^node_modules\//, '')}）`;
  }
  const stray = Object.keys(present).find((name) => !wanted[name]);
  return stray && `依赖与 package-lock.json 不一致（多出 ${stray.replace(/^node_modules\//, '')}）`;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Hash over everything the built pages are made from: their sources, the code they share, package versions. */
export function sourcesHash(root) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...filesUnder(root, 'web'), ...filesUnder(root, 'core')]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(root, folder) {
  if (!existsSync(path.join(root, folder))) return [];
  const found = [];
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(root, name));
    else if (entry.isFile() && !entry.name.endsWith('.test.ts')) found.push(name);
  }
  return found.sort();
}

function install(reason) {
  console.log(`${reason}，正在执行 npm ci（首次约需一分钟）……`);
  // Started by npm, its own program is known; that saves guessing how npm is called on this system.
  const npm = process.env.npm_execpath;
  const byPath = npm && /\.c?js$/.test(npm);
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  run(
    byPath ? process.execPath : 'npm',
    byPath ? [npm, ...args] : args,
    '安装依赖失败，请检查网络与 npm 的 registry 设置后重试。',
    {
      shell: !byPath && process.platform === 'win32',
    },
  );
}

function build() {
  if (!existsSync(path.join(projectRoot, 'web', 'vite.config.ts'))) return;
  const target = path.join(projectRoot, 'dist', 'web');
  const stamp = path.join(projectRoot, 'dist', 'web.stamp');
  const hash = sourcesHash(projectRoot);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log('正在构建页面……');
  const next = path.join(projectRoot, 'dist', `web.${process.pid}`);
  const vite = path.join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  // Beside the old pages, which a running server may be serving; they are replaced when the new ones are whole.
  const args = [vite, 'build', 'web', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'];
  try {
    run(nodeOfPackage(), args, '构建页面失败。');
    mkdirSync(path.dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(next, target);
    writeFileSync(stamp, hash);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** The Node that comes with the packages; this one where the package has none for this system. */
function nodeOfPackage() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.join(projectRoot, 'node_modules', 'node', 'bin', name);
  return existsSync(own) ? own : process.execPath;
}

class Failed extends Error {}

function run(command, args, advice, options = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    ...options,
  });
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) throw new Failed(error ? `${advice}（${error.message}）` : advice);
}

/** Installs and builds what is missing. Out: whether everything is there; if not, it has said why. */
export function setup() {
  const [major] = process.versions.node.split('.').map(Number);
  try {
    if (major < 20) throw new Failed(`需要 Node.js 20 或更高版本，现为 ${process.version}。`);
    const reason = installReason(projectRoot);
    if (reason) install(reason);
    build();
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    console.error(error.message);
    return false;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = setup() ? 0 : 1;
