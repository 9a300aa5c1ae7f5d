import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { diagram, end, extensions, flows, start, user } from '../../processes/lint/support/snippets.ts';
import { nothing } from '../../processes/lint/support/verify.ts';
import { inspectDiagram } from './inspect.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const look = (file: Uint8Array | string) =>
  inspectDiagram(typeof file === 'string' ? bytes(file) : file, nothing);
const sound = diagram(start() + user('a') + end() + flows('start a end'));
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const body = sound.slice(sound.indexOf('<bpmn:definitions'));
const beside = (inside: string): string =>
  sound.replace('<bpmn:userTask id="a"', `${inside}<bpmn:userTask id="a"`);

/** Every way in which text can become an entity that grows or reads files. */
const entities = (declarations: string, use: string): string =>
  `${head}<!DOCTYPE x [${declarations}]>${body.replace('name="办理"', `name="${use}"`)}`;

describe('files that are refused unread', () => {
  test.each<[string, Uint8Array | string, RegExp]>([
    ['nothing', '', /空/],
    ['blanks', ' \n ', /空/],
    ['two megabytes', sound + ' '.repeat(2 * 1024 * 1024), /1 MB/],
    ['gzip', gzipSync(sound), /压缩/],
    ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /压缩/],
    ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${sound}`, 'utf16le')), /UTF-16/],
    ['broken UTF-8', new Uint8Array([...bytes(sound), 0xc3, 0x28]), /UTF-8/],
    ['an overlong UTF-8 form', new Uint8Array([...bytes(head), 0xc0, 0xbc]), /UTF-8/],
    ['JSON', '{"process": "hazard-dispatch"}', /XML/],
    ['plain text', '请审批', /XML/],
    ['NUL', sound.replace('办理', '办\u0000理'), /控制字符（U\+0000）/],
    ['a bell', sound.replace('办理', '办\u0007理'), /U\+0007/],
    ['a mark that turns text around', sound.replace('办理', '办\u202e理'), /U\+202E/],
    ['the same mark as a character reference', sound.replace('办理', '办&#x202E;理'), /U\+202E/],
    ['a NUL reference', sound.replace('办理', '办&#0;理'), /XML/],
    [
      'billion laughs',
      entities('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">', '&b;'),
      /DOCTYPE/,
    ],
    ['an external entity', entities('<!ENTITY f SYSTEM "file:///etc/passwd">', '&f;'), /DOCTYPE/],
    ['an external DTD', `${head}<!DOCTYPE definitions SYSTEM "http://example.org/x.dtd">${body}`, /DOCTYPE/],
    ['an undefined entity', sound.replace('办理', '&undefined;'), /实体/],
    ['a style sheet instruction', `${head}<?xml-stylesheet href="x.xsl"?>${body}`, /处理指令/],
    ['another declared encoding', sound.replace('UTF-8', 'GBK'), /GBK/],
    ['XML 1.1', sound.replace('version="1.0"', 'version="1.1"'), /版本/],
    ['depth 100', diagram('<bpmn:subProcess>'.repeat(100) + '</bpmn:subProcess>'.repeat(100)), /64 层/],
    ['ten thousand elements', diagram('<bpmn:task/>'.repeat(10_000)), /5000 个/],
    ['an unclosed tag', sound.replace('</bpmn:process>', ''), /标签/],
    ['half a file', sound.slice(0, sound.length / 2), /格式良好/],
    ['an unescaped &', sound.replace('办理', '查&办'), /格式良好/],
    ['two attributes of one name', sound.replace('id="a"', 'id="a" id="b"'), /重复/],
    ['a prefix nobody declared', beside('<evil:task id="e"/>'), /前缀/],
    ['foreign XML', '<html><body>流程</body></html>', /根元素是 <html>/],
    ['a decision table', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', /不是 BPMN/],
    ['a look-alike namespace', sound.replace('/20100524/MODEL', '/20100524/MODEL/'), /根元素/],
  ])('%s', async (_, file, reason) => {
    const { ok, refused, findings, xml } = await look(file);
    expect({ ok, findings, xml }).toEqual({ ok: false, findings: [], xml: null });
    expect(refused?.reason).toMatch(reason);
    expect(refused?.reason).not.toMatch(/Error|\bat /);
  });

  test.each([
    ['a flow to nowhere', beside('<bpmn:sequenceFlow id="f" sourceRef="a" targetRef="gone"/>'), 'f', /gone/],
    ['an element that does not exist', beside('<bpmn:robotTask id="r"/>'), 'r', /bpmn:RobotTask/],
    ['an element in a wrong place', beside('<zeebe:taskDefinition type="x"/>'), 'p', /放错/],
    ['an impossible id', beside('<bpmn:task id="1 2"/>'), '1 2', /1 2/],
  ])('%s is refused with element and reason', async (_, file, element, reason) => {
    const { refused } = await look(file);
    expect(refused?.reason).toMatch(reason);
    expect(refused?.element).toBe(element);
  });
});

describe('what the broker would swallow silently', () => {
  const rules = async (file: string): Promise<string[]> =>
    (await look(file)).findings.filter(({ rule }) => rule === 'no-foreign' || rule === 'id-unique').map(({ element, rule }) => `${element} ${rule}`); // prettier-ignore

  test('a clean diagram has nothing of the kind', async () => expect(await rules(sound)).toEqual([]));

  test('attributes of Camunda 7 are named at their element', async () => {
    const old = sound
      .replace('xmlns:zeebe=', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe=')
      .replace('<bpmn:userTask id="a"', '<bpmn:userTask id="a" camunda:assignee="demo" camunda:formKey="x"');
    expect(await rules(old)).toEqual(['a no-foreign', 'a no-foreign']);
  });

  test('elements of another vendor are named at their element', async () => {
    const inside = extensions('<x:listener xmlns:x="http://example.org/x"/>');
    expect(
      await rules(sound.replace('name="办理"></bpmn:userTask>', `name="办理">${inside}</bpmn:userTask>`)),
    ).toEqual(['a no-foreign']);
  });

  test('engine elements that do not exist, or only in later versions, are named', async () => {
    const inside = extensions('<zeebe:taskDefinitoin type="x"/><zeebe:taskListeners/>');
    expect(
      await rules(sound.replace('name="办理"></bpmn:userTask>', `name="办理">${inside}</bpmn:userTask>`)),
    ).toEqual(['a no-foreign', 'a no-foreign']);
  });

  test('an unknown attribute of a known element is named', async () => {
    const odd = sound.replace('<bpmn:userTask id="a"', '<bpmn:userTask id="a" asignee="x"');
    expect(await rules(odd)).toEqual(['a no-foreign']);
    const part = extensions('<zeebe:formDefinition formKey="x" formkey="y"/>');
    expect(
      await rules(sound.replace('name="办理"></bpmn:userTask>', `name="办理">${part}</bpmn:userTask>`)),
    ).toEqual(['a no-foreign']);
  });

  test('colours may stand on shapes, and nowhere else, and nothing but colours', async () => {
    const declared = sound.replace(
      'xmlns:zeebe=',
      'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:zeebe=',
    );
    const drawn = (stroke: string): string =>
      declared.replace(
        '</bpmn:definitions>',
        `<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="p"><bpmndi:BPMNShape id="s" bpmnElement="a" bioc:stroke="${stroke}"><dc:Bounds x="0" y="0" width="1" height="1"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`,
      );
    expect(await rules(drawn('#205493'))).toEqual([]);
    expect(await rules(drawn('url(http://example.org)'))).toEqual(['a no-foreign']);
    expect(
      await rules(declared.replace('<bpmn:userTask id="a"', '<bpmn:userTask id="a" bioc:stroke="red"')),
    ).toEqual(['a no-foreign']);
  });

  test('an id used twice is named, not refused', async () => {
    expect(await rules(beside('<bpmn:task id="end" name="办理"/>'))).toEqual(['end id-unique']);
  });
});
