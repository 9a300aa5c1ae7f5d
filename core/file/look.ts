import sharp from 'sharp';

/** A picture as a grey square of so many pixels a side, one byte each: what `file.look` holds. */
export const SIDE = 64;

/**
 * What two looks came to. `all`: correlation of the whole pictures where they fit best, −1 to 1. `part`: the share of
 * their textured parts that are the same, 0 to 1. `how`: `same` is a picture saved, scaled or trimmed anew; `near` has
 * most of its parts in common (a stamp was put on it, or the camera stood still): people must look.
 */
export interface Likeness {
  how: 'same' | 'near' | 'other';
  all: number;
  part: number;
}

/** Measured on 70 photographs and their variations: decision 0010. */
const SAME = { all: 0.995, part: 0.9 };
const SAME_IN_OTHER_LIGHT = { all: 0.98, part: 0.97 };
const NEAR = { all: 0.95, part: 0.6 };
const COARSE = 0.6;
/** Grey levels by which a picture must vary to be compared at all: of a blank wall every picture looks like another. */
const FLAT = 6;
/** Most that a side may have been trimmed, as a share of it. */
const TRIM = 0.06;

type Grey = Float64Array;

/** The look of a picture; null where it has too little in it to be told from another. Throws what sharp throws. */
export async function lookOf(bytes: Uint8Array): Promise<Buffer | null> {
  const look = await sharp(bytes, { limitInputPixels: 100_000_000 })
    .flatten({ background: '#fff' })
    .grayscale()
    .resize(SIDE * 4, SIDE * 4, { fit: 'fill', fastShrinkOnLoad: false })
    .blur(3)
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return spread(Float64Array.from(look)) < FLAT ? null : look;
}

/** How alike two pictures are by their looks, whichever was trimmed, turned or mirrored. */
export function likeness(one: Uint8Array, other: Uint8Array): Likeness {
  const here = Float64Array.from(one);
  const small = halved(halved(here));
  const rough = turns(Float64Array.from(other))
    .map((turned) => ({ turned, fit: correlation(small, halved(halved(turned))) }))
    .sort((a, b) => b.fit - a.fit)[0]!;
  if (rough.fit < COARSE) return { how: 'other', all: rough.fit, part: 0 };
  return compared(here, rough.turned);
}

function compared(one: Grey, other: Grey): Likeness {
  const [a, b] = fitted(one, other);
  const all = correlation(a, b);
  const part = sameParts(a, b);
  const same = [SAME, SAME_IN_OTHER_LIGHT].some((least) => all >= least.all && part >= least.part);
  const near = all >= NEAR.all || part >= NEAR.part;
  return { how: same ? 'same' : near ? 'near' : 'other', all, part };
}

/** Both pictures, the one that shows more trimmed to what the other shows. */
function fitted(one: Grey, other: Grey): [Grey, Grey] {
  if (correlation(one, other) >= SAME.all) return [one, other];
  const [a, b] = [halved(one), halved(other)];
  const trimOther = trimmed(a, b);
  const trimOne = trimmed(b, a);
  return trimOther.fit >= trimOne.fit ? [one, cut(other, trimOther.trims)] : [cut(one, trimOne.trims), other];
}

interface Trimmed {
  trims: number[];
  fit: number;
}

/** By how much `more` must be trimmed at its four sides to fit `to` best: a search from coarse to fine. */
function trimmed(to: Grey, more: Grey): Trimmed {
  let best: Trimmed = { trims: [0, 0, 0, 0], fit: correlation(to, more) };
  for (const step of [TRIM / 3, TRIM / 6, TRIM / 12, TRIM / 24])
    for (let next = moved(to, more, best, step); next !== undefined; next = moved(to, more, best, step))
      best = next;
  return best;
}

/** The best trim one step away; undefined when none is better. */
function moved(to: Grey, more: Grey, from: Trimmed, step: number): Trimmed | undefined {
  let best: Trimmed | undefined;
  for (const move of MOVES) {
    const trims = from.trims.map((trim, i) => Math.min(TRIM, Math.max(0, trim + move[i]! * step)));
    const fit = correlation(to, cut(more, trims));
    if (fit > (best?.fit ?? from.fit) + 1e-5) best = { trims, fit };
  }
  return best;
}

