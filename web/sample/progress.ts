/** A sample case that lies in the installation. */
export interface SampleCase {
  caseId: string;
  caseNo: string;
  /** What it shows, in Chinese. */
  shows: string;
}

/** A sample case that could not be played as it should: where it stopped, and why. */
export interface SampleFailure {
  shows: string;
  caseNo: string | null;
  reason: string;
}

/** What GET /api/demo/sample answers: the progress, and whether the installation has no case at all. */
export interface SampleAnswer extends SampleProgress {
  empty: boolean;
}

/** How far the playing of the sample cases has come. */
export interface SampleProgress {
  state: 'idle' | 'running' | 'done' | 'cancelled';
  total: number;
  /** Cases that are as they should be, or could not be brought there. */
  over: number;
  /** The latest step, in Chinese: which case, who, what. */
  step: string;
  seconds: number;
  /** How far the clock was moved, in hours; 0 until it is. */
  movedHours: number;
  failed: SampleFailure[];
  /** One to look at while it is under way, and one that was sealed. */
  open: SampleCase | null;
  sealed: SampleCase | null;
}

export const NO_SAMPLE: SampleProgress = {
  state: 'idle',
  total: 0,
  over: 0,
  step: '',
  seconds: 0,
  movedHours: 0,
  failed: [],
  open: null,
  sealed: null,
};

/**
 * Plays sample cases through the product's own API, as the people of the demo district would. The players know the pages'
 * server from outside only, so whoever starts the server hands them in. One run at a time.
 */
export interface SampleStage {
  progress(): SampleProgress;
  /** Begin a run. False: one is under way. */
  start(): boolean;
  /** Let the run end after the step it is at; what was played stays. */
  cancel(): void;
}
