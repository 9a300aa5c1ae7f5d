import { parentPort } from 'node:worker_threads';
import { readSheetOf } from './read.ts';
import { Refused, type ReadLimits } from './types.ts';

/** The killable thread: one workbook, one answer. What is no refusal ends the thread; `readWorkbook` sees that. */
parentPort?.once('message', ({ bytes, limits }: { bytes: Uint8Array; limits: ReadLimits }) => {
  readSheetOf(bytes, limits).then(
    (sheet) => parentPort?.postMessage({ sheet }),
    (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      parentPort?.postMessage({ refused: error.reason });
    },
  );
});
