import { Worker } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import { badRequest } from '../errors.ts';
import type { HeicAnswer } from './heic-worker.ts';

const MOST_MS = 30_000;
const WORKER = new URL('./heic-worker.ts', import.meta.url);

/** What to set on a phone so that it makes pictures that everybody can open. */
const ON_THE_PHONE =
  '请改用 JPG：苹果手机在“设置→相机→格式”里选“兼容性最佳”，安卓手机在相机设置里关闭“高效图片（HEIF）”，再重新拍摄；已有的照片可以截图或另存为 JPG 后上传';

/** One at a time: a decoded picture takes up to 256 MB. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * The picture in a HEIC or HEIF file, for sharp to go on with (its own build has no HEVC decoder). Decoded in a thread
 * that is ended when it takes too long. Throws 400 with what to set on the phone.
 */
export async function heicPicture(bytes: Uint8Array): Promise<Sharp> {
  const turn = queue.then(() => decode(bytes));
  queue = turn.catch(() => undefined);
  const answer = await turn;
  if ('fault' in answer)
    throw badRequest(
      answer.fault === 'big'
        ? `照片像素过大，请降低分辨率；${ON_THE_PHONE}`
        : `这张 HEIC 照片无法转换，${ON_THE_PHONE}`,
    );
  const { width, height, pixels } = answer;
  return sharp(Buffer.from(pixels.buffer), {
    raw: { width, height, channels: 4 },
  }).removeAlpha();
}

function decode(bytes: Uint8Array): Promise<HeicAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(WORKER, {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      stdout: true,
      stderr: true,
    });
    const end = (answer: HeicAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ fault: 'broken' }), MOST_MS);
    worker.once('message', end);
    worker.once('error', () => end({ fault: 'broken' }));
    worker.once('exit', () => end({ fault: 'broken' }));
    worker.postMessage(bytes);
  });
}
