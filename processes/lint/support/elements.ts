import type { DiagramElement } from './types.ts';

/** Is this element of that BPMN type or of one derived from it? */
export function is(element: DiagramElement | undefined, ...types: string[]): boolean {
  return types.some((type) => element?.$instanceOf?.(type) === true);
}

/** The element's engine setting of that type, e.g. `zeebe:TaskDefinition`. */
export function extension(element: DiagramElement, type: string): DiagramElement | undefined {
  return (element.extensionElements?.values ?? []).find((value: DiagramElement) => value.$type === type);
}

/** The fixed job type that a worker serves; undefined where the element has none. */
export function jobType(element: DiagramElement | undefined): string | undefined {
  return element && extension(element, 'zeebe:TaskDefinition')?.type;
}

/** Task headers by key. */
export function headers(element: DiagramElement): Map<string, string> {
  const values: DiagramElement[] = extension(element, 'zeebe:TaskHeaders')?.values ?? [];
  return new Map(values.map(({ key, value }) => [String(key), String(value ?? '')]));
}

/** A header that lists several values, parted by commas. */
export function listHeader(element: DiagramElement, key: string): string[] {
  const value = headers(element).get(key) ?? '';
  return value.split(',').map((each) => each.trim()).filter(Boolean); // prettier-ignore
}

/** Input mappings: target variable → source expression. */
export function inputs(element: DiagramElement): Map<string, string> {
  const values: DiagramElement[] = extension(element, 'zeebe:IoMapping')?.inputParameters ?? [];
  return new Map(values.map(({ source, target }) => [String(target), String(source ?? '')]));
}

/** Output mappings: target variable → source expression. */
export function outputs(element: DiagramElement): Map<string, string> {
  const values: DiagramElement[] = extension(element, 'zeebe:IoMapping')?.outputParameters ?? [];
  return new Map(values.map(({ source, target }) => [String(target), String(source ?? '')]));
}

/** The event's own definition of that type. */
export function eventDefinition(element: DiagramElement, type: string): DiagramElement | undefined {
  return (element.eventDefinitions ?? []).find((each: DiagramElement) => each.$type === type);
}

/** The flow elements directly in a process or subprocess. */
export function flowElements(container: DiagramElement): DiagramElement[] {
  return container.flowElements ?? [];
}

/** All flow elements of a process, those in subprocesses included. */
export function allElements(container: DiagramElement): DiagramElement[] {
  return flowElements(container).flatMap((element) => [element, ...allElements(element)]);
}

/** Targets of an element's outgoing sequence flows. */
export function nextOf(element: DiagramElement): DiagramElement[] {
  return (element.outgoing ?? []).flatMap((flow: DiagramElement) => flow.targetRef ?? []);
}

/** Sources of an element's incoming sequence flows. */
export function previousOf(element: DiagramElement): DiagramElement[] {
  return (element.incoming ?? []).flatMap((flow: DiagramElement) => flow.sourceRef ?? []);
}

/** The nearest element around this one (or itself) that has an id. */
export function idOf(element: DiagramElement): string {
  for (let at: DiagramElement | undefined = element; at; at = at.$parent) if (at.id) return at.id;
  return '';
}

/** The process an element belongs to. */
export function processOf(element: DiagramElement): DiagramElement | undefined {
  for (let at: DiagramElement | undefined = element; at; at = at.$parent)
    if (is(at, 'bpmn:Process')) return at;
  return undefined;
}

/** Job types that only a process with a case of its own uses. */
const ofOwners = new Set(['case.open', 'case.verdict', 'case.seal']);

/**
 * Does the process own a case? Helpers (rectify-item, serve-document …) work inside the caller's case: they neither
 * open nor seal one (processes.md 0.2).
 */
export function ownsCase(process: DiagramElement): boolean {
  return allElements(process).some((element) => ofOwners.has(jobType(element) ?? ''));
}

/** An element's name for messages: 名称, or its id where it has none. */
export function called(element: DiagramElement): string {
  return `“${element.name || element.id || ''}”`;
}

/** FEEL text without blanks outside of strings, so that spelling variants compare equal. */
export function squeeze(expression: string): string {
  return expression.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text?: string) => text ?? '');
}
