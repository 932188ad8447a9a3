import type { Family, FamilyQuery } from '../family.js';
import { below, comment, isNoMember, qualified, relationKind } from '../sql-fragments.js';

const table = qualified('n.nspname', 'c.relname');

const enabled = (column: string): string =>
  `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas' END`;

const roles =
  "(SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r)";

/** Policies, triggers and rules: what stands on a table and bears a name there. */
export const tableParts: FamilyQuery = ({ version, isOurs }) => {
  const onTable = (
    part: string,
    alias: string,
    relid: string,
  ): Pick<Family, 'parent' | 'from'> & { readonly where: string } => ({
    parent: `${relationKind('c.relkind')} || ' ' || ${table}`,
    from: `${part} ${alias} JOIN pg_class c ON c.oid = ${alias}.${relid} JOIN pg_namespace n ON n.oid = c.relnamespace`,
    where: `${isOurs} AND ${isNoMember('pg_class', 'c.oid')}`,
  });
  const trigger = onTable('pg_trigger', 't', 'tgrelid');
  const rule = onTable('pg_rewrite', 'w', 'ev_class');
  return [
    {
      ...onTable('pg_policy', 'p', 'polrelid'),
      kind: "'policy'",
      name: below(table, 'p.polname'),
      attributes: {
        mode: "CASE WHEN NOT p.polpermissive THEN 'RESTRICTIVE' END",
        command:
          "CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END",
        roles,
        using: 'pg_get_expr(p.polqual, p.polrelid)',
        'with check': 'pg_get_expr(p.polwithcheck, p.polrelid)',
        comment: comment('pg_policy', 'p.oid'),
      },
    },
    {
      ...trigger,
      kind: "'trigger'",
      name: below(table, 't.tgname'),
      attributes: {
        definition: 'pg_get_triggerdef(t.oid)',
        state: enabled('t.tgenabled'),
        comment: comment('pg_trigger', 't.oid'),
      },
      // Those of partitions follow from that of their table.
      where: `${trigger.where} AND NOT t.tgisinternal${version >= 13 ? ' AND t.tgparentid = 0' : ''}`,
    },
    {
      ...rule,
      kind: "'rule'",
      name: below(table, 'w.rulename'),
      attributes: {
        definition: 'pg_get_ruledef(w.oid)',
        state: enabled('w.ev_enabled'),
        comment: comment('pg_rewrite', 'w.oid'),
      },
      where: `${rule.where} AND w.rulename <> '_RETURN'`,
    },
  ];
};
