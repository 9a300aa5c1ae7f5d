import type { DiagramElement } from '../types.ts';

/**
 * How a node passes tokens on: `step` to all outgoing flows, `choose-one` to exactly one, `choose-some` to any
 * non-empty selection, `join` like a step once every incoming flow has a token; an `end` keeps the token, a
 * `terminate` empties the scope.
 */
export type Kind = 'step' | 'choose-one' | 'choose-some' | 'join' | 'end' | 'terminate';

export interface Node {
  id: string;
  name: string;
  kind: Kind;
  incoming: Flow[];
  outgoing: Flow[];
  /** Interrupting boundary events: further ways on, instead of the normal ones. */
  exits: Node[];
  /** Non-interrupting boundary events: each begins a side track while this node stays busy. */
  sides: Node[];
  /** Set on boundary events. */
  host: Node | null;
  /** Compensation is not token flow: handler and event are only reached by association. */
  offTrack: boolean;
}

export interface Flow {
  id: string;
  from: Node;
  to: Node;
}

/** One scope in which tokens move: a process, an embedded subprocess or an event subprocess. */
export interface Scope {
  id: string;
  name: string;
  nodes: Map<string, Node>;
  starts: Node[];
}

/**
 * Every scope of a diagram as a net of its own. A subprocess is one step for its surroundings and is played by
 * itself: since it is left exactly when its inside is done (or cut off by a boundary event), both views together
 * say the same as one game over the whole diagram, with a fraction of the states.
 */
export function scopesOf(definitions: DiagramElement): Scope[] {
  const processes: DiagramElement[] = (definitions.rootElements ?? []).filter(
    (element: DiagramElement) => element.$type === 'bpmn:Process',
  );
  return processes.flatMap(scopesWithin);
}

function scopesWithin(container: DiagramElement): Scope[] {
  const elements: DiagramElement[] = container.flowElements ?? [];
  const inner = elements.filter((element) => element.$instanceOf?.('bpmn:SubProcess'));
  return [scopeOf(container, elements), ...inner.flatMap(scopesWithin)];
}

function scopeOf(container: DiagramElement, elements: DiagramElement[]): Scope {
  const nodes = new Map<string, Node>();
  for (const element of elements) {
    if (isNode(element)) nodes.set(element.id ?? '', nodeOf(element));
  }
  for (const element of elements) {
    if (element.$type === 'bpmn:SequenceFlow') connect(nodes, element);
    if (element.$type === 'bpmn:BoundaryEvent') attach(nodes, element);
  }
  connectLinks(nodes, elements);
  for (const node of nodes.values()) if (node.kind === 'join' && node.incoming.length < 2) node.kind = 'step';
  const starts = elements.filter((element) => element.$type === 'bpmn:StartEvent');
  return {
    id: container.id ?? '',
    name: container.name ?? container.id ?? '',
    nodes,
    starts: starts.flatMap((start) => nodes.get(start.id ?? '') ?? []),
  };
}

function isNode(element: DiagramElement): boolean {
  return Boolean(element.$instanceOf?.('bpmn:FlowNode')) && element.triggeredByEvent !== true;
}

function nodeOf(element: DiagramElement): Node {
  return {
    id: element.id ?? '',
    name: element.name || element.id || '',
    kind: kindOf(element),
    incoming: [],
    outgoing: [],
    exits: [],
    sides: [],
    host: null,
    offTrack: element.isForCompensation === true || hasDefinition(element, 'bpmn:CompensateEventDefinition'),
  };
}

function kindOf(element: DiagramElement): Kind {
  switch (element.$type) {
    case 'bpmn:ExclusiveGateway':
    case 'bpmn:EventBasedGateway':
      return 'choose-one';
    case 'bpmn:InclusiveGateway':
      return 'choose-some';
    case 'bpmn:ParallelGateway':
      return 'join';
    case 'bpmn:EndEvent':
      return isAbrupt(element) ? 'terminate' : 'end';
    default:
      return 'step';
  }
}

/** Terminate and error ends leave nothing of their scope behind. */
function isAbrupt(element: DiagramElement): boolean {
  return (
    hasDefinition(element, 'bpmn:TerminateEventDefinition') ||
    hasDefinition(element, 'bpmn:ErrorEventDefinition')
  );
}

function hasDefinition(element: DiagramElement, type: string): boolean {
  return (element.eventDefinitions ?? []).some((definition: DiagramElement) => definition.$type === type);
}

function connect(nodes: Map<string, Node>, flow: DiagramElement): void {
  const from = nodes.get(flow.sourceRef?.id ?? '');
  const to = nodes.get(flow.targetRef?.id ?? '');
  if (!from || !to) return;
  addFlow({ id: flow.id ?? '', from, to });
}

function addFlow(flow: Flow): void {
  flow.from.outgoing.push(flow);
  flow.to.incoming.push(flow);
}

function attach(nodes: Map<string, Node>, event: DiagramElement): void {
  const node = nodes.get(event.id ?? '');
  const host = nodes.get(event.attachedToRef?.id ?? '');
  if (!node || !host || node.offTrack) return;
  node.host = host;
  (event.cancelActivity === false ? host.sides : host.exits).push(node);
}

/** A link throw goes on at the link catch of the same name, as if a flow were drawn. */
function connectLinks(nodes: Map<string, Node>, elements: DiagramElement[]): void {
  const linkName = (element: DiagramElement): string | undefined =>
    element.eventDefinitions?.find((each: DiagramElement) => each.$type === 'bpmn:LinkEventDefinition')?.name;
  const catches = elements.filter((each) => each.$type === 'bpmn:IntermediateCatchEvent');
  for (const element of elements) {
    if (element.$type !== 'bpmn:IntermediateThrowEvent') continue;
    const name = linkName(element);
    const target = name === undefined ? undefined : catches.find((each) => linkName(each) === name);
    const from = nodes.get(element.id ?? '');
    const to = nodes.get(target?.id ?? '');
    if (from && to) addFlow({ id: `${from.id}→${to.id}`, from, to });
  }
}
