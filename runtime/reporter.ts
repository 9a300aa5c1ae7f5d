import cliProgress from 'cli-progress';

/** How the runtime tells a person what it is doing. `progress` counts bytes. */
export interface Reporter {
  note(text: string): void;
  progress(label: string, done: number, total: number): void;
}

/** Says nothing: for tests and for commands whose output a program reads. */
export const silentReporter: Reporter = { note: () => {}, progress: () => {} };

/**
 * Tells on a stream: a bar on a terminal, elsewhere (a log file, CI) one plain line every ten percent.
 * In: the stream, usually stdout, or stderr where stdout carries JSON.
 */
export function streamReporter(stream: NodeJS.WriteStream): Reporter {
  const write = (text: string): void => void stream.write(`${text}\n`);
  return { note: write, progress: stream.isTTY ? barProgress(stream) : lineProgress(write) };
}

/** Progress as plain lines, at every full ten percent once. */
export function lineProgress(write: (text: string) => void): Reporter['progress'] {
  const seen = new Map<string, number>();
  return (label, done, total) => {
    const tenth = total > 0 ? Math.floor((done / total) * 10) : 0;
    if (tenth <= (seen.get(label) ?? 0)) return;
    seen.set(label, tenth);
    write(`  ${label} ${tenth * 10}%（${megabytes(done)}/${megabytes(total)} MB）`);
  };
}

function barProgress(stream: NodeJS.WriteStream): Reporter['progress'] {
  let bar: cliProgress.SingleBar | undefined;
  return (label, done, total) => {
    if (!bar) {
      bar = new cliProgress.SingleBar(
        {
          stream,
          format: `  ${label} {bar} {percentage}%  {value}/{total} MB  剩余 {eta_formatted}`,
          hideCursor: true,
        },
        cliProgress.Presets.shades_classic,
      );
      bar.start(megabytes(total), megabytes(done));
    }
    bar.update(megabytes(done));
    if (done < total) return;
    bar.stop();
    bar = undefined;
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);

/**
 * Does one stage of a start and tells how it went and how long it took. In: its name, the work, and how to put
 * the result into words. Out: the result.
 */
export async function timed<T>(
  reporter: Reporter,
  name: string,
  work: () => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  const begun = performance.now();
  const result = await work();
  reporter.note(`✔ ${name}：${describe(result)}　${((performance.now() - begun) / 1000).toFixed(1)} 秒`);
  return result;
}
