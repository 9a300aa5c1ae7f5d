import { describe, expect, jest, test } from '@jest/globals';
import type { Play } from '../../bin/demo/play.ts';
import { PLAYS } from '../../bin/demo/plays.ts';
import { demonstrations, judging } from '../harness/demo.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const play = demonstrations(product, stories(product));
jest.setTimeout(180_000);

/** The ways to spoil each are played by tests/long/demo-spoils.test.ts. */
describe.each(PLAYS.map((of): [string, Play] => [of.process, of]))('the demonstration of %s', (process, of) => {
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
      for (const { id: predicate } of judging(process)) expect(told).toContain(predicate);
    },
  );

  test('every predicate that judges this process can be spoiled, or it is said why not', () => {
    expect(new Set([...of.spoils.map(({ id }) => id), ...Object.keys(of.notApplicable)])).toEqual(
      new Set(judging(process).map(({ id }) => id)),
    );
  });
});
