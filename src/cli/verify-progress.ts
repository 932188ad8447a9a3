import type { VerifyEvent } from '../app/verify/verify-options.js';
import type { Io } from './io.js';

interface Progress {
  readonly onEvent: (event: VerifyEvent) => void;
  /** Takes away what is on the line. */
  readonly end: () => void;
}

/** At a terminal, a line on standard error that says what is being done; with `verbose`, a line for what is done. */
export function verifyProgress({ stderr }: Io, { verbose = false }: { readonly verbose?: boolean }): Progress {
  const passing = stderr.isTTY === true;
  const erase = (): void => {
    if (passing) stderr.write('\r\u001b[K');
  };
  const now = (line: string): void => {
    erase();
    if (passing) stderr.write(line.slice(0, (stderr.columns ?? 80) - 1));
  };
  const say = (line: string): void => {
    erase();
    if (verbose) stderr.write(`${line}\n`);
  };
  let began = performance.now();
  return {
    end: erase,
    onEvent(event) {
      switch (event.kind) {
        case 'opening':
          began = performance.now();
          now('Starting PostgreSQL …');
          break;
        case 'opened':
          say(
            `${event.server} ready in ${milliseconds(performance.now() - began)}, ${event.cached} of ${event.total} from the cache`,
          );
          break;
        case 'migration':
          now(`${event.done + 1}/${event.total} ${event.path}`);
          break;
        case 'verified': {
          const { replay, measure, down } = event.timing;
          say(
            `${event.path}: replay ${milliseconds(replay)}, measure ${milliseconds(measure)}, down ${milliseconds(down)}`,
          );
          break;
        }
      }
    },
  };
}

const milliseconds = (duration: number): string => `${duration.toFixed(0)} ms`;
