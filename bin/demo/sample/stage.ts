import { NO_SAMPLE, type SampleProgress, type SampleStage } from '../../../web/sample/progress.ts';
import { SAMPLES } from './plan.ts';
import { playSamples } from './run.ts';

/** The players of an installation that is served at `url`: one run at a time, its progress for whoever asks. */
export function sampleStage(url: string, password: string): SampleStage {
  let progress: SampleProgress = NO_SAMPLE;
  let stop: AbortController | undefined;
  return {
    progress: () => progress,
    start() {
      if (stop !== undefined) return false;
      stop = new AbortController();
      const { signal } = stop;
      void playSamples(SAMPLES, { url, password, signal, onProgress: (seen) => (progress = seen) }).finally(
        () => (stop = undefined),
      );
      return true;
    },
    cancel: () => stop?.abort(),
  };
}
