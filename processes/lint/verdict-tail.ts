import {
  called,
  eventDefinition,
  flowElements,
  is,
  jobType,
  nextOf,
  ownsCase,
  previousOf,
  squeeze,
} from './support/elements.ts';
import type { DiagramElement, Reporter, RuleFactory } from './support/types.ts';

/**
 * A case can't end unverified: every end of an owning process is reached only through 闭环核验 → 是否闭环 →
 * 封卷归档 (processes.md 0.3). Free are ends of side tracks, which don't end the case: a branch split off from one
 * that goes on to the tail, and what a non-interrupting event began.
 */
const rule: RuleFactory = () => ({
  check(process, reporter) {
    if (!is(process, 'bpmn:Process') || !ownsCase(process)) return;
    for (const scope of [process, ...interruptingHandlers(process)]) {
      const seals = flowElements(scope).filter((element) => jobType(element) === 'case.seal');
      for (const seal of seals) checkSeal(seal, reporter);
      for (const end of unverifiedEnds(scope))
        reporter.report(
          end.id ?? '',
          `到${called(end)}之前没有经过“闭环核验→是否闭环→封卷归档”；请接到统一的收尾`,
        );
    }
  },
});

export default rule;

/** Event subprocesses that cut off the whole process: the case then ends in them. */
function interruptingHandlers(process: DiagramElement): DiagramElement[] {
  return flowElements(process).filter((element) => {
    if (!is(element, 'bpmn:SubProcess') || element.triggeredByEvent !== true) return false;
    return flowElements(element).some(
      (start) => is(start, 'bpmn:StartEvent') && start.isInterrupting !== false,
    );
  });
}

/** 封卷 directly after the gateway 是否闭环, on its green way; the gateway directly after 闭环核验. */
function checkSeal(seal: DiagramElement, reporter: Reporter): void {
  const id = seal.id ?? '';
  for (const flow of (seal.incoming ?? []) as DiagramElement[]) {
    const gateway: DiagramElement | undefined = flow.sourceRef;
    if (!gateway || !is(gateway, 'bpmn:ExclusiveGateway')) {
      reporter.report(id, '封卷归档之前必须是排他网关“是否闭环”');
      continue;
    }
    const isGreen = /^=verdict="green"$/.test(squeeze(String(flow.conditionExpression?.body ?? '')));
    if (!isGreen || gateway.default === flow)
      reporter.report(id, `从${called(gateway)}到封卷归档的条件必须是 =verdict = "green"`);
    if (previousOf(gateway).some((before) => jobType(before) !== 'case.verdict'))
      reporter.report(gateway.id ?? '', `${called(gateway)}之前必须是“闭环核验”（case.verdict）`);
  }
}

/** Ends a token can come to from the scope's starts without having passed 封卷. */
function unverifiedEnds(scope: DiagramElement): DiagramElement[] {
  const elements = flowElements(scope);
  const ways = waysOf(elements);
  const toTail = leadingToSeal(elements, ways);
  const open = elements.filter((element) => is(element, 'bpmn:StartEvent'));
  const seen = new Set(open);
  for (let at = open.pop(); at; at = open.pop()) {
    for (const next of ways.get(at)?.taken(toTail) ?? []) {
      if (seen.has(next) || jobType(next) === 'case.seal') continue;
      seen.add(next);
      open.push(next);
    }
  }
  return elements.filter((element) => is(element, 'bpmn:EndEvent') && seen.has(element));
}

/** Where an element leads: all ways, and those that the case itself takes. */
interface Ways {
  all: DiagramElement[];
  taken(toTail: ReadonlySet<DiagramElement>): DiagramElement[];
}

function waysOf(elements: DiagramElement[]): Map<DiagramElement, Ways> {
  const events = Map.groupBy(elements.filter((each) => each.attachedToRef), (each): DiagramElement => each.attachedToRef); // prettier-ignore
  const catches = new Map(elements.filter((each) => is(each, 'bpmn:IntermediateCatchEvent')).map((each) => [linkName(each), each])); // prettier-ignore
  return new Map(
    elements.map((element) => {
      const boundary = events.get(element) ?? [];
      const exits = boundary.filter((event) => event.cancelActivity !== false);
      const link = is(element, 'bpmn:IntermediateThrowEvent') && linkName(element);
      const on = [...nextOf(element), ...(link ? [catches.get(link) ?? []].flat() : [])];
      const chooses = is(element, 'bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway');
      return [
        element,
        {
          all: [...on, ...boundary],
          taken(toTail) {
            // Of branches that run side by side, those that can't come to the tail are side tracks, if another can.
            const main = chooses ? [] : on.filter((each) => toTail.has(each));
            return [...(main.length ? main : on), ...exits];
          },
        },
      ];
    }),
  );
}

function leadingToSeal(elements: DiagramElement[], ways: Map<DiagramElement, Ways>): Set<DiagramElement> {
  const before = new Map<DiagramElement, DiagramElement[]>(elements.map((element) => [element, []]));
  for (const [element, { all }] of ways) for (const next of all) before.get(next)?.push(element);
  const open = elements.filter((element) => jobType(element) === 'case.seal');
  const found = new Set(open);
  for (let at = open.pop(); at; at = open.pop()) {
    for (const each of before.get(at) ?? []) {
      if (found.has(each)) continue;
      found.add(each);
      open.push(each);
    }
  }
  return found;
}

const linkName = (element: DiagramElement): string | undefined =>
  eventDefinition(element, 'bpmn:LinkEventDefinition')?.name;
