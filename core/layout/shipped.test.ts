import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { layoutDiagram, measureDiagram, misses } from './index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const shipped = readdirSync(`${ROOT}processes`).filter((name) =>
  existsSync(`${ROOT}processes/${name}/${name}.bpmn`),
);
const read = (path: string) => readFileSync(ROOT + path, 'utf8');

describe('diagrams are for people', () => {
  test.each(shipped)('%s as it is shipped meets every target of a picture', async (name) => {
    const metrics = await measureDiagram(read(`processes/${name}/${name}.bpmn`));
    expect(misses(metrics)).toEqual([]);
    expect(metrics.elements).toBeGreaterThan(5);
  });

  test('a picture with two shapes on one place is found wanting', async () => {
    const xml = read('processes/extension-approval/extension-approval.bpmn');
    const boundsOf = (id: string) =>
      new RegExp(`bpmnElement="${id}"[^>]*>\\s*<dc:Bounds x="(\\d+)" y="(\\d+)"`).exec(xml)!;
    const [, x, y] = boundsOf('check-request');
    const moved = boundsOf('decide');
    const heaped = xml.replace(
      moved[0],
      moved[0].replace(/x="\d+" y="\d+"/, `x="${Number(x) + 30}" y="${Number(y) + 20}"`),
    );
    expect(heaped).not.toBe(xml);
    expect(misses(await measureDiagram(heaped)).length).toBeGreaterThan(0);
  });

  test.each(['talk-scan', 'extension-approval', 'serve-document'])(
    'outline %s, drawn quickly, meets the targets, twice the same, and nothing but the picture changes',
    async (name) => {
      const xml = read(`tests/fixtures/outlines/${name}.bpmn`);
      const first = await layoutDiagram(xml, { effort: 'quick' });
      const second = await layoutDiagram(xml, { effort: 'quick' });
      expect(misses(first.metrics)).toEqual([]);
      expect(second.xml).toBe(first.xml);
      expect(withoutPicture(first.xml)).toBe(withoutPicture(xml));
    },
    60_000,
  );
});

/** The text without its picture: what the engine reads. Namespaces and sections that a picture needs are left aside. */
const withoutPicture = (xml: string): string =>
  xml
    .replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, '')
    .replace(/<bpmn:category [\s\S]*?<\/bpmn:category>/g, '')
    .replace(/<bpmn:group [^>]*\/>/g, '')
    .replace(/ xmlns:(bpmndi|dc|di)="[^"]*"/g, '')
    .replace(/\s+/g, ' ');
