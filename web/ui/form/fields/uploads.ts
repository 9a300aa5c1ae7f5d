import { useRef, useState } from 'react';
import { asProblem, upload } from '../../http.ts';
import type { StoredFile } from '../../types.ts';

/** One file on its way to the server, or stopped on it. */
export interface Going {
  id: number;
  name: string;
  part: number;
  said: string;
  retry: () => void;
}

let lastId = 0;

/**
 * Sends files one by one and keeps what failed with its reason and a way to try again, so that a bad line in the
 * field never costs a picture. `extra` may wait for a position.
 */
export function useUploads(done: (stored: StoredFile, file: File) => void): {
  going: Going[];
  send: (file: File, extra: () => Promise<Record<string, string>>) => void;
  forget: (id: number) => void;
} {
  const [going, setGoing] = useState<Going[]>([]);
  const finished = useRef(done);
  finished.current = done;
  const patch = (id: number, change: Partial<Going>): void =>
    setGoing((all) => all.map((g) => (g.id === id ? { ...g, ...change } : g)));
  const forget = (id: number): void => setGoing((all) => all.filter((g) => g.id !== id));
  const send = (file: File, extra: () => Promise<Record<string, string>>): void => {
    const id = ++lastId;
    const run = async (): Promise<void> => {
      patch(id, { said: '', part: 0 });
      try {
        const stored = await upload(file, file.name, await extra(), (part) => patch(id, { part }));
        forget(id);
        finished.current(stored, file);
      } catch (error) {
        patch(id, { said: asProblem(error).title });
      }
    };
    setGoing((all) => [...all, { id, name: file.name, part: 0, said: '', retry: () => void run() }]);
    void run();
  };
  return { going, send, forget };
}
