import type { ReactNode, Ref } from 'react';
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import type { FieldError } from '../http.ts';
import { Failed } from '../states.tsx';
import type { FormData, FormSchema } from '../types.ts';
import { Bridge } from './bridge.ts';
import { FIELDS } from './fields/index.ts';
import { CheckIns, CheckInsContext } from './fields/check-in.ts';
import { FormUploadsContext, type FormUploads } from './fields/uploads.ts';
import './form.css';
import './fields.css';
import { faultsIn, showFirstFault, whenShown } from './faults.ts';
import type { Fault } from './faults.ts';
import { Viewer } from './viewer.ts';

/** What a page asks of the form it shows. */
export interface FormHandle {
  /** The values of the fields that are shown. */
  submission: () => FormData;
  /** The values of all fields, for a draft. */
  draft: () => FormData;
  /** Whether it is drawn and can be filled; before that there is nothing to send. */
  ready: () => boolean;
  /** Check in the browser; puts the focus on the first wrong field. True = nothing found. */
  check: () => boolean;
  /** Show the server's field errors; answers those without a field on the page. */
  setErrors: (errors: FieldError[]) => FieldError[];
  /** What the page shows as wrong, once it is drawn; called after `check` or `setErrors`. */
  faults: () => Promise<Fault[]>;
  /** What the page shows as wrong now: fields that were mended since are no longer among it. */
  faultsLeft: () => Fault[];
}

interface Props {
  schema: FormSchema;
  data: FormData;
  readOnly?: boolean;
  label: string;
  /** Where files wait that are not on the server yet; a form that is only looked at has none. */
  uploads?: FormUploads;
  ref?: Ref<FormHandle>;
  onChange?: () => void;
  onSubmit?: () => void;
}

/**
 * Shows a form-js form with our own fields. Made anew only for another schema or other starting data; Ctrl+Enter
 * anywhere in it submits.
 */
export default function FormHost({
  schema,
  data,
  readOnly = false,
  label,
  uploads,
  ref,
  onChange,
  onSubmit,
}: Props): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const viewer = useRef<Viewer | null>(null);
  const [bridge] = useState(() => new Bridge());
  const [checkIns] = useState(() => new CheckIns());
  const [broken, setBroken] = useState<unknown>(null);
  const [drawn, setDrawn] = useState(false);
  // What fills itself (position, time, prefilled rows) is no draft: only what follows a hand on the form is.
  const touched = useRef(false);
  const touch = (): void => void (touched.current = true);
  const changed = useRef(onChange);
  changed.current = onChange;

  useLayoutEffect(() => {
    if (!container.current) return undefined;
    let live = true;
    const made = new Viewer(container.current, bridge, schema, data, readOnly);
    viewer.current = made;
    setDrawn(false);
    made.ready
      .then(() => live && setDrawn(true))
      .then(
        () => live && made.onChange(() => void ((touched.current || uploads?.used) && changed.current?.())),
      )
      .catch((error: unknown) => live && setBroken(error));
    return () => {
      live = false;
      viewer.current = null;
      made.destroy();
    };
    // readOnly is followed by its own effect: a change must not throw away what was typed.
  }, [schema, data, bridge]);
  useEffect(() => viewer.current?.setReadOnly(readOnly), [readOnly]);

  /** Look at the page once it shows what is wrong. */
  const shown = async <T,>(look: (page: HTMLElement) => T): Promise<T | undefined> => {
    const page = container.current;
    if (page) await whenShown(page);
    return page?.isConnected ? look(page) : undefined;
  };

  useImperativeHandle(ref, () => ({
    ready: () => drawn,
    submission: () => viewer.current?.submission ?? {},
    draft: () => viewer.current?.draft ?? {},
    check: () => {
      const wrong = viewer.current?.check() ?? 0;
      if (wrong > 0) void shown(showFirstFault);
      return wrong === 0;
    },
    setErrors: (errors) => {
      const homeless = viewer.current?.setErrors(errors) ?? errors;
      if (homeless.length < errors.length) void shown(showFirstFault);
      return homeless;
    },
    faults: async () => (await shown(faultsIn)) ?? [],
    faultsLeft: () => (container.current ? faultsIn(container.current) : []),
  }));

  if (broken) return <Failed error={broken} />;
  return (
    <div
      className="bh-form"
      role="group"
      aria-label={label}
      aria-busy={!drawn}
      onPointerDownCapture={touch}
      onKeyDownCapture={touch}
      onInputCapture={touch}
      onChangeCapture={touch}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !onSubmit) return;
        event.preventDefault();
        // Fields hand their text over when they are left; without this the last letters would be missing.
        (document.activeElement as HTMLElement | null)?.blur();
        later(onSubmit);
      }}
    >
      <div ref={container} />
      <FormUploadsContext value={uploads ?? null}>
        <CheckInsContext value={checkIns}>
          <Portals bridge={bridge} />
        </CheckInsContext>
      </FormUploadsContext>
    </div>
  );
}

/** After form-js has drawn the change. */
function later(act: () => void): void {
  setTimeout(act, 30);
}

function Portals({ bridge }: { bridge: Bridge }): ReactNode {
  const slots = useSyncExternalStore(bridge.subscribe, bridge.snapshot);
  return [...slots].map(([key, slot]) => {
    const Field = FIELDS[slot.type];
    return Field ? createPortal(<Field {...slot.props} />, slot.node, key) : null;
  });
}
