import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { shippedContext } from './context.ts';
import { inspectDiagram } from './inspect.ts';

const processes = fileURLToPath(new URL('../../processes/', import.meta.url));
const context = shippedContext();

describe('shipped diagrams', () => {
  test.each([...context.processIds])('%s passes the gate', async (id) => {
    const { refused, findings } = await inspectDiagram(readFileSync(`${processes}${id}/${id}.bpmn`), context);
    expect({ refused, findings }).toEqual({ refused: null, findings: [] });
  });
});
