import { describe, expect, jest, test } from '@jest/globals';
import type { Play } from '../../bin/demo/play.ts';
import { PLAYS } from '../../bin/demo/plays.ts';
import type { Spoil } from '../../bin/demo/spoil.ts';
import { demonstrations, WELL } from '../harness/demo.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const play = demonstrations(product, stories(product));
jest.setTimeout(180_000);

describe.each(PLAYS.map((of): [string, Play] => [of.process, of]))('%s', (_, of) => {
  const others = of.stories.slice(1).map(({ id, title }): [string, string] => [id, title]);
  if (others.length > 0)
    test.each(others)('%s (%s) ends green, its export is whole', async (id) => {
      expect(await play(of, id)).toMatchObject(WELL);
    });

  test.each(of.spoils.map((spoil): [string, string, Spoil] => [spoil.id, spoil.what, spoil]))(
    'spoiled by %s (%s) it is never green',
    async (id, __, spoil) => {
      const { told, ...outcome } = await play(of, spoil.story ?? of.stories[0]!.id, spoil);
      expect(told).toContain(spoil.what);
      expect(outcome).toMatchObject({ verdict: 'red', verified: true, asExpected: true });
      if (spoil.ends === 'refused')
        expect(outcome.refused).toEqual({ step: expect.any(String), rule: expect.any(String) });
      else expect([outcome.refused, outcome.redLines.map((line) => line.id)]).toEqual([null, [id]]);
    },
  );
});
