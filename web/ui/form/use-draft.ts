import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem, post } from '../http.ts';
import type { FormData, FormSchema } from '../types.ts';
import { dropLocal, keepLocal, withoutSecrets } from './draft.ts';

const LOCAL_REST_MS = 600;
const SERVER_REST_MS = 8000;

/** What a task's form needs to keep its draft. */
export interface Draft {
  /** Call on every change of the form. */
  changed: () => void;
  /** Send the draft to the server now; true = stored there. */
  save: () => Promise<boolean>;
  /** Stop saving and wait for what is under way, so that `version` is the last one. */
  settle: () => Promise<void>;
  /** Forget the draft (after a submit, or 放弃草稿). */
  drop: () => void;
  /** The task's version as the server knows it now: a stored draft moves it on. */
  version: { current: number };
  said: string;
}

/**
 * Keeps what is being written: in this browser a moment after each change, on the server after a longer rest. Server
 * writes go one after the other, because each needs the version that the one before it was given.
 */
export function useDraft(
  key: string,
  schema: FormSchema,
  start: { taskId: string; version: number },
  read: () => FormData,
): Draft {
  const version = useRef(start.version);
  const [said, setSaid] = useState('');
  const timers = useRef<{ local?: ReturnType<typeof setTimeout>; server?: ReturnType<typeof setTimeout> }>(
    {},
  );
  const unwritten = useRef<FormData | null>(null);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));
  useEffect(() => {
    version.current = Math.max(version.current, start.version);
  }, [start.version]);
  // Leaving the page, or the phone putting the browser away, must not lose the last words.
  useEffect(() => {
    const flush = (): void => {
      if (unwritten.current) keepLocal(key, schema, unwritten.current);
      unwritten.current = null;
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      stop(timers.current);
      flush();
    };
  }, [key, schema]);

  const save = useCallback((): Promise<boolean> => {
    stop(timers.current);
    const data = read();
    keepLocal(key, schema, data);
    queue.current = queue.current.then(async () => {
      try {
        const answer = await post<{ version: number; savedAt: string }>(`/tasks/${start.taskId}/draft`, {
          version: version.current,
          data: withoutSecrets(schema, data),
        });
        version.current = answer.version;
        setSaid(`草稿已保存 ${clock(answer.savedAt)}`);
        return true;
      } catch (error) {
        setSaid(`草稿已存在本机，未能存到服务器：${asProblem(error).title}`);
        return false;
      }
    });
    return queue.current;
  }, [key, schema, start.taskId, read]);

  const changed = useCallback(() => {
    stop(timers.current);
    const data = read();
    unwritten.current = data;
    timers.current.local = setTimeout(() => {
      unwritten.current = null;
      setSaid(`已存在本机 ${clock(keepLocal(key, schema, data))}`);
    }, LOCAL_REST_MS);
    timers.current.server = setTimeout(() => void save(), SERVER_REST_MS);
  }, [key, schema, read, save]);

  const settle = useCallback(async () => {
    stop(timers.current);
    await queue.current;
  }, []);
  const drop = useCallback(() => {
    stop(timers.current);
    unwritten.current = null;
    dropLocal(key);
    setSaid('');
  }, [key]);
  return { changed, save, settle, drop, version, said };
}

function stop(timers: {
  local?: ReturnType<typeof setTimeout>;
  server?: ReturnType<typeof setTimeout>;
}): void {
  clearTimeout(timers.local);
  clearTimeout(timers.server);
}

function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Shanghai',
  });
}
