import { parentPort } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';

/** What the thread answers: RGBA pixels, or why there are none. */
export type HeicAnswer =
  { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } | { fault: 'broken' | 'big' };

/** Phones make 12 to 50 million pixels; decoded they take four bytes each. */
const MOST_PIXELS = 64_000_000;

/** The killable thread: one HEIC picture, its pixels or a word for why there are none. */
parentPort?.once('message', (bytes: Uint8Array) => {
  void decoded(bytes)
    .catch((): HeicAnswer => ({ fault: 'broken' }))
    .then((answer) => parentPort?.postMessage(answer, 'pixels' in answer ? [answer.pixels.buffer] : []));
});

async function decoded(bytes: Uint8Array): Promise<HeicAnswer> {
  // A file can hold several pictures (bursts, live photos); the first is the one the phone shows.
  const [picture] = new libheif.HeifDecoder().decode(bytes);
  if (picture === undefined) return { fault: 'broken' };
  const [width, height] = [picture.get_width(), picture.get_height()];
  if (width * height > MOST_PIXELS) return { fault: 'big' };
  const pixels = new Uint8ClampedArray(width * height * 4);
  const shown = await new Promise<boolean>((resolve) =>
    picture.display({ data: pixels, width, height }, (done) => resolve(done !== null)),
  );
  return shown ? { width, height, pixels } : { fault: 'broken' };
}
