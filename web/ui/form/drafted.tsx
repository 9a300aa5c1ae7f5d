import type { ReactNode, RefObject } from 'react';
import { useCallback, useRef, useState } from 'react';
import { useMe } from '../session.tsx';
import type { FormData, FormSchema, StoredDraft } from '../types.ts';
import { Cleared } from './cleared.tsx';
import { draftKey, readLocal } from './draft.ts';
import { DraftNotes } from './draft-notes.tsx';
import { FormUploads } from './fields/uploads.ts';
import type { FormHandle } from './form-host.tsx';
import { openingOf, type Opening } from './starting-draft.ts';
import { useDraft, type Draft } from './use-draft.ts';

/** What a form is opened with, and where its draft is kept. */
interface Opened {
  /** Name of the draft in this browser, beside the person's. */
  name: string;
  /** Where the server keeps the draft. */
  to: string;
  schema: FormSchema;
  /** The product's own values. */
  data: FormData;
  stored: StoredDraft | null;
  /** What giving up throws away: only what this browser kept, or the server's draft as well. */
  givesUp: 'here' | 'server';
}

/** A form on a page whose draft is kept on the server. */
export interface Drafted {
  handle: RefObject<FormHandle | null>;
  uploads: FormUploads;
  draft: Draft;
  schema: FormSchema;
  /** What stands in the form when it is drawn anew. */
  data: FormData;
  read: () => FormData;
  /** Another's draft was taken over on the server: it stands in the form from now on. */
  take: (taken: StoredDraft) => void;
  /** For `DraftedNotes` alone. */
  notes: Notes;
}

interface Notes {
  start: Opening;
  stored: StoredDraft | null;
  /** The form was emptied. */
  cleared: boolean;
  undo: () => void;
  show: (data: FormData, from: StoredDraft | null) => void;
  keep: (over: StoredDraft) => void;
  giveUp: () => void;
}

/** The form draws itself anew from the data it is given; only then does it hold what is to be saved. */
const DRAWN_MS = 500;

/** Open a form with its draft, and keep it while the form is filled. The notes above it are `DraftedNotes`. */
export function useDrafted({ name, to, schema, data, stored, givesUp }: Opened): Drafted {
  const key = draftKey(useMe().account, name);
  const handle = useRef<FormHandle>(null);
  const [uploads] = useState(() => new FormUploads(key));
  // Taken once: what comes in later by itself must not replace what is being typed.
  const [start, setStart] = useState(() => ({ schema, ...openingOf(data, stored, readLocal(key)) }));
  const read = useCallback(() => handle.current?.draft() ?? {}, []);
  const draft = useDraft({ key, to, base: start.base }, start.schema, read, uploads);
  // What was there before it was emptied, until the form is left or sent.
  const [before, setBefore] = useState<FormData | null>(null);
  const saveSoon = () => setTimeout(draft.changed, DRAWN_MS);
  const notes: Notes = {
    start,
    stored,
    cleared: before !== null,
    undo: () => {
      setStart({ ...start, data: { ...data, ...before }, restored: null });
      setBefore(null);
      saveSoon();
    },
    show: (shown, from) => {
      if (from) draft.settleOn(from);
      setStart({ ...start, data: { ...start.data, ...shown }, restored: null, newer: null });
      if (!from) saveSoon();
    },
    keep: (over) => {
      draft.settleOn(over);
      setStart({ ...start, newer: null });
      void draft.save();
    },
    giveUp: () => {
      setBefore(read());
      if (givesUp === 'server') draft.drop('server');
      else draft.drop();
      const newer = givesUp === 'server' ? null : start.newer;
      setStart({ ...start, data: { ...data }, restored: null, newer });
    },
  };
  const take = (taken: StoredDraft): void => {
    draft.settleOn(taken);
    setStart({ ...start, data: { ...start.data, ...read(), ...taken.data }, restored: null });
  };
  return { handle, uploads, draft, schema: start.schema, data: start.data, read, take, notes };
}

/** What a person must know of the draft, above the form; `children`: what the page tells between. */
export function DraftedNotes({
  of: { draft, uploads, read, notes },
  tellKept = false,
  word,
  children,
}: {
  of: Drafted;
  /** Tell when the server's draft was saved. */
  tellKept?: boolean;
  word?: string;
  children?: ReactNode;
}): ReactNode {
  const { start, stored, cleared, undo, show, keep, giveUp } = notes;
  return (
    <>
      {cleared ? <Cleared onUndo={undo} /> : null}
      {children}
      <DraftNotes
        restored={start.restored}
        kept={tellKept && !cleared ? (stored?.savedAt ?? null) : null}
        newer={draft.newer ?? start.newer}
        stored={stored}
        device={uploads.device}
        read={read}
        {...(word === undefined ? {} : { word })}
        onShow={show}
        onKeep={keep}
        onGiveUp={giveUp}
      />
    </>
  );
}
