import type { CatalogChanges } from '../../catalog/changes.js';
import type { Mark } from '../../catalog/journal.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import type { Script } from '../../sql/script.js';
import { operationsOf } from '../../sql/script-order.js';
import { inServerOrder } from '../../sql/server-order.js';
import { createChronicle } from './chronicle.js';
import { extensionsLast } from './extensions-last.js';
import { layOut, type Step } from './layout.js';
import { differingObjects } from './same-schema.js';
import { createSourceTexts } from './source-texts.js';
import { cannot, does, type NotUndone, phase, statement } from './step.js';
import { type Memory, type Place, stepsOf } from './steps.js';
import { grantStatements } from './write-grants.js';

/**
 * `complete`: the schema is as it was and nothing is lost. `partial`: `notUndone` says what is missing. `none`: nothing
 * can be undone.
 */
export type Completeness = 'complete' | 'partial' | 'none';

export interface Inverse {
  readonly sql: string;
  readonly completeness: Completeness;
  /** What is not undone, in the order of the up, with the line of the up from 1. */
  readonly notes: readonly (NotUndone & { readonly line: number })[];
  /** The up changed nothing that could be undone: the SQL holds comments only. */
  readonly isEmpty: boolean;
}

export type { Memory } from './steps.js';

export const createMemory = (): Memory => ({ texts: createSourceTexts(), chronicle: createChronicle() });

export interface InvertOptions extends Place {
  readonly id: string;
  readonly parser: Parser;
}

/** Replays an up that nobody wants undone, and remembers its texts. */
export function replayUp({ script, catalog, transaction, texts, chronicle }: Place): void {
  catalog.beginUnit(transaction);
  for (const statement of script.statements) {
    for (const op of inServerOrder(statement)) {
      texts.record(op, script.text);
      chronicle.record(op, catalog, script.text);
      catalog.apply(op, script.text);
    }
  }
  catalog.endUnit();
}

/** Replays an up and writes the down that takes it back. What the down leaves is held against what was before. */
export function invert(options: InvertOptions): Inverse {
  const { script, catalog, transaction } = options;
  const start = catalog.mark();
  catalog.beginUnit(transaction);
  const steps = extensionsLast(stepsOf(options));
  catalog.endUnit();
  const ownTransaction = isWrapped(script);
  const settings = timeoutsOf(script);
  const write = (all: readonly Step[]): string => layOut({ id: options.id, steps: all, settings, ownTransaction });
  const rights = changesAfter(write(steps), options, start, missingRights);
  const complete = rights.length === 0 ? steps : [rightsStep(rights), ...steps];
  const proven = notesOf(complete).length > 0 ? [] : changesAfter(write(complete), options, start, differingObjects);
  catalog.release(start);
  const all = proven.length === 0 ? complete : [...complete, unproven(proven)];
  const notes = notesOf(all);
  const isEmpty = notes.length === 0 && all.every(({ undo }) => undo.statements.length === 0);
  return { sql: write(all), completeness: completenessOf(all, notes), notes, isEmpty };
}

/** What comes back gets the default privileges of today, which need not be those that it had. */
const missingRights = ({ grants, relations, routines, types, schemas }: CatalogChanges): readonly string[] =>
  [...grants].flatMap(([slot, { before, after }]) => {
    const key = slot.slice(slot.indexOf(':') + 1);
    const isThere = ![relations, routines, types, schemas].some((changes) => {
      const change = changes.get(key);
      return change !== undefined && (change.before === undefined || change.after === undefined);
    });
    return isThere && !key.startsWith('pg_temp.') ? grantStatements({ before, after }) : [];
  });

const rightsStep = (rights: readonly string[]): Step => ({
  undo: does(...rights.map((sql) => statement(phase.rights, sql))),
  line: 1,
  conditional: false,
});

const notesOf = (steps: readonly Step[]): Inverse['notes'] =>
  steps.flatMap(({ undo, line, conditional }) => [
    ...undo.notUndone.map((note) => ({ ...note, line })),
    ...(conditional && undo.statements.length > 0
      ? [{ reason: 'a statement under a condition', message: 'It ran under a condition in a DO block.', line }]
      : []),
  ]);

function completenessOf(steps: readonly Step[], notes: Inverse['notes']): Completeness {
  if (notes.length === 0) return 'complete';
  return steps.some(({ undo, conditional }) => undo.statements.length > 0 && !conditional) ? 'partial' : 'none';
}

const unproven = (objects: readonly string[]): Step => ({
  undo: cannot(
    'the replayed down leaves a difference',
    `After this down the schema is not what it was: ${objects.slice(0, 5).join(', ')}${objects.length > 5 ? ', …' : ''}.`,
  ),
  line: 1,
  conditional: false,
});

/** Replays the down and asks about what is then other than before the up. */
function changesAfter(
  sql: string,
  { catalog, parser, transaction }: InvertOptions,
  start: Mark,
  ask: (changes: CatalogChanges) => readonly string[],
): readonly string[] {
  const script = readScript(sql, parser);
  const [problem] = script.problems;
  if (problem !== undefined) return ask === differingObjects ? [`a text that does not parse (${problem.message})`] : [];
  const end = catalog.mark();
  catalog.beginUnit(transaction);
  for (const made of script.statements) for (const op of inServerOrder(made)) catalog.apply(op, script.text);
  catalog.endUnit();
  const answer = ask(catalog.changesSince(start));
  catalog.undoTo(end);
  return answer;
}

const isWrapped = (script: Script): boolean => {
  const operations = operationsOf(script);
  return operations.some(({ kind }) => kind === 'beginTransaction') && operations.at(-1)?.kind === 'commitTransaction';
};

/** The down waits for locks no longer than the up does. */
const timeoutsOf = (script: Script): readonly string[] =>
  operationsOf(script).flatMap((op) =>
    op.kind === 'setSetting' && op.form === 'set' && /^(?:lock|statement)_timeout$/.test(op.name)
      ? [script.text.slice(op.span.start, op.span.end)]
      : [],
  );
