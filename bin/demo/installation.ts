import { readablePassword, type App, type Mode } from '../../runtime/installation.ts';
import { readKeys } from '../../runtime/key-file.ts';
import { startProduct } from '../../runtime/product.ts';
import type { Reporter } from '../../runtime/reporter.ts';
import { readState } from '../../runtime/state.ts';
import { answering, dataDirOf } from '../running.ts';
import type { ServeModule } from '../../runtime/installation.ts';

/** Where a demonstration is played. */
export interface Stage {
  url: string;
  password: string;
  /** Token of the 12345 platform, if the installation lies on this machine. */
  hotlineToken: string | undefined;
  temporary: boolean;
  close(): Promise<void>;
}

/** What the command line says of it. */
export interface StageOptions {
  url?: string;
  data?: string;
  password?: string;
}

/**
 * The installation that runs in the data folder, or the one named by its address, or, if none answers, a fresh one
 * of this mode that is removed afterwards. Throws when a named one does not answer or is no demo.
 */
export async function findStage(
  options: StageOptions,
  reporter: Reporter,
  mode: Mode = 'test',
): Promise<Stage> {
  const dataDir = dataDirOf(options.data);
  const state = readState(dataDir);
  const url = options.url ?? (await answering(state));
  if (url === undefined) return freshStage(reporter, mode);
  const here = state?.url === url;
  const password = options.password ?? (here ? state.demoPassword : undefined);
  if (password === undefined)
    throw new Error(`${url} 没有演示密码：演示只能在演示系统上进行，或用 --password 给出`);
  const hotlineToken = here ? readKeys(dataDir)?.hotline[0]?.value : undefined;
  return {
    url: url.replace(/\/+$/, ''),
    password,
    hotlineToken,
    temporary: false,
    close: () => Promise.resolve(),
  };
}

async function freshStage(reporter: Reporter, mode: Mode): Promise<Stage> {
  reporter.note('没有运行中的系统，临时启动一套（演示后删除）……');
  const { prepare } = (await import('../serve.ts')) as ServeModule;
  const password = readablePassword();
  let app: App | undefined;
  const product = await startProduct({
    mode,
    demoPassword: password,
    reporter,
    async beforeBroker(installation) {
      app = await prepare(installation);
    },
  });
  const close = async (): Promise<void> => {
    await app?.stop().catch(() => {});
    await product.stop();
  };
  try {
    await app!.run();
  } catch (error) {
    await close();
    throw error;
  }
  return { url: app!.url, password, hotlineToken: product.keys.hotline[0]!.value, temporary: true, close };
}