/** Left, top, right, bottom: one side alone, two beside each other, all four. */
const MOVES = [1, -1].flatMap((sign) =>
  [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    [1, 1, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 1, 1],
    [1, 0, 0, 1],
    [1, 0, 1, 0],
    [0, 1, 0, 1],
    [1, 1, 1, 1],
  ].map((move) => move.map((side) => side * sign)),
);

function cut(grey: Grey, [left, top, right, bottom]: readonly number[]): Grey {
  const side = sideOf(grey);
  const out = new Float64Array(grey.length);
  for (let i = 0; i < out.length; i++) {
    const x = (left! + (((i % side) + 0.5) / side) * (1 - left! - right!)) * side - 0.5;
    const y = (top! + ((Math.floor(i / side) + 0.5) / side) * (1 - top! - bottom!)) * side - 0.5;
    out[i] = between(grey, side, x, y);
  }
  return out;
}

/** The grey between four pixels. */
function between(grey: Grey, side: number, x: number, y: number): number {
  const left = Math.min(side - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(side - 2, Math.max(0, Math.floor(y)));
  const across = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  const at = top * side + left;
  return (
    (grey[at]! * (1 - across) + grey[at + 1]! * across) * (1 - down) +
    (grey[at + side]! * (1 - across) + grey[at + side + 1]! * across) * down
  );
}

const PART = 8;

/** Share of the textured parts (8 × 8 pixels each) that correlate. */
function sameParts(a: Grey, b: Grey): number {
  let same = 0;
  let textured = 0;
  for (let top = 0; top < SIDE; top += PART)
    for (let left = 0; left < SIDE; left += PART) {
      const [one, other] = [part(a, left, top), part(b, left, top)];
      if (Math.max(spread(one), spread(other)) < FLAT) continue;
      textured += 1;
      if (correlation(one, other) >= 0.9) same += 1;
    }
  return textured < 8 ? 0 : same / textured;
}

function part(grey: Grey, left: number, top: number): Grey {
  const out = new Float64Array(PART * PART);
  for (let y = 0; y < PART; y++)
    for (let x = 0; x < PART; x++) out[y * PART + x] = grey[(top + y) * SIDE + left + x]!;
  return out;
}

/** The picture itself, turned by quarters, and mirrored. */
function turns(grey: Grey): Grey[] {
  const mirrored = mapped(grey, (x, y) => [SIDE - 1 - x, y]);
  return [grey, mirrored].flatMap((one) => {
    const quarter = mapped(one, (x, y) => [y, SIDE - 1 - x]);
    const half = mapped(quarter, (x, y) => [y, SIDE - 1 - x]);
    return [one, quarter, half, mapped(half, (x, y) => [y, SIDE - 1 - x])];
  });
}

function mapped(grey: Grey, from: (x: number, y: number) => [number, number]): Grey {
  return grey.map((_, i) => {
    const [x, y] = from(i % SIDE, Math.floor(i / SIDE));
    return grey[y * SIDE + x]!;
  });
}

const sideOf = (grey: Grey): number => Math.sqrt(grey.length);

function halved(grey: Grey): Grey {
  const side = sideOf(grey);
  const half = side / 2;
  return new Float64Array(half * half).map((_, i) => {
    const at = 2 * Math.floor(i / half) * side + 2 * (i % half);
    return (grey[at]! + grey[at + 1]! + grey[at + side]! + grey[at + side + 1]!) / 4;
  });
}

const mean = (grey: Grey): number => grey.reduce((sum, value) => sum + value, 0) / grey.length;

/** Standard deviation of the grey levels. */
function spread(grey: Grey): number {
  const middle = mean(grey);
  return Math.sqrt(grey.reduce((sum, value) => sum + (value - middle) ** 2, 0) / grey.length);
}

/** Pearson's correlation; other brightness or contrast does not change it. */
function correlation(a: Grey, b: Grey): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [both, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - ma, b[i]! - mb];
    both += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa === 0 || bb === 0 ? 0 : both / Math.sqrt(aa * bb);
}
