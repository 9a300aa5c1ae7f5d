import { createContext, useContext, useEffect, useRef } from 'react';
import type { Position } from './position.ts';

/** Carries the position of a 到场打卡 from the field of the time to the field of the place, by its key. */
export class CheckIns {
  readonly #listeners = new Map<string, (position: Position) => void>();

  listen(key: string, listener: (position: Position) => void): () => void {
    this.#listeners.set(key, listener);
    return () => this.#listeners.delete(key);
  }

  tell(key: string, position: Position): void {
    this.#listeners.get(key)?.(position);
  }
}

/** The check-ins of the form around a field; none where a form is only looked at. */
export const CheckInsContext = createContext<CheckIns | null>(null);

/** Take over the position when somebody checks in for the place field `key`. */
export function useCheckIn(key: string | undefined, take: (position: Position) => void): void {
  const checkIns = useContext(CheckInsContext);
  const latest = useRef(take);
  latest.current = take;
  useEffect(
    () => (key === undefined ? undefined : checkIns?.listen(key, (position) => latest.current(position))),
    [checkIns, key],
  );
}
