import type { FamilyContext, FamilyQuery } from '../family.js';
import { comment, flag, isNoMember, qualified, relationKind, role } from '../sql-fragments.js';

/** The locale moved from column to column over the versions. */
function locale({ version }: FamilyContext): string {
  if (version >= 17) return 'coalesce(l.colllocale, l.collcollate)';
  return version >= 15 ? 'coalesce(l.colliculocale, l.collcollate)' : 'l.collcollate';
}

/** Collations and extended statistics. */
export const collations: FamilyQuery = (context) => [
  {
    kind: "'collation'",
    name: qualified('n.nspname', 'l.collname'),
    attributes: {
      owner: role('l.collowner'),
      provider:
        "CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END",
      locale: locale(context),
      deterministic: flag('NOT l.collisdeterministic', 'no'),
      ...(context.version >= 16 ? { rules: 'l.collicurules' } : {}),
      comment: comment('pg_collation', 'l.oid'),
    },
    from: 'pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace',
    where: `${context.isOurs} AND ${isNoMember('pg_collation', 'l.oid')}`,
  },
  {
    kind: "'statistics'",
    name: qualified('n.nspname', 's.stxname'),
    parent: `${relationKind('c.relkind')} || ' ' || ${qualified('cn.nspname', 'c.relname')}`,
    attributes: {
      owner: role('s.stxowner'),
      definition: 'pg_get_statisticsobjdef(s.oid)',
      ...(context.version >= 13 ? { target: 'CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END' } : {}),
      comment: comment('pg_statistic_ext', 's.oid'),
    },
    from: `pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
      JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace`,
    where: `${context.isOurs} AND ${isNoMember('pg_statistic_ext', 's.oid')}`,
  },
];
