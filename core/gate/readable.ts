import { badRequest } from '../errors.ts';
import { scanXml } from './scan.ts';
import { readText, Refused } from './text.ts';

/**
 * The text of a diagram for whoever reads it outside of the gate (layout, pictures), under the gate's limits: size, UTF-8,
 * no DOCTYPE and so no entities, depth, elements.
 * @throws AppError bad-request with the gate's reason
 */
export function readableDiagram(xml: string | Uint8Array): string {
  try {
    const text = readText(typeof xml === 'string' ? new TextEncoder().encode(xml) : xml);
    scanXml(text);
    return text;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw badRequest('文件不是可读的 BPMN 图', [{ path: 'bpmn', message: error.reason }]);
  }
}
