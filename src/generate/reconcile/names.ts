import type { LiveObject } from '../../database/introspection/live-schema.js';

/** How SQL calls a kind of object, where that is one word for CREATE, ALTER, DROP and COMMENT. */
const words: Readonly<Record<string, string>> = {
  schema: 'SCHEMA',
  extension: 'EXTENSION',
  table: 'TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  'foreign table': 'FOREIGN TABLE',
  sequence: 'SEQUENCE',
  index: 'INDEX',
  function: 'FUNCTION',
  procedure: 'PROCEDURE',
  aggregate: 'AGGREGATE',
  type: 'TYPE',
  enum: 'TYPE',
  'range type': 'TYPE',
  domain: 'DOMAIN',
  publication: 'PUBLICATION',
  'event trigger': 'EVENT TRIGGER',
  statistics: 'STATISTICS',
  collation: 'COLLATION',
  'foreign server': 'SERVER',
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
  'text search configuration': 'TEXT SEARCH CONFIGURATION',
  'text search dictionary': 'TEXT SEARCH DICTIONARY',
};

export const wordOf = ({ kind }: Pick<LiveObject, 'kind'>): string | undefined => words[kind];

const constraints = new Set([
  'primary key',
  'unique constraint',
  'foreign key',
  'exclusion constraint',
  'check',
  'domain check',
]);
export const isConstraint = ({ kind }: Pick<LiveObject, 'kind'>): boolean => constraints.has(kind);

/** Policies, triggers and rules: they have a name on a table only. */
const onTables = new Set(['policy', 'trigger', 'rule']);
export const isOnTable = ({ kind }: Pick<LiveObject, 'kind'>): boolean => onTables.has(kind);

/** The kind and the name of what a part belongs to, and the part's own name there. */
export function placeOf({ name, parent = '' }: LiveObject): {
  readonly kind: string;
  readonly whole: string;
  readonly own: string;
} {
  const [, kind = '', whole = ''] = /^((?:materialized |foreign |range )?[a-z]+) (.*)$/s.exec(parent) ?? [];
  return { kind, whole, own: name.startsWith(`${whole}.`) ? name.slice(whole.length + 1) : name };
}

/** What `ALTER …` and `COMMENT ON …` have after them; absent where SQL has no word for it. */
export function targetOf(object: LiveObject): string | undefined {
  const { kind, whole, own } = placeOf(object);
  if (object.kind === 'column' || object.kind === 'attribute') return `COLUMN ${object.name}`;
  if (object.kind === 'domain check') return `CONSTRAINT ${own} ON DOMAIN ${whole}`;
  if (isConstraint(object)) return `CONSTRAINT ${own} ON ${whole}`;
  if (isOnTable(object) && kind !== '') return `${object.kind.toUpperCase()} ${own} ON ${whole}`;
  const word = wordOf(object);
  return word === undefined ? undefined : `${word} ${object.name}`;
}
