import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import type { Stage } from '../../bin/demo/installation.ts';
import type { Play } from '../../bin/demo/play.ts';
import { playStory, type Outcome } from '../../bin/demo/run.ts';
import type { Spoil } from '../../bin/demo/spoil.ts';
import { CHECKS } from '../../core/verdict/index.ts';
import type { ProductUnderTest } from './product.ts';
import type { Given } from './story.ts';

/** What a demonstration that goes well comes to. */
export const WELL = { verdict: 'green', redLines: [], refused: null, verified: true, asExpected: true };

/** Predicates that judge cases of a process. */
export const judging = (process: string) =>
  CHECKS.filter(({ processes }) => processes?.includes(process) ?? true);

/** Plays demonstrations on the product under test; call once at the top of a test file. */
export function demonstrations(product: ProductUnderTest, given: Given) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bihuan-demo-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return async (of: Play, id: string, spoil?: Spoil): Promise<Outcome & { told: string }> => {
    await given.workingMorning();
    const stage: Stage = { ...product, temporary: false, close: () => Promise.resolve() };
    const lines: string[] = [];
    const story = of.stories.find((one) => one.id === id)!;
    const outcome = await playStory(stage, of, story, spoil, {
      say: (line) => lines.push(line),
      save(name, bytes) {
        const file = path.join(folder, name);
        writeFileSync(file, bytes);
        return file;
      },
    });
    return { ...outcome, told: lines.join('\n') };
  };
}
