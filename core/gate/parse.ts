import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Scan } from './scan.ts';
import { Refused } from './text.ts';
import type { DiagramElement, Finding } from './types.ts';

const moddle = new BpmnModdle({ zeebe });

interface Warning {
  message: string;
  element?: DiagramElement;
  property?: string;
  value?: string;
}

/** A parsed diagram, and the attributes it carries that nobody would read. */
export interface Parsed {
  definitions: DiagramElement;
  findings: Finding[];
}

/**
 * Parse a scanned text as BPMN with the engine's extensions. Zero warnings are asked for: what the parser can't
 * place is refused with element and reason, except what `scanXml` or an unknown attribute already names as a finding.
 * @param scan what `scanXml` found in the same text
 */
export async function parseDiagram(text: string, scan: Scan): Promise<Parsed> {
  const excused = new Set(scan.findings.map(({ element }) => element));
  const { rootElement, warnings } = await moddle.fromXML(text).catch((error: unknown) => {
    throw new Refused(`不能作为 BPMN 读取：${complaint(String((error as Error).message))}`);
  });
  const definitions = rootElement as DiagramElement;
  const findings: Finding[] = [];
  for (const warning of warnings as Warning[]) {
    const element = idOf(warning.element);
    const attribute = /^unknown attribute <(.+)>$/.exec(warning.message)?.[1];
    if (attribute?.includes(':') && excused.has(element)) continue;
    if (attribute) findings.push(unknownAttribute(element, attribute));
    else if (!isNamedAlready(warning.message, excused))
      throw new Refused(complaint(warning), element || placeOf(warning.message, scan));
  }
  return { definitions, findings };
}

/** The diagram as text again: this, not the upload, is what is hashed, stored and deployed. */
export async function writeDiagram(definitions: DiagramElement): Promise<string> {
  const { xml } = await moddle.toXML(definitions, { format: true });
  return xml;
}

function unknownAttribute(element: string, attribute: string): Finding {
  return {
    element,
    rule: 'no-foreign',
    severity: 'error',
    message: `引擎不认识属性 ${attribute}，会悄悄忽略；请删除，或检查拼写`,
  };
}

/** Dropped by the parser because of an unknown engine element or a repeated id, both of which are findings. */
function isNamedAlready(message: string, excused: ReadonlySet<string>): boolean {
  const repeated = /duplicate ID <(.+)>/.exec(message)?.[1];
  if (repeated !== undefined) return excused.has(repeated);
  return excused.size > 0 && /nested error: (unknown type <zeebe:|unrecognized element <)/.test(message);
}

/** Where the parser met what it couldn't place: `… content <name> … line: n` (first line = 0). */
function placeOf(message: string, { places }: Scan): string | undefined {
  const [, name, line] = /content <(.+?)> detected\s+line: (\d+)/.exec(message) ?? [];
  return places.get(`${name} ${Number(line) + 1}`);
}

function complaint(warning: Warning | string): string {
  const message = typeof warning === 'string' ? warning : warning.message;
  const line = /line: (\d+)/.exec(message)?.[1];
  const where = line ? `（第 ${Number(line) + 1} 行）` : '';
  for (const [pattern, say] of complaints) {
    const found = pattern.exec(message);
    if (found)
      return say(found[1] ?? '', typeof warning === 'string' ? '' : (warning.property ?? '')) + where;
  }
  return `有流程图读取程序不认识的内容${where}`;
}

const complaints: [RegExp, (what: string, property: string) => string][] = [
  [/unresolved reference <(.*)>/, (id, property) => `${referenceName(property)}指向不存在的元素“${id}”`],
  [/illegal ID <(.*)>/, (id) => `编号“${id}”不合规则：要以字母开头，只含字母、数字、-、_ 和 .`],
  [/duplicate ID <(.*)>/, (id) => `编号“${id}”用了不止一次`],
  [/unknown type <(.*)>/, (type) => `没有 <${type}> 这种元素`],
  [/unrecognized element <(.*)>/, (type) => `元素 <${type}> 放错了位置`],
  [/unexpected body text <(.*)>/s, (text) => `这里不能有文字“${text.trim().slice(0, 20)}”`],
  [/expected no sub nodes/, () => '引用里面不能再有元素'],
];

function referenceName(property: string): string {
  const names: Record<string, string> = {
    'bpmn:sourceRef': '连线的起点',
    'bpmn:targetRef': '连线的终点',
    'bpmn:attachedToRef': '边界事件所附的活动',
    'bpmn:messageRef': '消息引用',
    'bpmn:escalationRef': '升级引用',
    'bpmn:errorRef': '错误引用',
    'bpmn:default': '默认分支',
    'bpmndi:bpmnElement': '图形',
  };
  return names[property] ?? `引用 ${property}`;
}

/** The id of the element, or of the nearest one around it that has an id. */
function idOf(element: DiagramElement | undefined): string {
  for (let at = element; at; at = at.$parent) if (at.id) return at.id;
  return '';
}
