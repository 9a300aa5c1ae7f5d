import { describe, expect, test } from '@jest/globals';
import { compact } from './compact.ts';
import { measurePicture, type Picture } from './metrics.ts';
import { findWay } from './router/search.ts';
import type { Canvas, Terminal } from './router/canvas.ts';
import { Heap } from './router/heap.ts';
import { labelBounds, labelSize, wrap } from './text.ts';
import { applyEdits, scanXml } from './xml-scan.ts';

const box = (x: number, y: number, width = 100, height = 80) => ({ x, y, width, height });
const at = (x: number, y: number) => ({ x, y });

describe('text', () => {
  test('eight characters stay on one line, nine are broken as bpmn-js breaks them', () => {
    expect(wrap('是否已经办结归档')).toEqual(['是否已经办结归档']);
    expect(wrap('责令限期整改指令书')).toEqual(['责令限期整改指', '令书']);
    expect(labelSize('12345工单')).toEqual({ width: 54, height: 14 });
    expect(labelSize('')).toEqual({ width: 0, height: 0 });
  });

  test('bounds to write break the text just where it was broken here', () => {
    for (const text of [
      '是',
      '是否已经办结归档',
      '责令限期整改指令书',
      '等待陈述申辩或听证申请的期限届满之日',
    ]) {
      const { width } = labelBounds(text, { x: 0, y: 0, ...labelSize(text) });
      expect(wrap(text, width)).toEqual(wrap(text));
    }
  });
});

describe('router', () => {
  const exit: Terminal = { key: 'a#E', tip: at(100, 40), side: 'E', cost: 0 };
  const entry: Terminal = { key: 'b#W', tip: at(300, 40), side: 'W', cost: 0 };
  const region = { x1: -Infinity, x2: Infinity, y1: -Infinity, y2: Infinity };
  const ask = {
    id: 'f',
    target: 'b',
    exits: [exit],
    entries: [entry],
    private: 0,
    trend: 0 as const,
    region,
  };
  const canvas = (...more: Canvas['obstacles']): Canvas => ({
    obstacles: [{ id: 'a', rect: box(0, 0), grow: 9 }, { id: 'b', rect: box(300, 0), grow: 9 }, ...more],
    wires: new Map(),
    fences: [],
    tracks: { xs: [], ys: [] },
  });

  test('where nothing is in the way the line is straight', () => {
    expect(findWay(canvas(), ask)!.points).toEqual([at(100, 40), at(300, 40)]);
  });

  test('a shape in the way is gone round with room to spare', () => {
    const points = findWay(canvas({ id: 'c', rect: box(170, 20, 50, 50), grow: 9 }), ask)!.points;
    expect(points.length).toBeGreaterThan(4);
    for (const [i, p] of points.entries()) {
      const q = points[i - 1] ?? p;
      const [left, right, top, bottom] = [
        Math.min(p.x, q.x),
        Math.max(p.x, q.x),
        Math.min(p.y, q.y),
        Math.max(p.y, q.y),
      ];
      expect(right > 161 && left < 229 && bottom > 11 && top < 79).toBe(false);
    }
  });

  test('a line to the same target is joined instead of running beside it', () => {
    const scene = canvas();
    const trunk = [at(150, 300), at(250, 300), at(250, 40), at(300, 40)];
    const wire = {
      id: 'g',
      target: 'b',
      points: trunk,
      exitKey: 'c#E',
      entryKey: 'b#W',
      trend: 0 as const,
      private: 24,
    };
    scene.wires.set('g', wire);
    const far = { ...exit, tip: at(100, 200) };
    const points = findWay(scene, { ...ask, exits: [far] })!.points;
    expect(points.slice(-3)).toEqual([at(250, 200), at(250, 40), at(300, 40)]);
  });

  test('a way dearer than the bound is not given', () => {
    expect(findWay(canvas(), { ...ask, bound: 0.5 })).toBeNull();
  });

  test('the heap gives the smallest first', () => {
    const heap = new Heap();
    const keys = [5, 3, 9, 1, 7, 3, 0, 8];
    keys.forEach((key, state) => heap.push(state, key));
    expect(keys.map(() => keys[heap.pop()])).toEqual([...keys].sort((a, b) => a - b));
    expect(heap.size).toBe(0);
  });
});

