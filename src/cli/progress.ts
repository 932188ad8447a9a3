import path from 'node:path';
import pc from 'picocolors';
import type { RunEvent } from '../app/run/run-event.js';
import { counted } from '../core/counted.js';
import { withoutControls } from '../reporters/plain-text.js';
import { describeBlocker } from './describe-blocker.js';
import { type Io, usesColor } from './io.js';
import { durationText, sizeText } from './phrases.js';

type Colors = ReturnType<typeof pc.createColors>;

interface ProgressStyle {
  readonly color?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Prints what goes on, a line for what is done; at a terminal also what is being done, in a line that goes away. */
export function createProgress(io: Io, { color, verbose = false }: ProgressStyle): (event: RunEvent) => void {
  const colors = pc.createColors(usesColor(io, color));
  const { stdout } = io;
  const passing = stdout.isTTY === true;
  let number = '';
  const erase = (): void => {
    if (passing) stdout.write('\r\u001b[K');
  };
  const say = (line: string): void => {
    erase();
    stdout.write(`${line}\n`);
  };
  const now = (line: string): void => {
    erase();
    if (passing) stdout.write(colors.dim(line));
  };
  return (event) => {
    switch (event.kind) {
      case 'step-started':
        number = stepNumber(event);
        now(`  ${number} ${event.direction === 'up' ? 'applying' : 'rolling back'} ${event.migration} …`);
        break;
      case 'backup-started':
        now('Backing up …');
        break;
      case 'step-done':
        say(
          `  ${colors.dim(number)} ${colors.green(doneWords[event.direction])} ${event.migration} ${colors.dim(durationText(event.durationMs))}`,
        );
        break;
      case 'statement-done':
        if (verbose) say(colors.dim(`      statement ${event.index + 1}: ${durationText(event.durationMs)}`));
        break;
      case 'notice':
        if (verbose || event.severity === 'WARNING') say(`      ${event.severity}: ${withoutControls(event.message)}`);
        break;
      default:
        for (const line of describe(event, colors, io.cwd)) say(line);
    }
  };
}

const doneWords = { up: 'applied', down: 'rolled back' } as const;

const stepNumber = ({ number, of }: { readonly number: number; readonly of: number }): string =>
  `${String(number).padStart(String(of).length)}/${of}`;

type Told = Extract<
  RunEvent,
  {
    readonly kind:
      | 'connected'
      | 'waiting-for-runner'
      | 'checked'
      | 'backup-done'
      | 'types-written'
      | 'retry'
      | 'warning';
  }
>;

function describe(event: Told, colors: Colors, cwd: string): readonly string[] {
  switch (event.kind) {
    case 'connected':
      return [`${colors.bold('Database')}  ${event.label} (PostgreSQL ${versionText(event.serverVersion)})`];
    case 'waiting-for-runner':
      return [colors.yellow(`Waiting for ${event.holder ?? 'another runner'} …`)];
    case 'checked':
      return [`${colors.bold('Check')}     ${checkText(event)}`];
    case 'backup-done':
      return [`${colors.bold('Backup')}    ${path.relative(cwd, event.file) || event.file} (${sizeText(event.bytes)})`];
    case 'types-written':
      return [`${colors.bold('Types')}     ${path.relative(cwd, event.file)}`];
    case 'retry':
      return retryLines(event).map((line) => colors.yellow(`      ${line}`));
    case 'warning':
      return [colors.yellow(`! ${event.message}`)];
  }
}

/** `150018` → `15.18`. */
export const versionText = (serverVersion: number): string =>
  `${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`;

function checkText({ summary, forced }: Extract<RunEvent, { readonly kind: 'checked' }>): string {
  const { files, errors, warnings, infos } = summary;
  const found = [
    errors > 0 ? counted(errors, 'error') : '',
    warnings > 0 ? counted(warnings, 'warning') : '',
    infos > 0 ? counted(infos, 'info') : '',
  ].filter((part) => part !== '');
  const words = found.length === 0 ? 'nothing found' : `${found.join(', ')} (\`pgairlock lint\` shows them)`;
  return `${counted(files, 'file')}: ${words}${forced === undefined ? '' : `; forced: ${forced}`}`;
}

const retryLines = ({
  reason,
  attempt,
  of,
  pauseMs,
  blockers,
}: Extract<RunEvent, { readonly kind: 'retry' }>): readonly string[] => [
  `${reason}; attempt ${attempt} of ${of} in ${durationText(pauseMs)}`,
  ...blockers.map((blocker) => `blocked by ${describeBlocker(blocker)}`),
];
