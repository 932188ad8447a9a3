import { quoteLiteral } from '../../core/name.js';
import type { Database, Row } from '../../database/database.js';
import { isNoMember, qualified } from '../../database/introspection/sql-fragments.js';

export interface FillColumn {
  readonly name: string;
  /** As `format_type` writes it, with its modifier, qualified. */
  readonly type: string;
  /** The type below domains. */
  readonly baseType: string;
  readonly notNull: boolean;
  /** The server fills it: GENERATED … STORED or VIRTUAL. */
  readonly generated: boolean;
  /** It has a default, but for one of a sequence. */
  readonly hasDefault: boolean;
  readonly enumLabels: readonly string[];
  /** Length of `character varying(n)`, and the like. */
  readonly length?: number | undefined;
  /** The checks of its domains, about `VALUE`. */
  readonly domainChecks: readonly string[];
}

export interface ForeignKey {
  readonly columns: readonly string[];
  /** The qualified name of the other table. */
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export interface FillTable {
  /** With its schema, quoted. */
  readonly name: string;
  readonly columns: readonly FillColumn[];
  readonly checks: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Columns of primary keys, UNIQUE constraints and unique indexes, one list a key. */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** The bounds that a partition takes. */
  readonly partitionBounds?: string | undefined;
  readonly partitionKey?: string | undefined;
}

export interface TableScope {
  readonly excludedSchemas?: readonly string[] | undefined;
}

/** Which relations hold rows of users: tables and partitions, not the partitioned tables above them. */
export function ownTables({ excludedSchemas = [] }: TableScope): string {
  const excluded = ['information_schema', ...excludedSchemas].map(quoteLiteral).join(', ');
  return `c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname NOT IN (${excluded}) AND ${isNoMember('pg_class', 'c.oid')}`;
}

const names = (numbers: string, relation: string): string =>
  `(SELECT json_agg(a.attname ORDER BY u.position) FROM unnest(${numbers}) WITH ORDINALITY u(number, position)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number)`;

const baseType = `(WITH RECURSIVE base AS (
  SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod, a.atttypmod AS modifier, 0 AS depth
  UNION ALL SELECT t2.oid, t2.typtype, t2.typbasetype, t2.typtypmod, base.typtypmod, depth + 1 FROM base JOIN pg_type t2 ON t2.oid = base.typbasetype WHERE base.typtype = 'd')
  SELECT json_build_object('oid', oid, 'text', format_type(oid, modifier), 'plain', format_type(oid, NULL),
    'notNull', (SELECT bool_or(d.typnotnull) FROM base b2 JOIN pg_type d ON d.oid = b2.oid WHERE b2.typtype = 'd'),
    'modifier', modifier,
    'checks', (SELECT json_agg(pg_get_constraintdef(k.oid)) FROM base b3 JOIN pg_constraint k ON k.contypid = b3.oid WHERE k.contype = 'c'),
    'labels', (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = base.oid))
  FROM base ORDER BY depth DESC LIMIT 1)`;

const columns = `(SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
    'notNull', a.attnotnull, 'generated', a.attgenerated <> '', 'hasDefault', a.attgenerated = ''
      AND coalesce((SELECT pg_get_expr(adbin, adrelid) !~ 'nextval|currval|lastval' FROM pg_attrdef WHERE adrelid = c.oid AND adnum = a.attnum), false), 'base', ${baseType}) ORDER BY a.attnum)
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const foreignKeys = `(SELECT json_agg(json_build_object('columns', ${names('k.conkey', 'k.conrelid')},
    'target', (SELECT ${qualified('tn.nspname', 'tc.relname')} FROM pg_class tc JOIN pg_namespace tn ON tn.oid = tc.relnamespace WHERE tc.oid = k.confrelid),
    'targetColumns', ${names('k.confkey', 'k.confrelid')}))
  FROM pg_constraint k JOIN pg_class tc ON tc.oid = k.confrelid
  WHERE k.conrelid = c.oid AND k.contype = 'f' AND (k.conparentid = 0 OR c.relispartition))`;

const uniqueKeys = `(SELECT json_agg(${names('i.indkey::int2[]', 'c.oid')}) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique)`;

const checks = `(SELECT json_agg(pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid = c.oid AND contype = 'c')`;

const partitionKey = `(SELECT pg_get_partkeydef(inhparent) FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition)`;

/** The tables with all that their rows must keep to. The server must print qualified names. */
export async function readTables(database: Database, scope: TableScope, only = ''): Promise<readonly FillTable[]> {
  const rows = await database.query(
    `SELECT ${qualified('n.nspname', 'c.relname')} AS name, ${columns} AS columns, ${checks} AS checks,
       ${foreignKeys} AS foreign_keys, ${uniqueKeys} AS unique_keys,
       pg_get_expr(c.relpartbound, c.oid) AS bounds, ${partitionKey} AS partition_key
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ownTables(scope)}${only} ORDER BY 1`,
  );
  return rows.map(toTable);
}

interface ColumnJson {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly generated: boolean;
  readonly hasDefault: boolean;
  readonly base: {
    readonly plain: string;
    readonly text: string;
    readonly notNull: boolean | null;
    readonly checks: readonly string[] | null;
    readonly labels: readonly string[] | null;
  };
}

const toTable = (row: Row): FillTable => ({
  name: row.name ?? '',
  columns: parse<readonly ColumnJson[]>(row.columns, []).map(toColumn),
  checks: parse<readonly string[]>(row.checks, []),
  foreignKeys: parse<readonly ForeignKey[]>(row.foreign_keys, []),
  uniqueKeys: parse<readonly (readonly string[] | null)[]>(row.unique_keys, []).filter((key) => key !== null),
  partitionBounds: row.bounds ?? undefined,
  partitionKey: row.partition_key ?? undefined,
});

function toColumn({ name, type, notNull, generated, hasDefault, base }: ColumnJson): FillColumn {
  const length = /\((\d+)\)/.exec(base.text)?.[1];
  return {
    name,
    type,
    baseType: base.plain,
    notNull: notNull || base.notNull === true,
    generated,
    hasDefault,
    enumLabels: base.labels ?? [],
    ...(length === undefined ? {} : { length: Number(length) }),
    domainChecks: base.checks ?? [],
  };
}

// The shape is that of the query above.
function parse<T>(text: string | null | undefined, none: T): T {
  return text ? JSON.parse(text) : none;
}
