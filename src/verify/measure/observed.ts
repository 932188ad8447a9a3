import { type LockMode, lockModes } from '../../core/lock-mode.js';
import type { HeldLocks, LiveRelation, LiveRelations } from './relations.js';

/** The server just before or after a statement, seen from inside its transaction. */
export interface Moment {
  readonly relations: LiveRelations;
  readonly locks: HeldLocks;
}

/** What a statement did to one relation that other sessions can see. */
export interface ObservedRelation {
  /** As it was before the statement. */
  readonly relation: LiveRelation;
  /** As it is after it, where it was renamed or moved. */
  readonly renamed?: LiveRelation | undefined;
  /** The strongest lock that was not held before. */
  readonly lock?: LockMode | undefined;
  /** All that are held now. */
  readonly held: ReadonlySet<LockMode>;
  /** All rows are in another file than before. */
  readonly rewritten: boolean;
  /** The table has an index whose file is new. */
  readonly indexBuilt: boolean;
}

/**
 * What a statement did to the relations that were there before its transaction began.
 * @param visible the object ids of those
 */
export function observe(before: Moment, after: Moment, visible: ReadonlySet<string>): readonly ObservedRelation[] {
  const indexed = tablesWithNewIndexes(before, after);
  return [...visible].flatMap((oid) => {
    const relation = before.relations.get(oid);
    if (relation === undefined) return [];
    const now = after.relations.get(oid);
    const held = after.locks.get(oid) ?? none;
    return [
      {
        relation,
        renamed: now !== undefined && isOtherName(relation, now) ? now : undefined,
        lock: strongestOf([...held].filter((mode) => before.locks.get(oid)?.has(mode) !== true)),
        held,
        rewritten: now !== undefined && hasRows(relation) && now.fileNode !== relation.fileNode,
        indexBuilt: indexed.has(oid),
      },
    ];
  });
}

const none: ReadonlySet<LockMode> = new Set();

const isOtherName = ({ name: a }: LiveRelation, { name: b }: LiveRelation): boolean =>
  a.schema !== b.schema || a.name !== b.name;

const hasRows = ({ kind, fileNode }: LiveRelation): boolean => (kind === 'r' || kind === 'm') && fileNode !== '0';

/** A statement may make an index anew and leave it in its file: that costs nothing. */
function tablesWithNewIndexes(before: Moment, after: Moment): ReadonlySet<string> {
  const files = new Set([...before.relations.values()].map(({ fileNode }) => fileNode));
  const tables = [...after.relations.values()].flatMap(({ table, fileNode }) =>
    table !== undefined && fileNode !== '0' && !files.has(fileNode) ? [table] : [],
  );
  return new Set(tables);
}

const strongestOf = (modes: readonly LockMode[]): LockMode | undefined =>
  lockModes.findLast((mode) => modes.includes(mode));
