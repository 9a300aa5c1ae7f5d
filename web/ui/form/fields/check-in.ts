import { createContext, useContext, useEffect, useRef } from 'react';
import type { Position } from './position.ts';

/** Where the device was, or why it could not tell: an Error whose message can be shown. */
export type Located = Position | Error;

/** Carries the position of a 到场打卡 from the field of the time to the field of the place, by its key. */
export class CheckIns {
  readonly #listeners = new Map<string, (found: Located) => void>();

  listen(key: string, listener: (found: Located) => void): () => void {
    this.#listeners.set(key, listener);
    return () => this.#listeners.delete(key);
  }

  tell(key: string, found: Located): void {
    this.#listeners.get(key)?.(found);
  }
}

/** The check-ins of the form around a field; none where a form is only looked at. */
export const CheckInsContext = createContext<CheckIns | null>(null);

/** Take over the position, or the reason why there is none, when somebody checks in for the place field `key`. */
export function useCheckIn(key: string | undefined, take: (found: Located) => void): void {
  const checkIns = useContext(CheckInsContext);
  const latest = useRef(take);
  latest.current = take;
  useEffect(
    () => (key === undefined ? undefined : checkIns?.listen(key, (found) => latest.current(found))),
    [checkIns, key],
  );
}
