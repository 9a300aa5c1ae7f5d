import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../bin/demo/installation.ts';
import { playStory, type Outcome } from '../../bin/demo/run.ts';
import type { Play } from '../../bin/demo/play.ts';
import { PLAYS } from '../../bin/demo/plays.ts';
import type { Spoil } from '../../bin/demo/spoil.ts';
import { CHECKS } from '../../core/verdict/index.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bihuan-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function play(of: Play, id: string, spoil?: Spoil): Promise<Outcome & { told: string }> {
  await given.workingMorning();
  const stage: Stage = { ...product, temporary: false, close: () => Promise.resolve() };
  const lines: string[] = [];
  const outcome = await playStory(
    stage,
    of,
    of.stories.find((story) => story.id === id)!,
    spoil,
    {
      say: (line) => lines.push(line),
      save(name, bytes) {
        const file = path.join(folder, name);
        writeFileSync(file, bytes);
        return file;
      },
    },
  );
  return { ...outcome, told: lines.join('\n') };
}

describe.each(PLAYS.map((of): [string, Play] => [of.process, of]))(
  'the demonstration of %s',
  (process, of) => {
    const judging = CHECKS.filter(({ processes }) => processes?.includes(process) ?? true);

    test.each(of.stories.map(({ id, title }): [string, string] => [id, title]))(
      '%s (%s) ends green, its export is whole',
      async (id) => {
        const { told, ...outcome } = await play(of, id);
        expect(outcome).toMatchObject({
          verdict: 'green',
          redLines: [],
          refused: null,
          verified: true,
          asExpected: true,
        });
        for (const { id: predicate } of judging) expect(told).toContain(predicate);
      },
    );

    test.each(of.spoils.map((spoil): [string, string, Spoil] => [spoil.id, spoil.what, spoil]))(
      'spoiled by %s (%s) it is never green',
      async (id, _, spoil) => {
        const { told, ...outcome } = await play(of, spoil.story ?? of.stories[0]!.id, spoil);
        expect(told).toContain(spoil.what);
        expect(outcome).toMatchObject({ verdict: 'red', verified: true, asExpected: true });
        if (spoil.ends === 'refused')
          expect(outcome.refused).toEqual({ step: expect.any(String), rule: expect.any(String) });
        else expect([outcome.refused, outcome.redLines.map((line) => line.id)]).toEqual([null, [id]]);
      },
    );

    test('every predicate that judges this process can be spoiled, or it is said why not', () => {
      expect(new Set([...of.spoils.map(({ id }) => id), ...Object.keys(of.notApplicable)])).toEqual(
        new Set(judging.map(({ id }) => id)),
      );
    });
  },
);
