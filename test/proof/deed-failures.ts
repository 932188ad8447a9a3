import { isManagedSchema } from '../../src/catalog/managed-schemas.js';
import { formatQualified, type QualifiedName } from '../../src/core/name.js';
import type { Effects, LockEffect, RelationEffect } from '../../src/effects/effects.js';
import type { Statement } from '../../src/sql/script.js';
import type { Agreement } from '../../src/verify/measure/agreement.js';
import { holdAgainst } from '../../src/verify/measure/hold-against.js';
import { isOpaque } from './opaque.js';
import type { Deed } from './run-section.js';

/** Of the operations of a statement, by its index. */
export type EffectsOf = (statement: number) => readonly Effects[];

/** Where locks, rewrites and index builds were others than foreseen. */
export function deedFailures(deeds: readonly Deed[], text: string, effectsOf: EffectsOf): readonly string[] {
  return deeds.flatMap(({ statement, observed, locksSeen }) => {
    const sql = text.slice(statement.span.start, statement.span.end);
    return (
      holdAgainst(observed, effectsOf(statement.index).map(asCertain))
        .filter(({ fact, verdict }) => verdict !== 'agrees' && (locksSeen || fact !== 'lock'))
        // A table of a composite type reads the type, which keeps nobody waiting.
        .filter(({ kind, measured }) => kind !== 'c' || measured !== 'ACCESS SHARE')
        .filter(({ verdict, relation }) =>
          verdict === 'missed'
            ? canBeForeseen(statement, relation)
            : !statement.operations.some(({ block }) => block?.caught),
        )
        .map((one) => `${describe(one)}: ${sql}`)
    );
  });
}

/** Nobody waits for tables that the file made itself, so that effects need not be exact there. */
function asCertain(effects: Effects): Effects {
  const isCertain = <Effect extends LockEffect | RelationEffect>(effect: Effect): Effect =>
    effect.visible === 'no' ? { ...effect, certain: false } : effect;
  const { locks, rewrites, indexBuilds } = effects;
  return {
    ...effects,
    locks: locks.map(isCertain),
    rewrites: rewrites.map(isCertain),
    indexBuilds: indexBuilds.map(isCertain),
  };
}

/** Nobody reads what the platform's functions do, nor SQL that is put together at run time. */
const canBeForeseen = (statement: Statement, { schema }: QualifiedName): boolean =>
  !isOpaque(statement) && !isManagedSchema({ supabase: true }, schema);

const describe = ({ fact, verdict, relation, kind, claimed, measured }: Agreement): string =>
  fact === 'lock'
    ? `lock on ${kind} ${formatQualified(relation)}: foreseen ${claimed ?? 'none'}, the server took ${measured ?? 'none'}`
    : `${fact} of ${kind} ${formatQualified(relation)} ${verdict === 'missed' ? 'was not foreseen' : 'did not happen'}`;
