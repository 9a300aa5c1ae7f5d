import { expect, test } from '@jest/globals';
import { layoutWeb } from './web-layout.ts';

const nodes = (...ids: string[]) => ids.map((id) => ({ id, kind: 'case' as const }));
const edge = (text: string) => ({ from: text[0]!, to: text[1]! });

test('what led to something stands left of it, also across several ways', () => {
  const { boxes, width, height } = layoutWeb({
    nodes: nodes('a', 'b', 'c', 'd'),
    edges: ['ab', 'bc', 'cd', 'ad'].map(edge),
  });
  const x = (id: string) => boxes.get(id)!.x;
  expect([x('a') < x('b'), x('b') < x('c'), x('c') < x('d')]).toEqual([true, true, true]);
  for (const box of boxes.values()) {
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  }
});

test('no two boxes lie on each other, circle or not', () => {
  const ids = [...'abcdefgh'];
  const { boxes } = layoutWeb({
    nodes: nodes(...ids),
    edges: ['ab', 'ac', 'ad', 'be', 'ce', 'ea', 'df', 'dg', 'gh', 'hd'].map(edge),
  });
  const all = [...boxes.values()];
  expect(all).toHaveLength(8);
  for (const [n, one] of all.entries())
    for (const other of all.slice(n + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
});

test('neighbours stand beside each other: two chains do not cross', () => {
  const { boxes } = layoutWeb({
    nodes: nodes('a', 'x', 'y', 'q', 'p'),
    edges: ['ax', 'ay', 'xp', 'yq'].map(edge),
  });
  const y = (id: string) => boxes.get(id)!.y;
  expect(Math.sign(y('x') - y('y'))).toBe(Math.sign(y('p') - y('q')));
});
