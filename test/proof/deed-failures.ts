import { isManagedSchema } from '../../src/catalog/managed-schemas.js';
import { formatQualified, type QualifiedName } from '../../src/core/name.js';
import type { Effects } from '../../src/effects/effects.js';
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
    return holdAgainst(observed, effectsOf(statement.index))
      .filter(({ fact, verdict }) => verdict !== 'agrees' && (locksSeen || fact !== 'lock'))
      .filter(({ verdict, relation }) => verdict !== 'missed' || canBeForeseen(statement, relation))
      .map((one) => `${describe(one)}: ${sql}`);
  });
}

/** Nobody reads what the platform's functions do, nor SQL that is put together at run time. */
const canBeForeseen = (statement: Statement, { schema }: QualifiedName): boolean =>
  !isOpaque(statement) && !isManagedSchema({ supabase: true }, schema);

const describe = ({ fact, verdict, relation, kind, claimed, measured }: Agreement): string =>
  fact === 'lock'
    ? `lock on ${kind} ${formatQualified(relation)}: foreseen ${claimed ?? 'none'}, the server took ${measured ?? 'none'}`
    : `${fact} of ${kind} ${formatQualified(relation)} ${verdict === 'missed' ? 'was not foreseen' : 'did not happen'}`;
