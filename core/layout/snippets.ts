/** Small diagrams for tests. */

/** A diagram with this inside of its process. */
export const diagram = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="t"><bpmn:process id="p" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`;

/** A sequence flow; `inside` are its children. */
export const flow = (source: string, target: string, name = '', inside = ''): string =>
  `<bpmn:sequenceFlow id="${source}--${target}" name="${name}" sourceRef="${source}" targetRef="${target}">${inside}</bpmn:sequenceFlow>`;

const property = (name: string, value: string): string =>
  `<bpmn:extensionElements><zeebe:properties><zeebe:property name="${name}" value="${value}" /></zeebe:properties></bpmn:extensionElements>`;

/** Mark of the normal way out of a gateway. */
export const MAIN = property('main', 'true');

/** Four steps in two sections, with a way back. */
export const sectioned = diagram(
  `<bpmn:startEvent id="a" name="开始">${property('section', '受理')}</bpmn:startEvent>` +
    '<bpmn:userTask id="b" name="登记" />' +
    `<bpmn:exclusiveGateway id="c" name="是否办结">${property('section', '办理')}</bpmn:exclusiveGateway>` +
    '<bpmn:endEvent id="d" name="办结" />' +
    flow('a', 'b') +
    flow('b', 'c') +
    flow('c', 'd', '是') +
    flow('c', 'b', '退回'),
);

/** A task with an annotation, a data object and an annotation tied to nothing. */
export const annotated = diagram(
  '<bpmn:startEvent id="a" /><bpmn:userTask id="b" name="办理" />' +
    flow('a', 'b') +
    '<bpmn:dataObject id="data" /><bpmn:dataObjectReference id="paper" name="材料" dataObjectRef="data" />' +
    '<bpmn:textAnnotation id="note"><bpmn:text>依据第一百零二条责令立即排除</bpmn:text></bpmn:textAnnotation>' +
    '<bpmn:association id="tie" sourceRef="b" targetRef="note" />' +
    '<bpmn:textAnnotation id="loose-note"><bpmn:text>另行说明</bpmn:text></bpmn:textAnnotation>',
);
