/** A form that is open and being written in. */
interface OpenDraft {
  /** Write the last words down in this browser. */
  flush: () => void;
  /** Send to the server what it does not have; true = it has all. */
  save: () => Promise<boolean>;
}

const open = new Set<OpenDraft>();
let over = false;

/** The session has ended: forms that close now write nothing down any more. */
export const endDrafts = (): void => void (over = true);

/** Somebody has logged in. */
export const resumeDrafts = (): void => void (over = false);

export const draftsEnded = (): boolean => over;

/** Tell of an open form; what is returned ends it. */
export function watched(draft: OpenDraft): () => void {
  open.add(draft);
  return () => void open.delete(draft);
}

/** Write down what is being typed, in this browser. */
export function flushOpenDrafts(): void {
  for (const draft of open) draft.flush();
}

/** Save what is being typed on the server, as far as it can be reached. */
export async function saveOpenDrafts(): Promise<void> {
  await Promise.all([...open].map((draft) => draft.save()));
}
