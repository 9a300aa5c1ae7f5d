import type { World } from '../hand.ts';

/** What the team finds at a unit. */
export interface PlayedFinding {
  /** Number of the row of the checklist. */
  clause: string;
  kind: '履责问题' | '企业隐患' | '重大隐患' | '违法线索' | '公职人员线索';
  level?: '一般' | '重大';
  fact: string;
  demand: string;
  days?: number;
  firm?: { uscc: string; name: string };
}

/** A patrol as it is played: which units, and what is found at each. */
export interface PlayedPatrol {
  objects: { unit: string; findings: PlayedFinding[] }[];
  noNotice: boolean;
  expertFields: string[];
}

/** The players' knowledge of a patrol. */
export interface PatrolWorld extends World {
  patrol: PlayedPatrol;
}

export const planOf = (world: World): PlayedPatrol => (world as PatrolWorld).patrol;

export const findingsAt = (world: World, unit: string): PlayedFinding[] =>
  planOf(world).objects.find((object) => object.unit === unit)?.findings ?? [];
