import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem, post, request } from '../http.ts';
import type { FormData, FormSchema, StoredDraft } from '../types.ts';
import { dropLocal, keepLocal, withoutSecrets } from './draft.ts';
import type { FormUploads } from './fields/uploads.ts';
import { draftsEnded, watched } from './open-drafts.ts';

const LOCAL_REST_MS = 600;
const SERVER_REST_MS = 3000;
const AGAIN_MS = 30_000;

/** Where the draft of a form is kept. */
export interface DraftPlace {
  /** In this browser. */
  key: string;
  /** On the server; null for a form whose draft lies only here until it is sent. */
  to: string | null;
  /** Version of the server's draft that the form was opened with; 0 for none. */
  base: number;
}

/** What a form needs to keep its draft. */
export interface Draft {
  /** Call on every change of the form. */
  changed: () => void;
  /** Send the draft to the server now; true = stored there. */
  save: () => Promise<boolean>;
  /** Save what is not saved, and wait for it. */
  finish: () => Promise<boolean>;
  /** Stop saving and wait for what is under way. */
  settle: () => Promise<void>;
  /** Forget the draft here (after a submit), or on the server too (放弃草稿). */
  drop: (also?: 'server') => void;
  /** Version that the server keeps of what stands here; 0 for none. */
  version: () => number;
  /** What is known of the last save; true to the letter. */
  said: string;
  failed: boolean;
  /** Another page of the same person has stored another text since: one of the two has to be chosen. */
  newer: StoredDraft | null;
  /** Go on from the other page's version: its text was put into the form, or this page's is to replace it. */
  settleOn: (newer: StoredDraft) => void;
}

/**
 * Keeps what is being written: in this browser, sealed, a moment after each change; on the server after a longer rest.
 * Server writes go one after the other, because each goes on from the version that the one before it was given; what
 * failed is tried again by itself.
 */
export function useDraft(
  { key, to, base }: DraftPlace,
  schema: FormSchema,
  read: () => FormData,
  uploads: FormUploads,
): Draft {
  const version = useRef(base);
  const [said, setSaid] = useState('');
  const [failed, setFailed] = useState(false);
  const [newer, setNewer] = useState<StoredDraft | null>(null);
  const blocked = useRef(false);
  const timers = useRef<Timers>({});
  const unwritten = useRef<FormData | null>(null);
  const dirty = useRef(false);
  // What is typed while a save is under way is not in it.
  const changes = useRef(0);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));
  const write = useCallback(
    (data: FormData, sent: boolean) => keepLocal(key, schema, data, { base: version.current, sent, to }),
    [key, schema, to],
  );

  const save = useCallback((): Promise<boolean> => {
    stop(timers.current);
    const data = read();
    unwritten.current = null;
    const at = write(data, false);
    if (to === null) {
      setSaid(`已存在本机 ${clock(at)}，提交前不上传`);
      return Promise.resolve(false);
    }
    const mark = changes.current;
    queue.current = queue.current.then(async () => {
      if (blocked.current) return false;
      try {
        const answer = await post<{ version: number; savedAt: string }>(to, {
          base: version.current,
          data: withoutSecrets(schema, data),
          waiting: uploads.waiting,
          device: uploads.device,
        });
        version.current = answer.version;
        if (changes.current === mark) {
          dirty.current = false;
          write(data, true);
        }
        setFailed(false);
        setSaid(`草稿已保存 ${clock(answer.savedAt)}`);
        return true;
      } catch (error) {
        const known = asProblem(error);
        const other = known.extra['draft'] as StoredDraft | undefined;
        if (other !== undefined) {
          blocked.current = true;
          setNewer(other);
        } else if (known.status === 0 || known.status >= 500 || known.status === 401)
          timers.current.again = setTimeout(() => void save(), AGAIN_MS);
        setFailed(other === undefined);
        if (other !== undefined) setSaid('草稿未保存，请先选择用哪一份');
        else
          setSaid(
            known.status === 0 ? `没有网络，草稿暂存本机 ${clock(at)}` : `草稿未保存到服务器：${known.title}`,
          );
        return false;
      }
    });
    return queue.current;
  }, [to, schema, read, write, uploads]);

  const changed = useCallback(() => {
    stop(timers.current);
    const data = read();
    unwritten.current = data;
    dirty.current = true;
    changes.current += 1;
    timers.current.local = setTimeout(() => {
      unwritten.current = null;
      write(data, false);
    }, LOCAL_REST_MS);
    timers.current.server = setTimeout(() => void save(), SERVER_REST_MS);
  }, [read, write, save]);

  // Leaving the page, or the phone putting the browser away, must not lose the last words.
  useEffect(() => {
    const flush = (): void => {
      if (unwritten.current) write(unwritten.current, false);
      unwritten.current = null;
    };
    const online = (): void => void (dirty.current && save());
    const forget = watched({ flush, save: () => (dirty.current ? save() : Promise.resolve(true)) });
    window.addEventListener('pagehide', flush);
    window.addEventListener('online', online);
    return () => {
      forget();
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('online', online);
      const pending = timers.current.server !== undefined && dirty.current && to !== null;
      stop(timers.current);
      if (draftsEnded()) return;
      if (pending) void save();
      else flush();
    };
  }, [write, save, to]);

  const finish = useCallback(() => (dirty.current ? save() : queue.current), [save]);
  const settle = useCallback(async () => {
    stop(timers.current);
    await queue.current;
  }, []);
  const drop = useCallback(
    (also?: 'server') => {
      stop(timers.current);
      unwritten.current = null;
      dirty.current = false;
      dropLocal(key);
      setSaid('');
      setFailed(false);
      if (also === undefined || to === null) return;
      version.current = 0;
      queue.current = queue.current.then(() =>
        request(to, { method: 'DELETE' }).then(
          () => true,
          () => false,
        ),
      );
    },
    [key, to],
  );
  const settleOn = useCallback((other: StoredDraft) => {
    version.current = other.version;
    blocked.current = false;
    setNewer(null);
  }, []);
  const known = useCallback(() => version.current, []);
  return { changed, save, finish, settle, drop, version: known, said, failed, newer, settleOn };
}

interface Timers {
  local?: ReturnType<typeof setTimeout>;
  server?: ReturnType<typeof setTimeout>;
  again?: ReturnType<typeof setTimeout>;
}

function stop(timers: Timers): void {
  clearTimeout(timers.local);
  clearTimeout(timers.server);
  clearTimeout(timers.again);
}

function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Shanghai',
  });
}
