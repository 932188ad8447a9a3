import type { CatalogChanges } from '../../catalog/changes.js';
import { isAssumed } from '../../catalog/creation.js';
import type { Change } from '../../catalog/journal.js';
import type { GrantEntry, Routine } from '../../catalog/model.js';
import { signatureOf } from '../../catalog/routine-signature.js';
import { formatQualified } from '../../core/name.js';
import { does, nothing, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';
import { grantStatements } from './write-grants.js';

/** Rights on what goes away, or was made here, go with it. */
export function undoGrants(
  slot: string,
  change: Change<ReadonlyMap<string, GrantEntry>>,
  changes: CatalogChanges,
  context: UndoContext,
): Undo {
  const [kind = '', name = ''] = [slot.slice(0, slot.indexOf(':')), slot.slice(slot.indexOf(':') + 1)];
  if (name.startsWith('pg_temp.') || context.isFreshObject(kind, name)) return nothing;
  // What comes back gets default privileges first, so that its rights are settled at the end.
  if (isCreated(kind, name, changes) || change.after === undefined) return nothing;
  return does(
    ...grantStatements(ofKept(change, kind, changes.routines.get(name))).map((sql) => statement(phase.rights, sql)),
  );
}

/** Without the rights on overloads that come back, for the same reason. */
function ofKept(
  change: Change<ReadonlyMap<string, GrantEntry>>,
  kind: string,
  routines: Change<readonly Routine[]> | undefined,
): typeof change {
  if (kind !== 'function' || routines === undefined) return change;
  const kept = new Set(
    (routines.after ?? []).map(({ name, arguments: args }) => `${formatQualified(name)}(${signatureOf(args)})`),
  );
  const before = new Map([...(change.before ?? [])].filter(([, { object }]) => kept.has(object)));
  return { ...change, before };
}

function isCreated(kind: string, name: string, { relations, routines, types, schemas }: CatalogChanges): boolean {
  const isNew = (change: { readonly before: unknown } | undefined): boolean =>
    change !== undefined && change.before === undefined;
  if (kind === 'function') return isNew(routines.get(name));
  if (kind === 'type') return isNew(types.get(name));
  if (kind === 'schema') return isNew(schemas.get(name));
  const change = relations.get(name);
  return change !== undefined && change.before === undefined && change.after !== undefined && !isAssumed(change.after);
}
