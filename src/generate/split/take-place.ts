import { applyEdits, type Edit } from '../../core/edit.js';
import type { Operation } from '../../sql/operation.js';
import type { Script, Statement } from '../../sql/script.js';

interface Remainder {
  /** The up of the migration that is split. */
  readonly script: Script;
  /** Its file. */
  readonly source: string;
  /** What is taken out of it or changed. */
  readonly here: readonly Edit[];
}

/**
 * The file with a later statement in the place of the first that was taken out. `undefined` where something is left in it
 * that does work: only comments, settings and the ends of a transaction do none.
 * @param sql with its semicolon
 */
export function takePlace({ script, source, here }: Remainder, sql: string): string | undefined {
  const [first, ...others] = here.toSorted((a, b) => a.span.start - b.span.start);
  if (first === undefined || here.some(({ text }) => text !== '')) return undefined;
  if (script.problems.length > 0 || script.metaCommands.length > 0) return undefined;
  const left = script.statements.filter((statement) => !here.some((edit) => holds(edit, statement)));
  if (!left.every(({ operations }) => operations.every(isFrame))) return undefined;
  const lineEnd = /\r?\n$/.exec(source.slice(first.span.start, first.span.end))?.[0] ?? '';
  return applyEdits(source, [
    ...left.map((statement) => removalOf(statement, source)),
    { span: first.span, text: `${sql.trimEnd()}${lineEnd}` },
    ...others,
  ]);
}

const holds = ({ span }: Edit, statement: Statement): boolean =>
  span.start <= statement.span.start && statement.span.end <= span.end;

/** Where names are looked up, and who owns what is made, is no matter of time: it stays. */
const lasting = new Set(['search_path', 'role', 'session_authorization', 'default_tablespace']);

const isFrame = (operation: Operation): boolean =>
  operation.kind === 'setSetting'
    ? !lasting.has(operation.name)
    : operation.kind === 'beginTransaction' || operation.kind === 'commitTransaction';

function removalOf({ span }: Statement, source: string): Edit {
  const rest = /^\s*;(?:[ \t]*\r?\n)*/.exec(source.slice(span.end))?.[0].length ?? 0;
  return { span: { start: span.start, end: span.end + rest }, text: '' };
}

const fence =
  /^--[ \t]*\+(goose|migrate)[ \t]+StatementBegin\b[^\n]*\n\s*--[ \t]*\+\1[ \t]+StatementEnd\b[^\n]*(?:\n|$)/gim;

/** A pair that fenced what was taken out. */
export const withoutEmptyFences = (text: string): string => text.replace(fence, '');
