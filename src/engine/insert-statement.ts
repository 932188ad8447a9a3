import type { Edit } from '../core/edit.js';
import { cannotRunInTransaction } from '../effects/transaction-errors.js';
import type { Script, Statement } from '../sql/script.js';
import { mayHoldDirectives } from './read-directives.js';

/**
 * Puts another statement in a line of its own before one, in the letter case of that one. Not where a suppression comment
 * stands between that one and the one before, as it would speak of the new one then, nor before a statement that may
 * have to be the first of its batch.
 */
export function insertStatementBefore(
  { text, statements }: Script,
  { index, span, operations }: Statement,
  sql: string,
): readonly Edit[] | undefined {
  const end = statements[index - 1]?.span.end ?? 0;
  // The statement that runs before may stand behind.
  const before = text.slice(end <= span.start ? end : 0, span.start);
  if (mayHoldDirectives(before) || operations.some((op) => cannotRunInTransaction(op) !== undefined)) return undefined;
  const indent = /(?:^|\n)([ \t]*)$/.exec(before)?.[1] ?? '';
  const first = text.charAt(span.start);
  const keywords = first === first.toLowerCase() ? sql.replace(/^(?:[A-Z]+ )+/, (words) => words.toLowerCase()) : sql;
  return [{ span: { start: span.start, end: span.start }, text: `${keywords}\n${indent}` }];
}
