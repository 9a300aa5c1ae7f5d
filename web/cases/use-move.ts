import { useState } from 'react';
import { asProblem, post } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';

type Faults<F extends string> = Partial<Record<F, string>>;

/** A small form on the case page that is checked, looked at once more if the page likes, and sent. */
export interface Move<F extends string> {
  /** What is wrong, by field. */
  faults: Faults<F>;
  /** Why the server refused, where no field is to blame. */
  said: string;
  busy: boolean;
  /** The fields are right; the person is asked whether it really is meant. */
  sure: boolean;
  /** Look at the fields; goes on to the question if nothing is wrong. */
  next: (found: Faults<F>) => void;
  back: () => void;
  send: (body: unknown) => Promise<void>;
}

/**
 * Send such a form: `path` below /api, `fields` the names the server uses for faults. A refusal comes back to its
 * field, anything else is said as a whole; a success reads the case again and calls `onDone`.
 */
export function useMove<F extends string>(path: string, fields: readonly F[], onDone: () => void): Move<F> {
  const [faults, setFaults] = useState<Faults<F>>({});
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const next = (found: Faults<F>): void => {
    setSaid('');
    setFaults(found);
    setSure(Object.keys(found).length === 0);
  };
  const send = async (body: unknown): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid('');
    try {
      await post(path, body);
      await refresh('/cases', '/tasks');
      onDone();
      return;
    } catch (error) {
      const problem = asProblem(error);
      const named = problem.errors.filter(({ path: at }) => fields.some((field) => field === at));
      setFaults(Object.fromEntries(named.map(({ path: at, message }) => [at, message])) as Faults<F>);
      if (named.length > 0) setSure(false);
      else setSaid(problem.title);
    }
    setBusy(false);
  };
  return { faults, said, busy, sure, next, back: () => setSure(false), send };
}
