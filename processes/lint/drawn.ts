import { allElements, idOf, is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/** People follow their case on the diagram, so every element is drawn. A file without any drawing gets one finding. */
const rule: RuleFactory = () => ({
  check(definitions, reporter) {
    if (!is(definitions, 'bpmn:Definitions')) return;
    const roots: DiagramElement[] = definitions.rootElements ?? [];
    const process = roots.find((each) => is(each, 'bpmn:Process'));
    if (!process) return;
    const drawn = new Set<DiagramElement>();
    for (const { plane } of (definitions.diagrams ?? []) as DiagramElement[])
      for (const shape of (plane?.planeElement ?? []) as DiagramElement[]) drawn.add(shape.bpmnElement);
    const visible = allElements(process).filter((each) => is(each, 'bpmn:FlowNode', 'bpmn:SequenceFlow'));
    const missing = visible.filter((each) => !drawn.has(each));
    if (!missing.length) return;
    const hint = '请运行 bihuan layout 自动排版';
    if (missing.length === visible.length)
      reporter.report(idOf(process), `流程没有画出来（没有图形信息）；${hint}`);
    else for (const each of missing) reporter.report(idOf(each), `图上没有画出来；${hint}`);
  },
});

export default rule;
