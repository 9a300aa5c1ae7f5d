import { parentPort } from 'node:worker_threads';
import { inspectDiagram } from './inspect.ts';
import type { GateContext } from './types.ts';

/** The killable thread: one diagram, one answer. What goes wrong ends the thread; `checkDiagram` sees that. */
parentPort?.once('message', ({ bytes, context }: { bytes: Uint8Array; context: GateContext }) => {
  void inspectDiagram(bytes, context).then((result) => parentPort?.postMessage(result));
});
