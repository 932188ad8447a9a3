import type { Example } from '../rule.js';
import type { ExampleRun } from './run-example.js';

/** What the run of an example shows that the example did not say; empty where all is as said. */
export function exampleFailures(example: Example, run: ExampleRun): string[] {
  return [...reportFailures(example, run), ...messageFailures(run), ...fixFailures(example, run)];
}

function reportFailures({ reports }: Example, run: ExampleRun): string[] {
  const [said, found] = [list(reports), list(run.reports)];
  return said === found ? [] : [`reports ${found}, expected ${said}`];
}

function messageFailures({ findings }: ExampleRun): string[] {
  return findings.flatMap(({ message, messageId = '', span, endLine, line }) => [
    ...(/\{\w+\}/.test(message) ? [`message "${messageId}" has an empty slot: ${message}`] : []),
    ...(/undefined|\[object/.test(message) ? [`message "${messageId}" shows a value that is no text: ${message}`] : []),
    ...(span.end < span.start || endLine < line ? [`message "${messageId}" ends before it starts`] : []),
  ]);
}

function fixFailures({ sql, fixed = sql }: Example, run: ExampleRun): string[] {
  if (run.fixed !== fixed) return [`is fixed to ${quote(run.fixed)}, expected ${quote(fixed)}`];
  if (fixed === sql || run.afterFix.length === 0) return [];
  return [`still reports ${list(run.afterFix)} after the fix`];
}

const list = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : ids.join(', '));
const quote = (text: string): string => JSON.stringify(text);
