import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BrokerVersion } from './broker-versions.ts';
import { download } from './download.ts';
import { withFileLock } from './file-lock.ts';
import type { Reporter } from './reporter.ts';
import type { RuntimeSettings } from './settings.ts';

const run = promisify(execFile);

/**
 * Makes sure that a broker release lies unpacked in the cache: fetched once from Maven Central with its checksums
 * pinned, continued where an earlier try broke off. Out: its folder (with `lib/` and `config/`). Throws with the
 * reason and what to do.
 */
export async function ensureBroker(
  release: BrokerVersion,
  settings: RuntimeSettings,
  reporter: Reporter,
): Promise<string> {
  const folder = path.join(settings.cacheDir, `camunda-zeebe-${release.version}`);
  if (existsSync(folder)) return folder;
  const archive = `${folder}.tar.gz`;
  if (!existsSync(archive)) {
    reporter.note(
      `  首次启动：下载流程引擎 Zeebe ${release.version}（约 ${release.megabytes} MB，${release.licence}），只需一次。`,
    );
  }
  await download({
    url: `${settings.mavenUrl}/io/camunda/camunda-zeebe/${release.version}/camunda-zeebe-${release.version}.tar.gz`,
    file: archive,
    sums: { sha1: release.sha1, sha256: release.sha256 },
    onProgress: (done, total) => reporter.progress('下载引擎', done, total),
  });
  await withFileLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await unpack(archive, folder);
  });
  // Only the unpacked form is used from here on.
  rmSync(archive, { force: true });
  return folder;
}

async function unpack(archive: string, folder: string): Promise<void> {
  const draft = `${folder}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    await run('tar', ['-xzf', archive, '-C', draft, '--strip-components=1']);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`解压 ${path.basename(archive)} 失败：${(error as Error).message}`);
  }
  renameSync(draft, folder);
}
