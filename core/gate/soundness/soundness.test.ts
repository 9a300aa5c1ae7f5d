import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  boundary,
  diagram,
  end,
  flows,
  gateway,
  start,
  sub,
  user,
} from '../../../processes/lint/support/snippets.ts';
import { normaliseFlows } from '../normalise.ts';
import { parseDiagram } from '../parse.ts';
import { scanXml } from '../scan.ts';
import type { Finding } from '../types.ts';
import { checkSoundness, type SoundnessLimits } from './index.ts';

const outlines = fileURLToPath(new URL('../../../tests/fixtures/outlines/', import.meta.url));
const names = readdirSync(outlines).filter((file) => file.endsWith('.bpmn')).map((file) => file.slice(0, -5)); // prettier-ignore
const outline = (name: string): string => readFileSync(`${outlines}${name}.bpmn`, 'utf8');

async function play(xml: string, limits?: SoundnessLimits) {
  const { definitions } = await parseDiagram(xml, scanXml(xml));
  for (const root of definitions.rootElements) normaliseFlows(root);
  return checkSoundness(definitions, limits);
}

const brief = ({ element, rule }: Finding): string => `${element} ${rule}`;
const found = async (xml: string): Promise<string[]> => (await play(xml)).findings.map(brief);

/** The outline with one thing changed; fails when the change finds nothing to change. */
function mutated(name: string, change: (xml: string) => string): string {
  const before = outline(name).replace(/<bpmn:(incoming|outgoing)>[^<]*<\/bpmn:\1>/g, '');
  const after = change(before);
  if (after === before) throw new Error('nothing was changed');
  return after;
}
const cut = (id: string) => (xml: string) =>
  xml
    .replace(new RegExp(`<bpmn:sequenceFlow id="${id}"[^>]*?(/>|>[^]*?</bpmn:sequenceFlow>)`), '')
    .replace(`default="${id}"`, '');
const kind = (id: string, from: string, to: string) => (xml: string) =>
  xml.replace(new RegExp(`<bpmn:${from} id="${id}"([^>]*?)(/>|>([^]*?)</bpmn:${from}>)`), (_, attributes: string, __, inside = '') =>
    `<bpmn:${to} id="${id}"${attributes.replace(/ default="[^"]*"/, '')}>${String(inside)}</bpmn:${to}>`); // prettier-ignore
const retarget = (id: string, target: string) => (xml: string) =>
  xml.replace(new RegExp(`(<bpmn:sequenceFlow id="${id}"[^>]*targetRef=")[^"]*`), `$1${target}`);

describe('outlines of all processes', () => {
  test('there are seventeen', () => expect(names).toHaveLength(17));

  test.each(names)('%s is sound', async (name) => {
    expect((await play(outline(name))).findings).toEqual([]);
  });

  test('the largest stays far below the limit of states', async () => {
    const sizes = await Promise.all(names.map(async (name) => (await play(outline(name))).states));
    expect(Math.max(...sizes)).toBeLessThan(5000);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });
});

describe('mutated outlines', () => {
  test.each([
    ['accident-probe', 'fan-in'],
    ['duty-probe', 'fan-in'],
    ['hazard-dispatch', 'verify-join'],
    ['hazard-dispatch', 'major-join'],
    ['accident-handling', 'first-join'],
    ['accident-handling', 'probe-join'],
    ['accident-handling', 'outcome-join'],
    ['patrol-inspection', 'field-join'],
  ])('%s: tokens pile up at %s when the join no longer joins', async (name, join) => {
    const xml = mutated(name, kind(join, 'parallelGateway', 'exclusiveGateway'));
    expect(await found(xml)).toContain(`${join} soundness-pile-up`);
  });

  test('a join taken out altogether is found where the branches meet instead', async () => {
    const xml = mutated('duty-probe', (text) =>
      retarget('talk-units--fan-in', 'assess')(retarget('read-records--fan-in', 'assess')(text)),
    );
    expect(await found(xml)).toEqual(['assess soundness-pile-up', 'fan-in soundness-unreached']);
  });

  test.each([
    ['accident-probe', 'appraisal-merge'],
    ['hazard-dispatch', 'expert-merge'],
    ['hazard-dispatch', 'verify-merge'],
    ['accident-handling', 'talk-merge'],
    ['patrol-inspection', 'expert-merge'],
  ])('%s: the merge %s turned into a join waits for ever', async (name, merge) => {
    const findings = await found(mutated(name, kind(merge, 'exclusiveGateway', 'parallelGateway')));
    expect(findings.filter((each) => each.endsWith('soundness-join'))).toContain(`${merge} soundness-join`);
  });

  test('a choice turned into a split lets tokens pile up', async () => {
    const xml = mutated('rectify-item', kind('has-evidence', 'exclusiveGateway', 'parallelGateway'));
    expect((await found(xml)).some((each) => each.endsWith('soundness-pile-up'))).toBe(true);
  });

  test('a split turned into a choice leaves the join waiting', async () => {
    const xml = mutated('duty-probe', kind('fan-out', 'parallelGateway', 'exclusiveGateway'));
    expect(await found(xml)).toContain('fan-in soundness-join');
  });

  test.each([
    ['serve-document', 'render--needs-sign', 'needs-sign'],
    ['rectify-item', 'has-evidence--recheck', null],
    ['rectify-item', 'strike-off--struck-off', 'struck-off'],
    ['hazard-dispatch', 'answer--push-back', null],
    ['penalty-case', 'file--approve-file', 'approve-file'],
  ])('%s: when flow %s is cut, what only it led to is never reached', async (name, flowId, element) => {
    const findings = await found(mutated(name, cut(flowId)));
    if (element) expect(findings[0]).toBe(`${element} soundness-unreached`);
    else expect(findings).toEqual([]);
  });

  test('steps behind a step never reached are named too, with the step that is to blame', async () => {
    const { findings } = await play(mutated('serve-document', cut('needs-sign--sign')));
    const sign = findings.find(({ element }) => element === 'sign');
    expect(sign?.message).toContain('没有连线');
    expect(findings.find(({ element }) => element === 'redraft')?.message).toContain('是否签发');
  });

  test('a loop that lost its way out is named where it is entered', async () => {
    const noExit = mutated('penalty-case', (text) =>
      cut('is-penalty--closed')(cut('is-executed--case-verdict')(text)),
    );
    expect(await found(noExit)).toContain('execute soundness-loop');
    const inside = mutated('supervise-notice', retarget('is-closed--case-seal', 'supplement'));
    expect((await found(inside)).filter((each) => each.endsWith('loop'))).toEqual([
      'case-verdict soundness-loop',
    ]);
  });

  test('a side track that runs into the main track is named there', async () => {
    const xml = mutated('hazard-dispatch', retarget('on-failed--to-talk', 'rectify-result'));
    expect(await found(xml)).toContain('rectify-result soundness-pile-up');
  });

  test('mistakes inside a subprocess and inside an event subprocess are found', async () => {
    const inMulti = mutated('patrol-inspection', cut('wants-expert--expert-merge'));
    expect(await found(inMulti)).toEqual([]);
    const inEvent = mutated('rectify-item', cut('on-merge-begin--close-merged'));
    expect(await found(inEvent)).toEqual(['close-merged soundness-unreached', 'merged soundness-unreached']);
  });
});

