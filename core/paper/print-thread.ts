import { parentPort } from 'node:worker_threads';
import { renderPaper } from './render.ts';
import type { Paper } from './types.ts';

/** The printing thread: a font of 15 MB and half a second of layout do not hold up the clerks of the main thread. */
parentPort?.on(
  'message',
  ({ id, paper, pictures }: { id: number; paper: Paper; pictures: Map<string, Uint8Array> }) => {
    renderPaper(paper, pictures).then(
      (printed) => parentPort?.postMessage({ id, printed }),
      (error: unknown) =>
        parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  },
);
