import type { FamilyQuery } from '../family.js';
import { below, comment, flag, isNoMember, list, qualified, relationKind } from '../sql-fragments.js';

const table = qualified('n.nspname', 'c.relname');
const domain = qualified('n.nspname', 't.typname');

const kind =
  "CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint' WHEN 'f' THEN 'foreign key' WHEN 'x' THEN 'exclusion constraint' ELSE 'check' END";

/** Constraints of tables and of domains. NOT NULL is told with its column, indexes of constraints with the constraint. */
export const constraints: FamilyQuery = ({ version, isOurs }) => {
  const shared = {
    definition: 'pg_get_constraintdef(k.oid)',
    validated: flag('NOT k.convalidated', 'no'),
    ...(version >= 18 ? { enforced: flag('NOT k.conenforced', 'no') } : {}),
    comment: comment('pg_constraint', 'k.oid'),
  };
  return [
    {
      kind,
      name: below(table, 'k.conname'),
      parent: `${relationKind('c.relkind')} || ' ' || ${table}`,
      attributes: {
        ...shared,
        inherited: flag('k.coninhcount > 0 AND NOT k.conislocal', 'yes'),
        'index options': list('ic.reloptions'),
        tablespace: '(SELECT spcname FROM pg_tablespace WHERE oid = ic.reltablespace)',
        clustered: flag('i.indisclustered', 'yes'),
        'replica identity': flag('i.indisreplident', 'yes'),
        'comment of the index': comment('pg_class', 'ic.oid'),
      },
      from: `pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class ic ON ic.oid = k.conindid AND k.contype IN ('p', 'u', 'x') LEFT JOIN pg_index i ON i.indexrelid = ic.oid`,
      where: `k.contype IN ('p', 'u', 'f', 'x', 'c') AND k.conparentid = 0 AND ${isOurs} AND ${isNoMember('pg_class', 'c.oid')}`,
    },
    {
      kind: "'domain check'",
      name: below(domain, 'k.conname'),
      parent: `'domain ' || ${domain}`,
      attributes: shared,
      from: 'pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace',
      where: `k.contype = 'c' AND ${isOurs} AND ${isNoMember('pg_type', 't.oid')}`,
    },
  ];
};
