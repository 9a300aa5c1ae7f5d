import { measureDiagram } from './measure.ts';
import { readDefinitions, readScope } from './read.ts';
import { layoutScope } from './scope.ts';
import type { Effort, LayoutMetrics } from './types.ts';
import { writeDrawing } from './write.ts';

export { measureDiagram } from './measure.ts';
export { misses } from './targets.ts';
export type { LayoutMetrics } from './types.ts';

/** What can be asked of a layout. */
export interface LayoutOptions {
  /** `full` (default) tries many ways and takes up to a minute for the largest; `quick` takes the first good one. */
  effort?: Effort;
  /** Width in units that rows may have; default 1600, so that a 1440 px wide screen shows it without scrolling. */
  maxWidth?: number;
}

/**
 * Draws a diagram anew: rows from left to right, orthogonal flows, labels that overlap nothing. Any old picture in
 * it is replaced. Everything else in the text stays byte for byte, unknown extensions included. Same input, same output.
 * Elements may carry `zeebe:property` `section` (title of the section that begins here) and flows `main` = `true`
 * (the normal way out of a gateway).
 * @returns the text with its picture, and the measures of that picture
 * @throws AppError bad-request: not readable BPMN, dangling references, pools
 */
export async function layoutDiagram(
  xml: string,
  options: LayoutOptions = {},
): Promise<{ xml: string; metrics: LayoutMetrics }> {
  const { process } = await readDefinitions(xml);
  const drawing = await layoutScope(readScope(process), options.maxWidth ?? 1600, options.effort ?? 'full');
  const result = writeDrawing(xml, process, drawing);
  return { xml: result, metrics: await measureDiagram(result) };
}
