import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

test("the engine's records come through the listener, which nobody else may feed", async () => {
  // given a case whose first steps the real broker has taken
  const story = await given.report();
  await story.task('accept');

  // then its exporter has handed them over, by the password it was started with
  const steps = () =>
    product.rows<{ n: number }>(
      `select count(*)::int as n from engine_record r join cases c
         on c.broker_epoch = r.broker_epoch and c.instance_key = r.value->>'processInstanceKey' where c.case_id = $1`,
      [story.caseId],
    );
  for (let tries = 0; (await steps())[0]!.n === 0 && tries < 50; tries++) await sleep(200);
  expect((await steps())[0]!.n).toBeGreaterThan(0);

  // and a stranger on this machine is refused
  const ports = JSON.parse(readFileSync(path.join(product.dataDir, 'ports.json'), 'utf8')) as {
    listener: number;
  };
  for (const authorization of [undefined, `Basic ${Buffer.from('bihuan:guessed').toString('base64')}`]) {
    const answer = await fetch(`http://127.0.0.1:${ports.listener}/_bulk`, {
      method: 'POST',
      body: '{}\n{}\n',
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    });
    expect(answer.status).toBe(401);
  }
});
