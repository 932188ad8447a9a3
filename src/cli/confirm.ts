import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import type { ActOptions, Question } from '../app/run/act-options.js';
import { type Io, usesColor } from './io.js';

interface ConfirmFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** How a person is asked: at a terminal, or by `--yes` beforehand. */
export function confirmAt(io: Io, { yes, json, color }: ConfirmFlags): ActOptions['confirm'] {
  if (yes) return async () => 'yes';
  return async (question) => {
    const { stdin } = io;
    const isTerminal = 'isTTY' in stdin && stdin.isTTY === true && io.stdout.isTTY === true;
    // A question within the JSON would spoil it.
    if (json || !isTerminal) return 'cannot-ask';
    io.stdout.write(renderQuestion(question, usesColor(io, color)));
    const reader = createInterface({ input: stdin, output: io.stdout });
    try {
      const answer = await reader.question('Go on? [y/N] ');
      return /^y(?:es)?$/i.test(answer.trim()) ? 'yes' : 'no';
    } catch {
      // Ctrl+C and Ctrl+D.
      return 'no';
    } finally {
      reader.close();
    }
  };
}

function renderQuestion({ database, because, steps }: Question, color: boolean): string {
  const colors = pc.createColors(color);
  return [
    `On ${colors.bold(database)}:`,
    ...steps.map((step) => `  ${step}`),
    ...because.map((reason) => colors.yellow(`! ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`)),
    '',
  ].join('\n');
}
