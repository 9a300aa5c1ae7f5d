import { describe, expect, test } from '@jest/globals';
import { mainPath } from './main-path.ts';
import { orderScope } from './order.ts';
import { readDefinitions, readScope } from './read.ts';
import { breakRows } from './rows.ts';
import { firstSides } from './sides.ts';
import { diagram, flow, MAIN, sectioned } from './snippets.ts';

const scopeOf = async (xml: string) => readScope((await readDefinitions(xml)).process);
const tasks = (...ids: string[]): string => ids.map((id) => `<bpmn:task id="${id}" />`).join('');

describe('reading order', () => {
  test('a short cut does not make forward flows loops', async () => {
    // given a gateway that may jump ahead to e, and a loop from e back to c
    const body =
      '<bpmn:exclusiveGateway id="g" />' +
      tasks('b', 'c', 'd', 'e') +
      flow('g', 'e') +
      flow('g', 'b') +
      flow('b', 'c') +
      flow('c', 'd') +
      flow('d', 'e') +
      flow('e', 'c');
    // when
    const order = orderScope(await scopeOf(diagram(body)));
    // then
    expect([...order.back]).toEqual(['e--c']);
    expect(order.nodes.map((n) => n.id)).toEqual(['g', 'b', 'c', 'd', 'e']);
  });

  test('a flow to an earlier section runs back even where it closes no loop', async () => {
    const order = orderScope(await scopeOf(sectioned));
    expect([...order.back]).toEqual(['c--b']);
  });
});

describe('main path', () => {
  const detour =
    '<bpmn:startEvent id="s" /><bpmn:exclusiveGateway id="g" />' +
    tasks('x', 'y', 'z') +
    '<bpmn:endEvent id="end" />';
  const ways = flow('g', 'x') + flow('x', 'y') + flow('y', 'z');

  test('the heaviest way wins', async () => {
    const scope = await scopeOf(
      diagram(detour + flow('s', 'g') + ways + flow('z', 'end') + flow('g', 'end')),
    );
    expect([...mainPath(scope, orderScope(scope)).nodes]).toEqual(['s', 'g', 'x', 'y', 'z', 'end']);
  });

  test('a flow marked main wins over the heaviest way, and leaves its gateway to the right', async () => {
    const scope = await scopeOf(
      diagram(detour + flow('s', 'g') + ways + flow('z', 'end') + flow('g', 'end', '', MAIN)),
    );
    const order = orderScope(scope);
    const main = mainPath(scope, order);
    expect([...main.nodes]).toEqual(['s', 'g', 'end']);
    expect(firstSides(scope, order, main).get('g--end')!.exit).toBe('E');
    expect(firstSides(scope, order, main).get('g--x')!.exit).toBe('S');
  });
});

describe('rows', () => {
  test('what fits is one row; what does not is broken, and no row is wider than allowed', async () => {
    const ids = Array.from({ length: 14 }, (_, i) => `t${i}`);
    const scope = await scopeOf(
      diagram(
        tasks(...ids) +
          ids
            .slice(1)
            .map((id, i) => flow(`t${i}`, id))
            .join(''),
      ),
    );
    const order = orderScope(scope);
    expect(breakRows(scope, order, 5000, 1)).toHaveLength(1);
    const rows = breakRows(scope, order, 800, 1);
    expect(rows.flat().map((n) => n.id)).toEqual(ids);
    for (const row of rows) expect(row.length * 152).toBeLessThanOrEqual(800);
  });

  test('rows begin where sections begin', async () => {
    const scope = await scopeOf(sectioned);
    const rows = breakRows(scope, orderScope(scope), 5000, 1);
    expect(rows.map((row) => row.map((n) => n.id))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});
