import { expect, test } from '@jest/globals';
import type { Server } from './server.ts';
import { keepAlive } from './supervise.ts';

/** A server without a process: `die` is what its sudden end looks like from outside. */
function fakeServer(startFails = 0): Server & { die(): void; starts: number } {
  const listeners: ((reason: string) => void)[] = [];
  const server = {
    pid: 1,
    starts: 0,
    start: async (): Promise<void> => {
      server.starts += 1;
      if (server.starts <= startFails) throw new Error('port taken');
    },
    stop: async (): Promise<void> => {},
    kill: async (): Promise<void> => {},
    onUnexpectedExit: (listener: (reason: string) => void): void => void listeners.push(listener),
    die: (): void => listeners.forEach((listener) => listener('SIGKILL')),
  };
  return server;
}

function watched(server: Server): { said: string[]; back: Promise<void>; end(): void } {
  const said: string[] = [];
  let returned = (): void => {};
  const back = new Promise<void>((resolve) => (returned = resolve));
  const end = keepAlive(server, '引擎', { note: (text) => said.push(text), progress: () => {} }, () =>
    returned(),
  );
  return { said, back, end };
}

test('a server that dies is started again, and both are told', async () => {
  const server = fakeServer();
  const { said, back, end } = watched(server);

  server.die();
  await back;
  end();

  expect(server.starts).toBe(1);
  expect(said).toEqual(['✘ 引擎意外退出（SIGKILL），正在重新启动……', '✔ 引擎已恢复']);
});

test('one that does not come up is tried again', async () => {
  const server = fakeServer(1);
  const { said, back, end } = watched(server);

  server.die();
  await back;
  end();

  expect(server.starts).toBe(2);
  expect(said).toContain('✘ 引擎未能恢复：port taken');
});

test('after the watch has ended nothing is brought back', async () => {
  const server = fakeServer();
  const { said, end } = watched(server);
  end();

  server.die();
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect([server.starts, said]).toEqual([0, []]);
});
