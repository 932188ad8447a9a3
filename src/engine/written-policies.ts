import type { Policy, Relation } from '../catalog/model.js';
import { formatName } from '../core/name.js';
import type { Expression } from '../sql/expression.js';
import { type HistoryPlace, placeOf } from './history-place.js';
import type { ProjectContext } from './rule.js';

/** A policy that the history leaves, with what a finding about it says of it. */
export interface WrittenPolicy {
  readonly table: Relation;
  readonly policy: Policy;
  /** The slots of a message. */
  readonly names: { readonly policy: string; readonly table: string };
  /** The statement that gave it what it is now. */
  readonly place: HistoryPlace & { readonly subject: string };
}

/** The policies of all tables that migrations made, tables of the platform among them. */
export function* writtenPolicies({
  catalog,
  originOf,
}: Pick<ProjectContext<unknown>, 'catalog' | 'originOf'>): Generator<WrittenPolicy> {
  for (const table of catalog.relations())
    for (const policy of table.policies.values()) {
      const place = placeOf(originOf, policy.writtenAt ?? policy);
      const names = { policy: policy.name, table: formatName(table.name) };
      if (place) yield { table, policy, names, place: { ...place, subject: `${names.table}.${policy.name}` } };
    }
}

export const conditionsOf = ({ using, withCheck }: Policy): readonly Expression[] =>
  [using, withCheck].filter((condition) => condition !== undefined);
