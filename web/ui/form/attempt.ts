import { useRef } from 'react';
import type { FormData } from '../types.ts';
import { uniqueKey } from '../unique-key.ts';

/**
 * One key per content: a repeat after a broken line gets the first answer, while a corrected form is a new attempt.
 */
export function useAttempt(): (data: FormData) => string {
  const last = useRef({ body: '', key: '' });
  return (data) => {
    const body = JSON.stringify(data);
    if (last.current.body !== body) last.current = { body, key: uniqueKey() };
    return last.current.key;
  };
}