describe('compacting', () => {
  test('an empty band shrinks, upright lines through it with it, and nothing changes its order', () => {
    const shapes = new Map([
      ['a', box(0, 0)],
      ['b', box(0, 500)],
    ]);
    const flows = new Map([['f', [at(50, 80), at(50, 500)]]]);
    const small = compact({ shapes, labels: new Map(), flows, sections: [] });
    expect(small.shapes.get('b')!.y).toBe(106);
    expect(small.flows.get('f')).toEqual([at(50, 80), at(50, 106)]);
  });
});

describe('measuring', () => {
  const picture = (change: Partial<Picture>): Picture => ({
    shapes: [
      { id: 'a', rect: box(0, 0) },
      { id: 'b', rect: box(200, 0) },
    ],
    frames: [],
    labels: [],
    flows: [{ id: 'f', source: 'a', target: 'b', points: [at(100, 40), at(200, 40)] }],
    main: new Set(['f']),
    ...change,
  });
  const line = (id: string, ...points: [number, number][]) => ({
    id,
    source: `${id}-from`,
    target: `${id}-to`,
    points: points.map(([x, y]) => at(x, y)),
  });

  test.each<[string, Partial<Picture>, object]>([
    [
      'a clean picture',
      {},
      { shapeOv: 0, edgeShape: 0, labEdge: 0, lineOn: 0, cross: 0, bends: 0, main: 100, rows: 1 },
    ],
    [
      'shapes on each other',
      {
        shapes: [
          { id: 'a', rect: box(0, 0) },
          { id: 'b', rect: box(90, 0) },
        ],
        flows: [],
      },
      { shapeOv: 1 },
    ],
    ['a flow through a shape', { flows: [line('g', [-50, 40], [250, 40])] }, { edgeShape: 2 }],
    ['a label on a flow', { labels: [{ id: 'f', rect: box(120, 35, 30, 14) }] }, { labEdge: 1 }],
    ['a label on a shape', { labels: [{ id: 'f', rect: box(90, 60, 30, 14) }] }, { labShape: 1 }],
    [
      'labels on each other',
      {
        labels: [
          { id: 'x', rect: box(0, 200, 30, 14) },
          { id: 'y', rect: box(20, 205, 30, 14) },
        ],
      },
      { labLab: 1 },
    ],
    [
      'two flows on one line',
      { flows: [line('g', [0, 300], [200, 300]), line('h', [100, 302], [300, 302])] },
      { lineOn: 1 },
    ],
    [
      'a flow that turns on another',
      { flows: [line('g', [0, 300], [200, 300]), line('h', [100, 200], [100, 300], [100, 300])] },
      { lineOn: 1 },
    ],
    ['a slanted flow', { flows: [line('g', [0, 300], [200, 340])] }, { slant: 1 }],
    [
      'flows that cross',
      { flows: [line('g', [0, 300], [200, 300]), line('h', [100, 200], [100, 400])] },
      { cross: 1, lineOn: 0 },
    ],
    [
      'a small step aside',
      { flows: [line('g', [0, 300], [50, 300], [50, 305], [90, 305])] },
      { jog: 1, bends: 2 },
    ],
    [
      'a main step that is not straight',
      {
        shapes: [
          { id: 'a', rect: box(0, 0) },
          { id: 'b', rect: box(200, 60) },
        ],
      },
      { main: 0 },
    ],
  ])('%s is counted', (_, change, expected) => {
    expect(measurePicture(picture(change))).toMatchObject(expected);
  });
});

describe('editing text', () => {
  test('tags in comments, CDATA and attributes are not taken for elements', () => {
    const xml = '<a><!-- <b/> --><b c="x > <d/>"><![CDATA[</b>]]></b></a>';
    const found = scanXml(xml, 9);
    expect(found.map((e) => e.name)).toEqual(['a', 'b']);
    expect(xml.slice(found[1]!.start, found[1]!.end)).toBe('<b c="x > <d/>"><![CDATA[</b>]]></b>');
    expect(applyEdits(xml, [{ start: found[1]!.start, end: found[1]!.end, text: '' }])).toBe(
      '<a><!-- <b/> --></a>',
    );
  });
});
