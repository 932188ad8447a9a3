import type { Database } from '../../database/database.js';
import type { LiveSchema } from '../../database/introspection/live-schema.js';
import { takeSnapshot } from '../../database/introspection/take-snapshot.js';
import { compareSchemas } from '../compare/compare-schemas.js';
import type { SchemaDifference } from '../compare/schema-difference.js';
import { compareContents } from '../rows/compare-contents.js';
import { type DatabaseContents, takeContents } from '../rows/take-contents.js';
import type { Proof, SectionFailure } from './proof.js';

export interface Scope {
  readonly excludedSchemas?: readonly string[] | undefined;
}

export interface State {
  readonly schema: LiveSchema;
  /** Absent: nobody asked for the rows. */
  readonly contents?: DatabaseContents | undefined;
}

export async function readState(database: Database, scope: Scope, withRows: boolean): Promise<State> {
  const schema = await takeSnapshot(database, scope);
  return withRows ? { schema, contents: await takeContents(database, scope) } : { schema };
}

export interface Course {
  readonly before: State;
  readonly afterDown: State;
  readonly afterUp: State;
  /** A failure, where the up could not be applied again. */
  readonly afterUpAgain: State | SectionFailure;
}

/** What up, down and up again have shown. */
export function judge({ before, afterDown, afterUp, afterUpAgain }: Course): Proof {
  const differences = compareSchemas(before.schema, afterDown.schema).filter((one) => !isValidation(one));
  const losses = before.contents && afterDown.contents ? compareContents(before.contents, afterDown.contents) : [];
  const failure = 'message' in afterUpAgain ? afterUpAgain : undefined;
  if (differences.length > 0) return { outcome: 'does-not-restore', differences, losses, failure };
  if (failure !== undefined) return { outcome: 'up-again-fails', differences, losses, failure };
  const again: readonly SchemaDifference[] =
    'schema' in afterUpAgain ? compareSchemas(afterUp.schema, afterUpAgain.schema) : [];
  return { outcome: again.length === 0 ? 'restores' : 'up-again-differs', differences: again, losses };
}

/** Nothing takes VALIDATE CONSTRAINT back, and a constraint that holds for all rows as well does no harm. */
const isValidation = (difference: SchemaDifference): boolean =>
  difference.kind === 'changed' &&
  ((difference.attribute === 'validated' && difference.before === 'no') ||
    (difference.attribute === 'definition' && difference.before === `${difference.after} NOT VALID`));
