import { Worker } from 'node:worker_threads';
import { badRequest, unavailable } from '../errors.ts';
import type { ReadLimits, Sheet } from './types.ts';

export { columnLetters } from './rows.ts';
export type { Cell, CellValue, Sheet, SheetLine } from './types.ts';

/** Bounds on the thread that reads a workbook; a hostile file may cost this much and no more. */
export interface WorkbookBounds extends ReadLimits {
  /** From its turn to the answer, the thread's own start included. */
  milliseconds: number;
  heapMegabytes: number;
  /** How many may wait for their turn. */
  waiting: number;
}

const defaults: WorkbookBounds = {
  lines: 2001,
  columns: 100,
  unpacked: 50 * 1024 * 1024,
  characters: 8_000_000,
  milliseconds: 10_000,
  heapMegabytes: 128,
  waiting: 8,
};

let turns = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Read the first visible sheet of an uploaded .xlsx in a thread of its own, which is ended at a deadline or when its heap
 * is full; one file at a time, so that several cost no more memory than one.
 * @throws AppError 400 with what to do for what cannot be read; 503 when too many wait
 */
export async function readWorkbook(bytes: Uint8Array, some: Partial<WorkbookBounds> = {}): Promise<Sheet> {
  const bounds = { ...defaults, ...some };
  if (turns > bounds.waiting) throw unavailable('正在读取其他人上传的文件，请稍候再试', 10);
  turns += 1;
  const turn = last.then(() => inThread(bytes, bounds));
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    turns -= 1;
  }
}

type Answer = { sheet: Sheet } | { refused: string };

async function inThread(bytes: Uint8Array, bounds: WorkbookBounds): Promise<Sheet> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMegabytes, maxYoungGenerationSizeMb: 16 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve) => {
      const refuse = (refused: string) => resolve({ refused });
      timer = setTimeout(
        () => refuse('读取用时过长，已停止，请删去多余的行、格式和工作表后再上传'),
        bounds.milliseconds,
      );
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => refuse(broken(error)));
      worker.once('exit', () => refuse('读取中断，没有得到结果，请重新上传'));
      const { lines, columns, unpacked, characters } = bounds;
      worker.postMessage({ bytes, limits: { lines, columns, unpacked, characters } });
    });
    if ('refused' in answer) throw unreadable(answer.refused);
    return answer.sheet;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const broken = ({ code }: NodeJS.ErrnoException): string =>
  code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? '读取占用内存过多，已停止，请删去多余的行、格式和工作表后再上传'
    : '不是可读的 .xlsx 文件，请用 Excel 或 WPS 重新另存为 .xlsx';

const unreadable = (reason: string) =>
  badRequest('文件无法读取，请上传 .xlsx 工作簿（可先下载模板）', [{ path: 'file', message: reason }]);
