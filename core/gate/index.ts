import { Worker } from 'node:worker_threads';
import { limits } from './text.ts';
import type { GateContext, GateResult } from './types.ts';

/** Larger files are refused unread. */
export const maxBytes = limits.bytes;

export type { Finding, GateContext, GateResult, Refusal } from './types.ts';

/** Bounds on the thread that reads a diagram; a hostile file may cost this much and no more. */
export interface GateLimits {
  /** From start to answer, the thread's own start included. */
  milliseconds: number;
  heapMegabytes: number;
}

const defaults: GateLimits = { milliseconds: 9000, heapMegabytes: 256 };

/**
 * May this diagram be published? Reads it in a thread of its own that is killed at a deadline or when its heap is
 * full, so that no file can hang or bring down the caller.
 * @param xml the file as uploaded; bytes are preferred, since text has already been decoded by somebody
 * @param context what the diagram may refer to, see `shippedContext`
 * @returns `refused` for what is no readable diagram, else findings; `xml` is the text to hash and deploy. Never throws.
 */
export async function checkDiagram(
  xml: string | Uint8Array,
  context: GateContext,
  bounds: GateLimits = defaults,
): Promise<GateResult> {
  const bytes =
    typeof xml === 'string'
      ? new TextEncoder().encode(xml)
      : Uint8Array.from(xml.subarray(0, limits.bytes + 1));
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMegabytes, maxYoungGenerationSizeMb: 32 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<GateResult>((resolve) => {
      timer = setTimeout(
        () => resolve(refused('读取用时过长，已停止；文件可能有意为难，请简化后再试')),
        bounds.milliseconds,
      );
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => resolve(broken(error)));
      worker.once('exit', () => resolve(refused('读取中断，没有得到结果；请简化后再试')));
      worker.postMessage({ bytes, context });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function broken(error: NodeJS.ErrnoException): GateResult {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return refused('读取占用内存过多，已停止；请简化后再试');
  return refused('读取程序出错，不能判断这个文件；请检查文件是否完整，仍不行请告知管理员');
}

const refused = (reason: string): GateResult => ({ ok: false, refused: { reason }, findings: [], xml: null });
