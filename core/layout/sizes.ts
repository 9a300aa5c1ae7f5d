import type { Kind } from './types.ts';

/** Sizes bpmn-js gives new shapes; people go on editing what is drawn here. */
export const SIZE: Record<Kind, { width: number; height: number }> = {
  task: { width: 100, height: 80 },
  sub: { width: 100, height: 80 },
  event: { width: 36, height: 36 },
  gateway: { width: 50, height: 50 },
};

/** Diameter of an event. */
export const EVENT = 36;

/** Room between neighbouring columns of a row. */
export const COLUMN_GAP = 44;

/** Distance between two lines that run side by side. */
export const TRACK = 12;

const PER_BOUNDARY = 96;

/** Distance of the centre of the k-th boundary event (from the right, 0 first) from the right border of its host. */
export const boundaryInset = (k: number): number => 18 + PER_BOUNDARY * k;

/** Width a host needs so that its boundary events and their labels stand side by side. */
export const hostWidth = (boundaries: number): number => (boundaries < 2 ? 0 : 4 + PER_BOUNDARY * boundaries);

/** Room around the picture inside a subprocess: its name stands at the top. */
export const SUB_PAD = { left: 12, right: 12, top: 28, bottom: 12 };

/** A multi-instance marker stands at the bottom inside of a subprocess. */
export const MARKER = 16;

/** Room around the rows of a section inside its frame; the title stands at the top. */
export const FRAME_PAD = { x: 16, top: 30, bottom: 14 };
