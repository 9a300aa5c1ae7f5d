import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../bin/demo/installation.ts';
import { playStory, type Outcome } from '../../bin/demo/run.ts';
import type { Spoil } from '../../bin/demo/spoil.ts';
import { NOT_APPLICABLE, SPOILS } from '../../bin/demo/spoils.ts';
import { DEFAULT, shippedStories } from '../../bin/demo/stories.ts';
import { CHECKS } from '../../core/verdict/index.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bihuan-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const storyOf = (id: string) => shippedStories().find((story) => story.id === id)!;

async function play(id: string, spoil?: Spoil): Promise<Outcome & { told: string }> {
  await given.workingMorning();
  const stage: Stage = { ...product, temporary: false, close: () => Promise.resolve() };
  const lines: string[] = [];
  const outcome = await playStory(stage, storyOf(id), spoil, {
    say: (line) => lines.push(line),
    save(name, bytes) {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      return file;
    },
  });
  return { ...outcome, told: lines.join('\n') };
}

describe('the demonstration', () => {
  test.each(shippedStories().map(({ id, title }) => [id, title]))(
    '%s (%s) ends green, its export is whole',
    async (id) => {
      const { told, ...outcome } = await play(id);
      expect(outcome).toMatchObject({
        verdict: 'green',
        redLines: [],
        refused: null,
        verified: true,
        asExpected: true,
      });
      for (const { id: predicate } of CHECKS) expect(told).toContain(predicate);
    },
  );

  test.each(SPOILS.map((spoil): [string, string, Spoil] => [spoil.id, spoil.what, spoil]))(
    'spoiled by %s (%s) it is never green',
    async (id, _, spoil) => {
      const { told, ...outcome } = await play(spoil.story ?? DEFAULT, spoil);
      expect(told).toContain(spoil.what);
      expect(outcome).toMatchObject({ verdict: 'red', verified: true, asExpected: true });
      if (spoil.ends === 'refused')
        expect(outcome.refused).toEqual({ step: expect.any(String), rule: expect.any(String) });
      else expect([outcome.refused, outcome.redLines.map((line) => line.id)]).toEqual([null, [id]]);
    },
  );

  test('every predicate that judges this process can be spoiled, or it is said why not', () => {
    const judging = CHECKS.filter(({ processes }) => processes?.includes('hazard-dispatch') ?? true).map(
      ({ id }) => id,
    );
    expect(new Set([...SPOILS.map(({ id }) => id), ...Object.keys(NOT_APPLICABLE)])).toEqual(
      new Set(judging),
    );
  });
});
