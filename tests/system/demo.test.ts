import { describe, expect, jest, test } from '@jest/globals';
import type { Play } from '../../bin/demo/play.ts';
import { PLAYS } from '../../bin/demo/plays.ts';
import { demonstrations, judging, WELL } from '../harness/demo.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const play = demonstrations(product, stories(product));
jest.setTimeout(180_000);

/** One story of each process; the others, and the ways to spoil each, are played by tests/long/demo.test.ts. */
describe.each(PLAYS.map((of): [string, Play] => [of.process, of]))(
  'the demonstration of %s',
  (process, of) => {
    test('ends green, its export is whole, every predicate is told', async () => {
      const { told, ...outcome } = await play(of, of.stories[0]!.id);
      expect(outcome).toMatchObject(WELL);
      for (const { id } of judging(process)) expect(told).toContain(id);
    });

    test('every predicate that judges this process can be spoiled, or it is said why not', () => {
      expect(new Set([...of.spoils.map(({ id }) => id), ...Object.keys(of.notApplicable)])).toEqual(
        new Set(judging(process).map(({ id }) => id)),
      );
    });
  },
);
