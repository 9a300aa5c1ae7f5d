import { shanghaiDayOf } from '../../core/time.ts';
import type { Session } from './client.ts';
import { picture, scan } from './pictures.ts';

/** A photo as forms take it. */
export interface Photo {
  sha256: string;
  name: string;
  takenAt: string;
  place: Place & { lat: number; lng: number };
}

export interface Place {
  lat?: number;
  lng?: number;
  address: string;
}

/** A user task as GET /api/tasks/{id} tells it, as far as players read it. */
export interface TaskDetail {
  taskId: string;
  caseId: string;
  process: string;
  elementId: string;
  elementName: string;
  formId: string;
  state: string;
  version: number;
  dueAt: string | null;
  data: Record<string, unknown>;
  blocked: { rule: string; title: string } | null;
}

/** What the players of one case know about it. */
export interface World {
  place: Place & { lat: number; lng: number };
  /** Unit that handles the case once it was dispatched. */
  handler: string;
  /** Firm that must put it right; null: the handling unit does. */
  firm: string | null;
  /** Words of the case: what was found, what must be done, what was done. */
  found: string;
  demand: string;
  done: string;
  answer: string;
  article: string;
}

/** A person at a form: everything an answer needs of time, signature and uploads. */
export interface Hand {
  account: string;
  name: string;
  world: World;
  task: TaskDetail;
  /** The product's present instant, ISO, and its Shanghai day. */
  now: string;
  today: string;
  signature: { account: string; signedAt: string };
  /** The other side signs on the device: a drawing, uploaded. */
  theirSignature(): Promise<{ sha256: string }>;
  /** The day `n` days from today, `YYYY-MM-DD`. */
  inDays(n: number): string;
  /** Take pictures here, now or some minutes ago, and upload them. */
  photos(n?: number, minutesAgo?: number): Promise<Photo[]>;
  /** Upload a scan; the answer is a value for fields of type files. */
  papers(name: string): Promise<{ sha256: string; name: string }[]>;
}

const DAY_MS = 24 * 3600_000;

/** Sit down a logged-in person at a task. */
export async function handOf(session: Session, world: World, task: TaskDetail): Promise<Hand> {
  const { name, now } = await session.me();
  return {
    account: session.account,
    name,
    world,
    task,
    now,
    today: shanghaiDayOf(new Date(now)),
    signature: { account: session.account, signedAt: now },
    theirSignature: async () => ({ sha256: (await session.upload(await scan(), '签名.png')).sha256 }),
    inDays: (n) => shanghaiDayOf(new Date(Date.parse(now) + n * DAY_MS)),
    photos: (n = 1, minutesAgo = 0) => {
      const at = new Date(Date.parse(now) - minutesAgo * 60_000).toISOString();
      return Promise.all(Array.from({ length: n }, (_, i) => takePhoto(session, world, at, i + 1)));
    },
    async papers(title) {
      const { sha256 } = await session.upload(await scan(), `${title}.png`);
      return [{ sha256, name: `${title}.png` }];
    },
  };
}

/** One picture, uploaded, as a value for fields of type photos. */
export async function takePhoto(
  session: Session,
  world: Pick<World, 'place'>,
  at: string,
  no = 1,
): Promise<Photo> {
  const { lat, lng, address } = world.place;
  const fields = { takenAt: at, lat: String(lat), lng: String(lng), address };
  const kept = await session.upload(await picture(), `现场照片${no}.jpg`, fields);
  return { sha256: kept.sha256, name: kept.name, takenAt: at, place: { lat, lng, address } };
}
