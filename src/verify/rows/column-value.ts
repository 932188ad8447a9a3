import { quoteLiteral } from '../../core/name.js';
import { ownValue } from '../../core/own-value.js';
import { type Demands, demandedText, demandsOf } from './check-candidates.js';
import type { FillColumn, FillTable } from './read-tables.js';

type Write = (row: number, column: FillColumn) => string;

const day = (row: number): string => `2026-01-${String(row).padStart(2, '0')}`;
const moment = (row: number): string => `${day(row)} 12:00:00`;

const byType: Readonly<Record<string, Write>> = {
  boolean: (row) => (row % 2 === 1 ? 'true' : 'false'),
  uuid: (row) => `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
  date: day,
  'timestamp without time zone': moment,
  'timestamp with time zone': (row) => `${moment(row)}+00`,
  'time without time zone': (row) => `12:00:0${row}`,
  'time with time zone': (row) => `12:00:0${row}+00`,
  interval: (row) => `${row} hours`,
  json: (row) => `{"n": ${row}}`,
  jsonb: (row) => `{"n": ${row}}`,
  bytea: (row) => `\\x0${row}`,
  inet: (row) => `192.0.2.${row}`,
  cidr: (row) => `192.0.${row}.0/24`,
  macaddr: (row) => `00:00:5e:00:53:0${row}`,
  bit: (row, { length = 1 }) => (row % 2).toString(2).padStart(length, '0'),
  'bit varying': (row) => row.toString(2),
  point: (row) => `(${row},${row})`,
  box: (row) => `(${row},${row}),(0,0)`,
  circle: (row) => `<(${row},${row}),1>`,
  line: () => '{1,1,1}',
  lseg: (row) => `[(0,0),(${row},${row})]`,
  path: (row) => `[(0,0),(${row},${row})]`,
  polygon: (row) => `((0,0),(${row},${row}))`,
  tsvector: (row) => `word${row}`,
  tsquery: (row) => `word${row}`,
  xml: (row) => `<a>${row}</a>`,
  int4range: (row) => `[${row},${row + 1})`,
  int8range: (row) => `[${row},${row + 1})`,
  numrange: (row) => `[${row},${row + 1})`,
  daterange: (row) => `[${day(row)},${day(row + 1)})`,
  tsrange: (row) => `[${day(row)},${day(row + 1)})`,
  tstzrange: (row) => `[${day(row)},${day(row + 1)})`,
  pg_lsn: (row) => `0/${row}`,
  regclass: () => 'pg_catalog.pg_class',
  hstore: (row) => `n=>${row}`,
  ltree: (row) => `a.n${row}`,
  geometry: (row) => `POINT(${row} ${row})`,
  geography: (row) => `POINT(${row} ${row})`,
};

const isNumber = (type: string): boolean =>
  /^(?:smallint|integer|bigint|numeric|real|double precision|money|oid)$/.test(type);
const isText = (type: string): boolean => /^(?:text|character varying|character|name|citext|"char")$/.test(type);

/** An expression for one value of a row; undefined where the type is not known. Rows count from 1. */
export function columnValue(column: FillColumn, table: FillTable, row: number): string | undefined {
  const text = valueText(column, demandsOn(column, table), row);
  return text === undefined ? undefined : `CAST(${quoteLiteral(text)} AS ${column.type})`;
}

function demandsOn(column: FillColumn, { checks }: FillTable): Demands {
  if (column.domainChecks.length > 0) return demandsOf(column.domainChecks, 'VALUE');
  const isQuoted = !/^[a-z_][a-z0-9_$]*$/.test(column.name);
  const own = checks.filter((check) => check.includes(column.name));
  return demandsOf(own, isQuoted ? `"${column.name}"` : column.name);
}

function valueText(column: FillColumn, demands: Demands, row: number): string | undefined {
  const { enumLabels } = column;
  const choice = demands.values ?? (enumLabels.length > 0 ? enumLabels : undefined);
  if (choice !== undefined) return choice[(row - 1) % choice.length];
  // Types of extensions stand in some schema: extensions.citext.
  const type = column.baseType.replace(/^.*\./, '');
  if (column.baseType.endsWith('[]')) return '{}';
  if (isNumber(type)) return numberText(demands, row);
  if (isText(type)) return demandedText(demands, column, row);
  if (type === 'vector' || type === 'halfvec') return `[${new Array(column.length ?? 3).fill(row).join(',')}]`;
  return ownValue(byType, type)?.(row, column);
}

function numberText({ least, most }: Demands, row: number): string {
  if (least !== undefined) return String(Math.min(least + row - 1, most ?? Number.POSITIVE_INFINITY));
  return String(most === undefined ? row : Math.min(most - row + 1, row));
}
