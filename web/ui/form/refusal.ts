import { useRef, useState } from 'react';
import { asProblem, Problem } from '../http.ts';
import type { FieldError } from '../http.ts';
import type { Fault } from './faults.ts';
import type { FormHandle } from './form-host.tsx';

/** Why a form was not taken: by the server (`problem`), or by the page's own check (`problem` null). */
export interface Refusal {
  problem: Problem | null;
  /** What the page shows as wrong. */
  faults: Fault[];
  /** What the server found wrong in no field that is shown. */
  homeless: FieldError[];
}

/** The refusal that a form shows above its buttons, and the ways to come to one. */
export interface Refusals {
  refusal: Refusal | null;
  clear: () => void;
  /** The page's own check. True: nothing found. */
  passes: (form: FormHandle | null) => form is FormHandle;
  /** Something said no that is no field's fault. */
  say: (problem: Problem) => void;
  /** The form was changed: what was mended since leaves the refusal, and with the last fault it goes. */
  follow: (form: FormHandle | null) => void;
  /** The server said no. */
  take: (error: unknown, form: FormHandle | null) => void;
}

/** A field draws its mended self a moment after the key. */
const REST_MS = 300;
/** Who presses before the form is there must not send an empty one. */
const NOT_YET = new Problem(0, { title: '表单还没有打开完，请稍候再提交' });

export function useRefusals(): Refusals {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  // What is said now is no longer followed for the change before it: it would go away with the faults of the last one.
  const put = (said: Refusal | null): void => {
    clearTimeout(resting.current);
    setRefusal(said);
  };
  const show = (problem: Problem | null, homeless: FieldError[], form: FormHandle | null): void => {
    put({ problem, faults: [], homeless });
    // Which fields are wrong is seen on the page when it is drawn.
    void form?.faults().then((faults) =>
      // Meanwhile it may have been sent again.
      setRefusal((now) => (now === null ? null : { problem, faults, homeless })),
    );
  };
  return {
    refusal,
    clear: () => put(null),
    passes(form): form is FormHandle {
      if (form === null || !form.ready()) {
        put({ problem: NOT_YET, faults: [], homeless: [] });
        return false;
      }
      if (form.check()) return true;
      show(null, [], form);
      return false;
    },
    follow(form) {
      if (refusal === null || refusal.faults.length === 0) return;
      clearTimeout(resting.current);
      resting.current = setTimeout(() => {
        const faults = form?.faultsLeft() ?? [];
        setRefusal((now) =>
          now === null || faults.length + now.homeless.length === 0 ? null : { ...now, faults },
        );
      }, REST_MS);
    },
    say: (problem) => put({ problem, faults: [], homeless: [] }),
    take(error, form) {
      const problem = asProblem(error);
      // An ended session asks for the password above the page; there is nothing to mend in the form.
      if (problem.status === 401) return;
      const wrong = problem.errors.length > 0;
      const homeless = wrong ? (form?.setErrors(problem.errors) ?? problem.errors) : [];
      show(problem, homeless, homeless.length < problem.errors.length ? form : null);
    },
  };
}
