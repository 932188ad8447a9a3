import { formatQualified, type WrittenName } from '../core/name.js';
import type { AlterCompositeType, AlterDomain } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { scanPart } from './rewrites.js';
import { lock, type Target, targetNamed } from './targets.js';

/** Tables that are `OF` the composite type. */
export function tablesOfType(type: WrittenName, { catalog }: EffectsEnvironment): readonly Target[] {
  const name = formatQualified(catalog.resolve(type));
  return [...catalog.relations()]
    .filter(({ ofType }) => ofType !== undefined && formatQualified(ofType) === name)
    .map((relation) => ({ name: relation.name, relation }));
}

/** They change with it. */
export const typedTableLocks = (type: WrittenName, env: EffectsEnvironment): EffectsPart => ({
  locks: tablesOfType(type, env).map((target) => lock(env.catalog, target, 'ACCESS EXCLUSIVE')),
});

export const alterCompositeTypeEffects = (op: AlterCompositeType, env: EffectsEnvironment): readonly EffectsPart[] => [
  typedTableLocks(op.type, env),
  { locks: [lock(env.catalog, targetNamed(env.catalog, op.type), 'ACCESS EXCLUSIVE')] },
];

/** Lasting tables that have a column of the type, once each. Temporary ones go with the session that made them. */
export function tablesUsing(type: WrittenName, { catalog }: EffectsEnvironment): readonly Target[] {
  const found = catalog.type(type);
  const name = typeof found === 'string' ? catalog.resolve(type) : found.name;
  const byName = new Map(catalog.usersOfType(name).map(({ table }) => [formatQualified(table.name), table]));
  return [...byName.values()]
    .filter(({ persistence }) => persistence !== 'temporary')
    .map((relation) => ({ name: relation.name, relation }));
}

/** Rules for values that are stored already: every table with such a column is read, and its writers wait. */
export function alterDomainEffects({ domain, action }: AlterDomain, env: EffectsEnvironment): readonly EffectsPart[] {
  const checksRows =
    (action.type === 'addConstraint' && !action.constraint.notValid) ||
    action.type === 'validateConstraint' ||
    action.type === 'setNotNull';
  if (!checksRows) return [];
  const tables = tablesUsing(domain, env).filter(({ relation }) => relation?.kind !== 'view');
  return [
    { locks: tables.map((target) => lock(env.catalog, target, 'SHARE')) },
    scanPart(env.catalog, tables, `the values of domain ${domain.name} are checked`),
  ];
}
