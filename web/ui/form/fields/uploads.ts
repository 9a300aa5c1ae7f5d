import { clear, createStore, del, delMany, getMany, keys, set, type UseStore } from 'idb-keyval';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { asProblem, Problem, upload } from '../../http.ts';
import type { StoredFile } from '../../types.ts';
import { uniqueKey } from '../../unique-key.ts';
import type { FieldProps } from '../bridge.ts';
import { seal, sealText, unseal, unsealText } from '../seal.ts';

const AGAIN_MS = 30_000;

/** One file on its way to the server, or stopped on it. */
export interface Going {
  id: string;
  name: string;
  part: number;
  said: string;
  /** The server was not reached: it is sent again by itself. */
  waits: boolean;
  retry: () => void;
}

/** A file as it lies in this browser until it is sent, with what was known of it when it was taken. */
interface Kept {
  file: Blob;
  name: string;
  extra: Record<string, string>;
}

/** As it lies in the browser's store: readable for its person only (form/seal.ts). */
interface SealedFile {
  bytes: Uint8Array;
  head: string;
}

async function sealed({ file, name, extra }: Kept): Promise<SealedFile | null> {
  const bytes = seal(new Uint8Array(await file.arrayBuffer()));
  const head = sealText({ name, extra, type: file.type });
  return bytes === null || head === null ? null : { bytes, head };
}

function opened({ bytes, head }: SealedFile): Kept | null {
  const open = unseal(bytes);
  const told = unsealText<{ name: string; extra: Record<string, string>; type: string }>(head);
  if (open === null || told === null) return null;
  return { file: new Blob([open as BlobPart], { type: told.type }), name: told.name, extra: told.extra };
}

/** How many files of the person wait in this browser. */
export async function waitingHere(account: string): Promise<number> {
  const prefix = `bihuan.draft.${account}.`;
  return (await keys<string>(store()).catch(() => [])).filter((name) => name.startsWith(prefix)).length;
}

/** Forget all files of the person that wait in this browser. */
export async function forgetWaiting(account: string): Promise<void> {
  const all = await keys<string>(store()).catch(() => []);
  const own = all.filter((name) => name.startsWith(`bihuan.draft.${account}.`));
  await (own.length === all.length ? clear(store()) : delMany(own, store())).catch(() => undefined);
}

const DEVICE = 'bihuan.device';

/** A random name of this browser, so that a draft can tell that its pictures wait in another. */
function deviceName(): string {
  try {
    const name = localStorage.getItem(DEVICE) ?? uniqueKey();
    localStorage.setItem(DEVICE, name);
    return name;
  } catch {
    return '';
  }
}

let lazyStore: UseStore | undefined;
const store = (): UseStore => (lazyStore ??= createStore('bihuan-files', 'waiting'));

/**
 * The files of one form that are not on the server yet. They lie in this browser under the key of the form's draft, so
 * that a picture taken where there is no network survives a closed browser; `waiting` keeps the form from being sent
 * without them.
 */
export class FormUploads {
  readonly #key: string;
  readonly #waiting = new Map<string, number>();
  /** A file was sent or is on its way: that is work on the form as much as typing is. */
  used = false;
  readonly device = deviceName();
  #read: Promise<Map<string, Kept>> | undefined;
  constructor(key: string) {
    this.#key = key;
  }

  /** How many files of the form are not on the server. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Why the form cannot be sent yet; null when all its files are there. */
  problem(): Problem | null {
    const n = this.waiting;
    if (n === 0) return null;
    return new Problem(0, { title: `还有${n}个文件没有传到服务器，传完以后再提交；没有网络时会自动重传` });
  }

  tell(slot: string, n: number): void {
    this.#waiting.set(slot, n);
  }

