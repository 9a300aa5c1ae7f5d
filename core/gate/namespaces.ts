import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

export const bpmnNamespace = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const zeebeNamespace = 'http://camunda.org/schema/zeebe/1.0';
const drawingNamespace = 'http://www.omg.org/spec/BPMN/20100524/DI';
const xmlNamespaces = new Set(['http://www.w3.org/2000/xmlns/', 'http://www.w3.org/XML/1998/namespace']);

/** The only namespaces a diagram may use: the standard's four, the engine's, the modeler's version mark, xsi. */
const known = new Set([
  bpmnNamespace,
  drawingNamespace,
  'http://www.omg.org/spec/DD/20100524/DC',
  'http://www.omg.org/spec/DD/20100524/DI',
  zeebeNamespace,
  'http://camunda.org/schema/modeler/1.0',
  'http://www.w3.org/2001/XMLSchema-instance',
]);

/** Colours of shapes, as modelers and our own layout write them; only on shapes, and only a colour. */
const colourNamespaces = new Set([
  'http://bpmn.io/schema/bpmn/biocolor/1.0',
  'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
]);
const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\))$/i;

/**
 * Engine elements the parser knows but the broker of the 8.5 line does not (they came with 8.6 and later): it would
 * take the diagram and silently leave them out.
 */
const afterThisBroker = new Set([
  'adHoc',
  'agentDefinition',
  'conditionalFilter',
  'executionListeners',
  'executionListener',
  'jobPriorityDefinition',
  'linkedResource',
  'linkedResources',
  'priorityDefinition',
  'taskListener',
  'taskListeners',
  'versionTag',
]);

/** Local names of engine elements this broker acts on. Elements with a type are written with a small initial. */
const engineElements = new Set(
  zeebe.types
    .map((type) => type.name.charAt(0).toLowerCase() + type.name.slice(1))
    .filter((name) => !afterThisBroker.has(name)),
);

/** Why an element may not stand in a diagram; null when it may. */
export function foreignElement(uri: string, local: string, prefix: string): string | null {
  if (!known.has(uri)) return `元素 <${label(prefix, local)}> 来自别的软件（${uri || '无命名空间'}）`;
  if (uri === zeebeNamespace && !engineElements.has(local)) return `引擎不认识元素 <${label(prefix, local)}>`;
  return null;
}

/** Why an attribute may not stand in a diagram; null when it may. Attributes without prefix are the parser's matter. */
export function foreignAttribute(attribute: XmlAttribute, elementUri: string): string | null {
  const { uri, local, prefix, value } = attribute;
  if (!uri || known.has(uri) || xmlNamespaces.has(uri)) return null;
  if (elementUri === drawingNamespace && colourNamespaces.has(uri))
    return colour.test(value) ? null : `属性 ${label(prefix, local)} 不是颜色（应如 #205493）`;
  return `属性 ${label(prefix, local)} 来自别的软件（${uri}）`;
}

/** An attribute as the XML reader gives it. */
interface XmlAttribute {
  uri: string;
  local: string;
  prefix: string;
  value: string;
}

const label = (prefix: string, local: string): string => (prefix ? `${prefix}:${local}` : local);
