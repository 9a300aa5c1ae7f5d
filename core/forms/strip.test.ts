import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { listForms } from './files.ts';
import { withoutReadonly } from './strip.ts';

test('what the server filled in is not sent back, in groups and in rows either', () => {
  const form = listForms(fileURLToPath(new URL('../..', import.meta.url))).find(
    ({ id }) => id === 'rectify.recheck',
  );
  const data = {
    enforcement: true,
    way: '现场',
    points: [{ item: '清灰', result: '合格', note: '' }],
    fit: 'yes',
  };
  expect(withoutReadonly(form?.schema ?? ({} as never), data)).toEqual({
    way: '现场',
    points: [{ result: '合格', note: '' }],
    fit: 'yes',
  });
  expect(data.points[0]).toHaveProperty('item');
});
