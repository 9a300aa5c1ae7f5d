import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Finding } from './types.ts';
import { bpmnNamespace, foreignAttribute, foreignElement } from './namespaces.ts';
import { assertPrintable, limits, Refused } from './text.ts';

/** What the bare XML shows. */
export interface Scan {
  findings: Finding[];
  /** `<name> line` (first line = 1) → id of the element it is or belongs to, so that parser complaints get a place. */
  places: Map<string, string>;
}

/**
 * Read the text once as bare XML, strictly, before the diagram parser sees it. Refuses what could hurt or mislead
 * (DOCTYPE and with it every entity, processing instructions, depth, size, broken XML). Returns what a parsed
 * diagram no longer shows: foreign elements and attributes, and ids used twice, each at its element.
 */
export function scanXml(text: string): Scan {
  const findings: Finding[] = [];
  const places = new Map<string, string>();
  let line = 1;
  const ids = new Set<string>();
  const owners: string[] = [];
  let count = 0;
  const parser = new SaxesParser({ xmlns: true });
  const owner = (): string => owners.at(-1) ?? '';

  parser.on('error', (error) => {
    throw new Refused(brokenXml(error.message), owner() || undefined);
  });
  parser.on('xmldecl', ({ encoding, version }) => {
    if (version !== '1.0') throw new Refused('XML 版本不是 1.0');
    if (encoding && !/^utf-?8$/i.test(encoding))
      throw new Refused(`文件声明的编码是 ${encoding}，只接受 UTF-8`);
  });
  parser.on('doctype', () => {
    throw new Refused('文件含有 DOCTYPE 声明（可能带外部实体），不予读取');
  });
  parser.on('processinginstruction', ({ target }) => {
    throw new Refused(`文件含有处理指令 <?${target}?>，不予读取`);
  });
  parser.on('text', (value) => assertPrintable(value, owner()));
  parser.on('cdata', (value) => assertPrintable(value, owner()));
  parser.on('opentagstart', () => (line = parser.line));
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > limits.elements) throw new Refused(`文件超过 ${limits.elements} 个元素`);
    if (owners.length >= limits.depth) throw new Refused(`元素嵌套超过 ${limits.depth} 层`, owner());
    if (count === 1) assertDiagram(tag);
    const id = tag.attributes['id']?.value;
    for (const { value } of Object.values(tag.attributes)) assertPrintable(value, id ?? owner());
    if (id !== undefined && ids.has(id))
      findings.push(finding(id, 'id-unique', `编号“${id}”用了不止一次；请改名`));
    if (id !== undefined) ids.add(id);
    // A part of an element (a header, a mapping, its shape) is named by the element it belongs to.
    owners.push(tag.attributes['bpmnElement']?.value ?? id ?? owner());
    const place = `${tag.name} ${line}`;
    if (!places.has(place)) places.set(place, owner());
    findings.push(...foreignIn(tag, owner()));
  });
  parser.on('closetag', () => owners.pop());
  parser.write(text).close();
  return { findings, places };
}

function assertDiagram(tag: SaxesTagNS): void {
  if (tag.uri === bpmnNamespace && tag.local === 'definitions') return;
  throw new Refused(`根元素是 <${tag.name}>，不是 BPMN 2.0 的 <definitions>；这不是流程图文件`);
}

function foreignIn(tag: SaxesTagNS, element: string): Finding[] {
  const reasons = [
    foreignElement(tag.uri, tag.local, tag.prefix),
    ...Object.values(tag.attributes).map((attribute) => foreignAttribute(attribute, tag.uri)),
  ];
  return reasons
    .filter((reason) => reason !== null)
    .map((reason) =>
      finding(element, 'no-foreign', `${reason}，引擎会悄悄忽略；请删除，或改用 zeebe 的设置`),
    );
}

const finding = (element: string, rule: string, message: string): Finding => ({
  element,
  rule,
  severity: 'error',
  message,
});

/** The reader's English complaint (`line:column: what`) as one a person can act on. */
function brokenXml(message: string): string {
  const [, line, column, what = message] = /^(?:.*?:)?(\d+):(\d+): (.*)$/.exec(message) ?? [];
  const where = line ? `第 ${line} 行第 ${column} 列：` : '';
  const hint = complaints.find(([pattern]) => pattern.test(what))?.[1] ?? '格式不符合 XML 规范';
  return `不是格式良好的 XML，${where}${hint}`;
}

const complaints: [RegExp, string][] = [
  [/unclosed tag|unmatched closing tag|unexpected close tag|tag mismatch/i, '开始标签和结束标签对不上'],
  [/undefined entity/i, '引用了未定义的实体'],
  [/malformed character entity|invalid entity/i, '“&”后面不是有效的实体，应写作 &amp;'],
  [/unbound namespace prefix/i, '用了没有声明的命名空间前缀'],
  [/duplicate attribute/i, '同一个元素有重复的属性'],
  [/disallowed character|invalid character/i, '有 XML 不允许的字符'],
  [/document must contain a root element|unexpected end|unclosed/i, '文件不完整'],
  [/text data outside of root node/i, '根元素之外还有文字'],
];
