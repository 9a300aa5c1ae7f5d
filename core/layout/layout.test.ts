import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { layoutDiagram, measureDiagram, misses } from './index.ts';
import { faults } from './metrics.ts';
import { annotated, diagram, sectioned } from './snippets.ts';

const OUTLINES = fileURLToPath(new URL('../../tests/fixtures/outlines/', import.meta.url));
const outline = (name: string): string => readFileSync(`${OUTLINES}${name}.bpmn`, 'utf8');
const quick = (xml: string) => layoutDiagram(xml, { effort: 'quick' });

/** All that a diagram means, as text: everything but the picture and our own groups. */
async function meaning(xml: string): Promise<string> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(xml);
  delete rootElement.diagrams;
  const isOurs = (e: { id?: string }): boolean => (e.id ?? '').startsWith('layout-section');
  rootElement.rootElements = rootElement.rootElements.filter((e: { id?: string }) => !isOurs(e));
  for (const root of rootElement.rootElements)
    if (root.artifacts) root.artifacts = root.artifacts.filter((e: { id?: string }) => !isOurs(e));
  return (await new BpmnModdle({ zeebe }).toXML(rootElement)).xml.replace(/ xmlns:\w+="[^"]*"/g, '');
}

describe('laying out', () => {
  test.each(['rectify-item', 'hazard-dispatch', 'penalty-case', 'patrol-inspection', 'accident-probe'])(
    'the outline of %s, drawn quickly, meets the targets and means the same as before',
    async (name) => {
      const xml = outline(name);
      const drawn = await quick(xml);
      expect(misses(drawn.metrics)).toEqual([]);
      expect(await meaning(drawn.xml)).toBe(await meaning(xml));
    },
    60_000,
  );

  test('the same input gives the same bytes, and a drawn diagram drawn again does not change', async () => {
    const first = await quick(outline('rectify-item'));
    const second = await quick(outline('rectify-item'));
    const again = await quick(first.xml);
    expect(second.xml).toBe(first.xml);
    expect(again.xml).toBe(first.xml);
  }, 30_000);

  test('an old picture is replaced, text outside of it stays byte for byte, even what nobody knows', async () => {
    const extension =
      '<x:odd xmlns:x="urn:x" a=\'1\'><!-- </bpmn:process> --><x:in><![CDATA[<y>]]></x:in></x:odd>';
    const body = `<bpmn:startEvent id="a"><bpmn:extensionElements>${extension}</bpmn:extensionElements></bpmn:startEvent>`;
    const old = '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="old" />';
    const xml = diagram(body).replace('</bpmn:definitions>', `${old}</bpmn:definitions>`);
    const drawn = await quick(xml);
    expect(drawn.xml).not.toContain('id="old"');
    const place = drawn.xml.indexOf('  <bpmndi:BPMNDiagram');
    expect(drawn.xml.slice(0, place) + '</bpmn:definitions>').toBe(diagram(body));
  });

  test('effort full never gives a worse picture than its own drafts', async () => {
    const xml = outline('serve-document');
    const [full, fast] = [await layoutDiagram(xml), await quick(xml)];
    expect(misses(full.metrics)).toEqual([]);
    expect(full.metrics.cross).toBeLessThanOrEqual(fast.metrics.cross);
  }, 30_000);

  test('a narrower picture is narrower', async () => {
    const xml = outline('accident-probe');
    const narrow = await layoutDiagram(xml, { effort: 'quick', maxWidth: 900 });
    expect(narrow.metrics.width).toBeLessThan(1000);
    expect((await quick(xml)).metrics.width).toBeGreaterThan(narrow.metrics.width);
  }, 30_000);
});

describe('sections', () => {
  test('each section has a frame with its title, frames hold their elements and nothing overlaps', async () => {
    const { xml, metrics } = await quick(sectioned);
    expect(faults(metrics)).toBe(0);
    expect([...xml.matchAll(/<bpmn:categoryValue [^>]*value="([^"]*)"/g)].map((m) => m[1])).toEqual([
      '受理',
      '办理',
    ]);
    const { rootElement } = await new BpmnModdle().fromXML(xml);
    const bounds = new Map<string, { y: number; height: number }>(
      rootElement.diagrams[0].plane.planeElement.map((e: any) => [e.bpmnElement.id, e.bounds]),
    );
    const inside = (id: string, frame: string): boolean =>
      bounds.get(id)!.y > bounds.get(frame)!.y &&
      bounds.get(id)!.y + bounds.get(id)!.height < bounds.get(frame)!.y + bounds.get(frame)!.height;
    for (const id of ['a', 'b']) expect([id, inside(id, 'layout-section-1')]).toEqual([id, true]);
    for (const id of ['c', 'd']) expect([id, inside(id, 'layout-section-2')]).toEqual([id, true]);
  });

  test('drawing twice does not double the frames', async () => {
    const twice = await quick((await quick(sectioned)).xml);
    expect(twice.xml.match(/<bpmn:group /g)).toHaveLength(2);
    expect(twice.xml.match(/<bpmn:category /g)).toHaveLength(1);
  });
});

describe('what is no part of the flow', () => {
  test('annotations and data objects are drawn, tied ones with their line', async () => {
    const { xml, metrics } = await quick(annotated);
    expect(misses(metrics)).toEqual([]);
    for (const id of ['note', 'tie', 'paper', 'loose-note']) expect(xml).toContain(`bpmnElement="${id}"`);
  });

  test.each([
    ['no BPMN', 'hello', '文件不是可读的 BPMN 图'],
    [
      'a dangling flow',
      diagram('<bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b" />'),
      '图中有悬空的引用',
    ],
    ['pools', diagram('').replace('<bpmn:process', '<bpmn:collaboration id="c" /><bpmn:process'), '泳池'],
  ])('%s is refused in words', async (_, xml, words) => {
    await expect(quick(xml)).rejects.toMatchObject({
      type: 'bad-request',
      title: expect.stringContaining(words),
    });
  });

  test('an empty process gets an empty picture', async () => {
    const { metrics } = await quick(diagram(''));
    expect(metrics).toMatchObject({ elements: 0, flows: 0, main: 100 });
    expect((await measureDiagram((await quick(diagram('<bpmn:task id="t" />'))).xml)).elements).toBe(1);
  });
});
