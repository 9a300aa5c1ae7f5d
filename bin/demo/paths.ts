import type { CaseSeen, PathSeen } from './seen.ts';

const CONTAINERS = ['process', 'subProcess', 'callActivity'];
const WAITING = ['intermediateCatchEvent', 'eventBasedGateway'];

/** Types of what is active, but for elements left alone. */
const activeIn = (diagrams: readonly PathSeen[], leave: readonly string[] = []): string[] =>
  diagrams.flatMap(({ bpmn, visits }) =>
    visits
      .filter(({ state, elementId }) => state === 'active' && !leave.includes(elementId))
      .map(({ elementId }) => typeIn(bpmn, elementId)),
  );

/**
 * Is everything that is active, but for what is left alone, an event being waited for? Only then may time be moved:
 * nobody is cut short.
 */
export function onlyWaits(diagrams: readonly PathSeen[], leave: readonly string[] = []): boolean {
  const at = activeIn(diagrams, leave).filter((type) => !CONTAINERS.includes(type));
  return at.length > 0 && at.every((type) => WAITING.includes(type));
}

/** Does the path know of every task that was done? The engine's records may lag behind the tasks. */
export function caughtUp({ tasks }: CaseSeen, diagrams: readonly PathSeen[]): boolean {
  const visited = (elementId: string): number =>
    diagrams
      .flatMap(({ visits }) => visits)
      .filter((visit) => visit.elementId === elementId)
      .reduce((sum, { count }) => sum + count, 0);
  return tasks.every(
    ({ elementId }) => visited(elementId) >= tasks.filter((task) => task.elementId === elementId).length,
  );
}

/**
 * Is a call all that is active? A diagram in which nothing but its process is active has begun only just now: what it
 * does first has not been told yet.
 */
export function onlyCalls(diagrams: readonly PathSeen[]): boolean {
  const types = diagrams.map((one) => activeIn([one]));
  const begun = types.some((ofOne) => ofOne.length > 0 && ofOne.every((type) => type === 'process'));
  const active = types.flat();
  return (
    !begun &&
    active.includes('callActivity') &&
    active.every((type) => CONTAINERS.includes(type) || type === '')
  );
}

const typeIn = (bpmn: string, elementId: string): string =>
  new RegExp(`<bpmn:(\\w+) id="${elementId}"`).exec(bpmn)?.[1] ?? '';
