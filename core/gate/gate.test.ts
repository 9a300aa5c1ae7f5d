import { readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { diagram, end, flows, start, user } from '../../processes/lint/support/snippets.ts';
import { nothing } from '../../processes/lint/support/verify.ts';
import { checkDiagram } from './index.ts';
import { inspectDiagram } from './inspect.ts';
import { ownRuleFiles } from './rules.ts';

// Threads start slowly on a busy machine.
jest.setTimeout(60_000);

const outline = readFileSync(new URL('../../tests/fixtures/outlines/rectify-item.bpmn', import.meta.url));
const handWritten = diagram(start() + user('a') + end() + flows('start a end'));

describe('checkDiagram', () => {
  test('answers from its thread what the gate says, text and bytes alike', async () => {
    const fromBytes = await checkDiagram(outline, nothing);
    expect(fromBytes).toEqual(await inspectDiagram(outline, nothing));
    expect(await checkDiagram(outline.toString('utf8'), nothing)).toEqual(fromBytes);
    expect(fromBytes.refused).toBeNull();
    expect(fromBytes.findings.length).toBeGreaterThan(0);
  });

  test('a thread that does not answer in time is killed and the file refused', async () => {
    const { ok, refused } = await checkDiagram(outline, nothing, { milliseconds: 1, heapMegabytes: 256 });
    expect({ ok, reason: refused?.reason }).toEqual({
      ok: false,
      reason: expect.stringContaining('用时过长'),
    });
  });

  test('a thread that runs out of memory takes only itself down', async () => {
    const { refused } = await checkDiagram(outline, nothing, { milliseconds: 20_000, heapMegabytes: 4 });
    expect(refused?.reason).toContain('内存');
  });

  test('a refused file comes back with its reason', async () => {
    const { refused } = await checkDiagram('<!DOCTYPE x><x/>', nothing);
    expect(refused?.reason).toContain('DOCTYPE');
  });

  test('a file with close to five thousand elements is judged like any other', async () => {
    const ids = Array.from({ length: 1600 }, (_, at) => `t${at}`);
    const chain = diagram(
      start() + ids.map((id) => user(id)).join('') + end() + flows(`start ${ids.join(' ')} end`),
    );
    const { refused, findings } = await checkDiagram(chain, nothing, {
      milliseconds: 60_000,
      heapMegabytes: 256,
    });
    expect(refused).toBeNull();
    expect(findings.filter(({ rule }) => rule === 'groups-present')).toHaveLength(1600);
  });
});

describe('the text that is deployed', () => {
  test('is written anew from what was parsed, and passing it through again changes nothing', async () => {
    const first = await inspectDiagram(new TextEncoder().encode(handWritten), nothing);
    const again = await inspectDiagram(new TextEncoder().encode(first.xml ?? ''), nothing);
    expect(again).toEqual(first);
  });

  test('names each flow at both its ends, which the broker needs and hand-written files leave out', async () => {
    const { xml } = await inspectDiagram(new TextEncoder().encode(handWritten), nothing);
    expect(xml).toContain('<bpmn:outgoing>start--a</bpmn:outgoing>');
    expect(xml).toContain('<bpmn:incoming>a--end</bpmn:incoming>');
  });

  test('carries no comment and nothing else the parser did not take', async () => {
    const remarked = handWritten.replace('<bpmn:process', '<!-- <script> --><bpmn:process');
    expect((await inspectDiagram(new TextEncoder().encode(remarked), nothing)).xml).not.toContain('script');
  });
});

describe('findings', () => {
  test('come in the order of the diagram, each once, with a Chinese message', async () => {
    const { findings } = await inspectDiagram(outline, nothing);
    const places = findings.map(({ element }) => outline.indexOf(`id="${element}"`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(findings.map((each) => JSON.stringify(each))).size).toBe(findings.length);
    for (const { message } of findings) expect(message).toMatch(/\p{Script=Han}/u);
  });

  test('a rule that cannot make sense of a diagram is a finding, not a crash', async () => {
    const odd = diagram('<bpmn:boundaryEvent id="b" name="边界"/>');
    const { refused, findings } = await inspectDiagram(new TextEncoder().encode(odd), nothing);
    expect(refused).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
  });

  test('each rule of ours has its test and its section in the manual', () => {
    const manual = readFileSync(new URL('../../processes/lint/README.md', import.meta.url), 'utf8');
    for (const file of ownRuleFiles()) {
      const rule = file.replace(/\.ts$/, '');
      expect(manual).toContain(`### ${rule}\n`);
      expect(() =>
        readFileSync(new URL(`../../processes/lint/${rule}.test.ts`, import.meta.url)),
      ).not.toThrow();
    }
  });
});