  async keep(slot: string, id: string, kept: Kept): Promise<void> {
    (await this.#files()).set(`${slot}|${id}`, kept);
    // A full or forbidden store must not stop the upload itself.
    const closed = await sealed(kept).catch(() => null);
    if (closed !== null) await set(`${this.#key}|${slot}|${id}`, closed, store()).catch(() => undefined);
  }

  async drop(slot: string, id: string): Promise<void> {
    (await this.#files()).delete(`${slot}|${id}`);
    await del(`${this.#key}|${slot}|${id}`, store()).catch(() => undefined);
  }

  /** What lies here for a field: left behind by an earlier visit, or while its row was folded away. */
  async left(slot: string): Promise<[id: string, kept: Kept][]> {
    const prefix = `${slot}|`;
    return [...(await this.#files())].flatMap(([name, kept]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), kept]] : [],
    );
  }

  /** Forget all of the form (it was sent, or its draft was given up). */
  async clear(): Promise<void> {
    const files = await this.#files();
    const names = [...files.keys()].map((name) => `${this.#key}|${name}`);
    files.clear();
    this.#waiting.clear();
    await delMany(names, store()).catch(() => undefined);
  }

  /** The files of this form by `slot|id`, read from the browser once. */
  #files(): Promise<Map<string, Kept>> {
    return (this.#read ??= this.#readAll().catch(() => new Map<string, Kept>()));
  }

  async #readAll(): Promise<Map<string, Kept>> {
    const prefix = `${this.#key}|`;
    const own = (await keys<string>(store())).filter((name) => name.startsWith(prefix));
    const kept = await getMany<SealedFile>(own, store());
    return new Map(
      own.flatMap((name, i) => {
        const open = opened(kept[i]!);
        return open === null ? [] : [[name.slice(prefix.length), open] as const];
      }),
    );
  }
}

/** The uploads of the form around a field; none where a form is only looked at. */
export const FormUploadsContext = createContext<FormUploads | null>(null);

/** A field of the form, in its row if it stands in one, by the same name on every visit. */
const slotOf = ({ domId, field }: Pick<FieldProps, 'domId' | 'field'>): string => {
  const id = String(field['id'] ?? field.key ?? '');
  const at = domId.indexOf(id);
  return at < 0 ? id : domId.slice(at);
};

/**
 * Sends the files of a field one by one. What fails stays with its reason and a way to try again; where the server was
 * not reached it is kept in this browser and sent again by itself, when the network is back or the form is opened next
 * time, so that a bad line in the field never costs a picture. `extra` may wait for a position.
 */
export function useUploads(
  field: Pick<FieldProps, 'domId' | 'field'>,
  done: (stored: StoredFile) => void,
): {
  going: Going[];
  send: (file: File, extra: () => Promise<Record<string, string>>) => void;
  forget: (id: string) => void;
} {
  const form = useContext(FormUploadsContext);
  const slot = slotOf(field);
  const [going, setGoing] = useState<Going[]>([]);
  const latest = useRef(going);
  latest.current = going;
  const here = useRef(true);
  const finished = useRef(done);
  finished.current = done;

  const put = (change: (all: Going[]) => Going[]): void => {
    latest.current = change(latest.current);
    setGoing(latest.current);
    // A field that has gone (its row was removed) holds nothing back any more.
    if (here.current) form?.tell(slot, latest.current.length);
  };
  const patch = (id: string, change: Partial<Going>): void =>
    put((all) => all.map((g) => (g.id === id ? { ...g, ...change } : g)));
  const forget = (id: string): void => {
    put((all) => all.filter((g) => g.id !== id));
    void form?.drop(slot, id);
  };
  const start = (id: string, name: string, take: () => Promise<Kept>): void => {
    let kept: Kept | undefined;
    const run = async (): Promise<void> => {
      patch(id, { said: '', waits: false, part: 0 });
      try {
        kept ??= await take();
        const stored = await upload(kept.file, kept.name, kept.extra, (part) => patch(id, { part }));
        // The form has been left meanwhile: the file stays kept for the next visit, which finds it on the server.
        if (!here.current) return;
        forget(id);
        finished.current(stored);
      } catch (error) {
        const { status, title } = asProblem(error);
        patch(id, {
          waits: status === 0,
          said: status === 0 ? '没有网络，已存在本机，恢复后自动上传' : title,
        });
      }
    };
    if (form) form.used = true;
    put((all) => [...all, { id, name, part: 0, said: '', waits: false, retry: () => void run() }]);
    void run();
  };
  const send = (file: File, extra: () => Promise<Record<string, string>>): void => {
    const id = uniqueKey();
    start(id, file.name, async () => {
      const kept = { file, name: file.name, extra: await extra() };
      await form?.keep(slot, id, kept);
      return kept;
    });
  };

  useEffect(() => {
    here.current = true;
    void form?.left(slot).then((left) => {
      if (!here.current) return;
      for (const [id, kept] of left)
        if (!latest.current.some((g) => g.id === id)) start(id, kept.name, () => Promise.resolve(kept));
    });
    return () => {
      here.current = false;
      form?.tell(slot, 0);
    };
    // What the effect calls reads refs, the form and the slot only.
  }, [form, slot]);

  const waits = going.some((one) => one.waits);
  useEffect(() => {
    if (!waits) return undefined;
    const again = (): void => {
      for (const one of latest.current) if (one.waits) one.retry();
    };
    const timer = setInterval(again, AGAIN_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [waits]);
  return { going, send, forget };
}
