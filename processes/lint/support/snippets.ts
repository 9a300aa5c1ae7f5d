/** Small diagrams for tests of rules, as text: each function gives one element, `diagram` puts them together. */

export const start = (id = 'start', inside = ''): string =>
  `<bpmn:startEvent id="${id}" name="开始">${inside}</bpmn:startEvent>`;

export const end = (id = 'end', inside = ''): string =>
  `<bpmn:endEvent id="${id}" name="结束">${inside}</bpmn:endEvent>`;

export const flow = (from: string, to: string, condition = '', name = ''): string =>
  `<bpmn:sequenceFlow id="${from}--${to}" sourceRef="${from}" targetRef="${to}"${name && ` name="${name}"`}>${
    condition &&
    `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${text(condition)}</bpmn:conditionExpression>`
  }</bpmn:sequenceFlow>`;

/** Flows along a chain of ids: `flows('start a b end')`. */
export const flows = (chain: string): string => {
  const ids = chain.split(' ');
  return ids.slice(1).map((id, at) => flow(ids[at] ?? '', id)).join(''); // prettier-ignore
};

export const service = (id: string, type: string, inside = ''): string =>
  `<bpmn:serviceTask id="${id}" name="办理">${extensions(`<zeebe:taskDefinition type="${text(type)}"/>${inside}`)}</bpmn:serviceTask>`;

export const user = (id: string, inside = ''): string =>
  `<bpmn:userTask id="${id}" name="办理">${extensions(inside)}</bpmn:userTask>`;

export const throws = (id: string, inside = ''): string =>
  `<bpmn:intermediateThrowEvent id="${id}" name="发出">${extensions(`<zeebe:taskDefinition type="message.publish"/>${inside}`)}<bpmn:messageEventDefinition id="${id}-def"/></bpmn:intermediateThrowEvent>`;

export const gateway = (id: string, kind = 'exclusive', attributes = ''): string =>
  `<bpmn:${kind}Gateway id="${id}" name="网关" ${attributes}/>`;

export const call = (id: string, attributes: string, inside = ''): string =>
  `<bpmn:callActivity id="${id}" name="调用">${extensions(`<zeebe:calledElement ${attributes}/>${inside}`)}</bpmn:callActivity>`;

export const sub = (id: string, inside: string, attributes = '', settings = ''): string =>
  `<bpmn:subProcess id="${id}" name="子流程" ${attributes}>${settings && extensions(settings)}${inside}</bpmn:subProcess>`;

export const boundary = (id: string, host: string, definition: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" name="边界" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;

export const messageDefinition = (message: string): string =>
  `<bpmn:messageEventDefinition id="def-${message}-${(count += 1)}" messageRef="${message}"/>`;

export const message = (id: string, name: string, key = '=caseId'): string =>
  `<bpmn:message id="${id}" name="${name}">${extensions(`<zeebe:subscription correlationKey="${text(key)}"/>`)}</bpmn:message>`;

/** Task headers from an object: `headers({ clock: 'take' })`. */
export const headers = (values: Record<string, string>): string =>
  `<zeebe:taskHeaders>${Object.entries(values)
    .map(([key, value]) => `<zeebe:header key="${key}" value="${text(value)}"/>`)
    .join('')}</zeebe:taskHeaders>`;

/** Input mappings from an object: target → source. */
export const inputs = (values: Record<string, string>): string =>
  `<zeebe:ioMapping>${Object.entries(values)
    .map(([target, source]) => `<zeebe:input source="${text(source)}" target="${target}"/>`)
    .join('')}</zeebe:ioMapping>`;

export const extensions = (inside: string): string =>
  inside && `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;

/** A whole file with one executable process `p`. `roots` stand beside the process (messages …). */
export const diagram = (
  inside: string,
  roots = '',
  attributes = 'id="p" name="流程" isExecutable="true"',
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="https://bihuan.example">
<bpmn:process ${attributes}>${inside}</bpmn:process>${roots}</bpmn:definitions>`;

let count = 0;

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