describe('small nets', () => {
  const both = start() + gateway('split', 'parallel') + user('a') + user('b');

  test('two ends of parallel branches need no join', async () => {
    expect(await found(diagram(both + end() + flows('start split a end') + flows('split b end')))).toEqual(
      [],
    );
  });

  test('one merge for both branches lets everything behind it happen twice', async () => {
    const xml = diagram(both + user('c') + end() + flows('start split a c end') + flows('split b c'));
    expect(await found(xml)).toEqual(['c soundness-pile-up']);
  });

  test('what lies only behind a pile-up still counts as reached', async () => {
    const xml = diagram(
      both + user('c') + user('next') + end() + flows('start split a c next end') + flows('split b c'),
    );
    expect((await found(xml)).filter((each) => each.includes('unreached'))).toEqual([]);
  });

  test('a terminate end clears the scope, so that no join is left waiting in it', async () => {
    const choice = (inside: string): string =>
      diagram(
        both +
          gateway('g') +
          gateway('j', 'parallel') +
          end('stop', inside) +
          end() +
          flows('start split a j end') +
          flows('split b g j') +
          flows('g stop'),
      );
    expect(await found(choice('<bpmn:terminateEventDefinition id="t"/>'))).toEqual([]);
    expect(await found(choice(''))).toEqual(['j soundness-join']);
  });

  test('an interrupting boundary event is a way out of a loop', async () => {
    const loop =
      start() + user('a') + user('b') + boundary('stop', 'b', '<bpmn:errorEventDefinition id="e"/>') + end();
    expect(await found(diagram(loop + flows('start a b a') + flows('stop end')))).toEqual([]);
    expect(await found(diagram(start() + user('a') + user('b') + flows('start a b a')))).toEqual([
      'a soundness-loop',
    ]);
  });

  test('an inclusive split may send one branch, some or all, so a join behind it may wait', async () => {
    const xml = diagram(
      start() +
        gateway('or', 'inclusive') +
        user('a') +
        user('b') +
        gateway('j', 'parallel') +
        end() +
        flows('start or a j end') +
        flows('or b j'),
    );
    expect(await found(xml)).toEqual(['j soundness-join']);
  });

  test('link events go on at their catch', async () => {
    const link = (type: string, id: string): string =>
      `<bpmn:intermediate${type}Event id="${id}" name="链接"><bpmn:linkEventDefinition id="${id}-d" name="L"/></bpmn:intermediate${type}Event>`;
    const xml = diagram(
      start() + link('Throw', 'to') + link('Catch', 'from') + end() + flows('start to') + flows('from end'),
    );
    expect(await found(xml)).toEqual([]);
  });

  test('nested subprocesses are played each by itself', async () => {
    const inner = sub(
      'inner',
      start('i') +
        gateway('x') +
        user('l') +
        user('r') +
        gateway('j', 'parallel') +
        end('ie') +
        flows('i x l j ie') +
        flows('x r j'),
    );
    const xml = diagram(
      start() +
        sub('outer', start('o') + inner + end('oe') + flows('o inner oe')) +
        end() +
        flows('start outer end'),
    );
    expect(await found(xml)).toEqual(['j soundness-join', 'ie soundness-unreached']);
  });

  test('too many interleavings, by number or by time, are said and not taken for sound', async () => {
    const wide = Array.from({ length: 14 }, (_, at) => `b${at}`);
    const xml = diagram(
      start() + gateway('split', 'parallel') + gateway('join', 'parallel') + end() + flows('start split') + flows('join end') +
        wide.map((id) => ['', '-2', '-3'].map((suffix) => user(id + suffix)).join('') + flows(`split ${id} ${id}-2 ${id}-3 join`)).join(''), // prettier-ignore
    );
    const limits = { milliseconds: 60_000, states: 5000 };
    expect((await play(xml, limits)).findings.map(brief)).toContain('p soundness-too-large');
    const atOnce = { milliseconds: 0, states: 1_000_000 };
    expect((await play(xml, atOnce)).findings.map(brief)).toContain('p soundness-too-large');
  });
});
