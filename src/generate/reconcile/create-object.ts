import { quoteLiteral } from '../../core/name.js';
import { keyOf, type LiveObject, type LiveSchema } from '../../database/introspection/live-schema.js';
import { isConstraint, placeOf, targetOf } from './names.js';
import { changeRights } from './rights.js';

/** The statements that make an object as it is in a schema, with its parts; `undefined` where SQL cannot be given. */
export function createObject(object: LiveObject, schema: LiveSchema): readonly string[] | undefined {
  const body = createBody(object, schema);
  if (body === undefined) return undefined;
  const parts = partsOf(object, schema).filter((part) => !isInBody(object, part));
  const made = parts.map((part) => createObject(part, schema));
  return [...body, ...settings(object), ...made.flatMap((one) => one ?? []), ...columnSettings(object, schema)];
}

const order = ['column', 'primary key', 'unique constraint', 'check', 'foreign key', 'index', 'policy', 'trigger'];

const partsOf = (object: LiveObject, schema: LiveSchema): readonly LiveObject[] =>
  [...schema.values()]
    .filter(({ parent }) => parent === keyOf(object))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));

/** Columns are written with their table; what is inherited, or made for a partition, comes by itself. */
const isInBody = ({ attributes: { 'partition bounds': bounds } }: LiveObject, part: LiveObject): boolean =>
  part.kind === 'column' ||
  part.kind === 'attribute' ||
  part.attributes.inherited !== undefined ||
  part.attributes['partition of'] !== undefined ||
  (bounds !== undefined && isConstraint(part) && part.kind !== 'check');

function createBody(object: LiveObject, schema: LiveSchema): readonly string[] | undefined {
  const { kind, name, attributes } = object;
  const { whole, own } = placeOf(object);
  if (kind === 'domain check') return [`ALTER DOMAIN ${whole} ADD CONSTRAINT ${own} ${attributes.definition}`];
  if (isConstraint(object)) return [`ALTER TABLE ${whole} ADD CONSTRAINT ${own} ${attributes.definition}`];
  switch (kind) {
    case 'schema':
      return [`CREATE SCHEMA ${name}`];
    case 'extension':
      return [`CREATE EXTENSION ${name}${attributes.schema === undefined ? '' : ` WITH SCHEMA ${attributes.schema}`}`];
    case 'enum':
      return [`CREATE TYPE ${name} AS ENUM (${attributes.values ?? ''})`];
    case 'domain':
      return [`CREATE DOMAIN ${name} AS ${columnText({ ...attributes, type: attributes['base type'] ?? '' })}`];
    case 'range type':
      return [`CREATE TYPE ${name} AS RANGE (SUBTYPE = ${attributes.subtype})`];
    case 'type':
      return attributes['column order'] === undefined
        ? undefined
        : [`CREATE TYPE ${name} AS (${columnList(object, schema)})`];
    case 'sequence':
      return [
        `CREATE SEQUENCE ${name} ${sequenceOptions(attributes)}`,
        ...(attributes['owned by'] === undefined ? [] : [`ALTER SEQUENCE ${name} OWNED BY ${attributes['owned by']}`]),
      ];
    case 'table':
      return [createTable(object, schema)];
    case 'view':
    case 'materialized view':
      return [createView(object, 'CREATE')];
    case 'column':
      return [`ALTER TABLE ${whole} ADD COLUMN ${own} ${columnText(attributes)}`];
    case 'attribute':
      return [`ALTER TYPE ${whole} ADD ATTRIBUTE ${own} ${columnText(attributes)}`];
    case 'policy':
      return [createPolicy(object)];
    case 'default privileges':
      return [];
    case 'published table':
      return [`ALTER PUBLICATION ${placeOf(object).whole} ADD TABLE ${name.slice(name.indexOf(': ') + 2)}`];
    default:
      return attributes.definition === undefined ? undefined : [attributes.definition];
  }
}

function createTable(object: LiveObject, schema: LiveSchema): string {
  const { name, attributes } = object;
  const start = `CREATE ${attributes.persistence === undefined ? '' : 'UNLOGGED '}TABLE ${name}`;
  const partitioned = attributes['partition key'] === undefined ? '' : ` PARTITION BY ${attributes['partition key']}`;
  const bounds = attributes['partition bounds'];
  if (bounds !== undefined) return `${start} PARTITION OF ${attributes.inherits} ${bounds}${partitioned}`;
  const inherits = attributes.inherits === undefined ? '' : ` INHERITS (${attributes.inherits})`;
  const options = attributes.options === undefined ? '' : ` WITH (${attributes.options})`;
  return `${start} (${columnList(object, schema)})${inherits}${partitioned}${options}`;
}

function columnList(object: LiveObject, schema: LiveSchema): string {
  const columns = new Map(
    partsOf(object, schema)
      .filter(({ kind, attributes }) => (kind === 'column' || kind === 'attribute') && !attributes.inherited)
      .map((column) => [placeOf(column).own, column] as const),
  );
  const ordered = [...columns].toSorted(([a], [b]) => positionOf(object, a) - positionOf(object, b));
  const lines = ordered.map(([own, { attributes }]) => `  ${own} ${columnText(attributes)}`);
  return lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`;
}

const positionOf = ({ attributes }: LiveObject, column: string): number =>
  (attributes['column order'] ?? '').split(', ').indexOf(column);

function columnText(attributes: LiveObject['attributes']): string {
  const { type = '', collation, generated, identity } = attributes;
  return [
    type,
    collation === undefined ? '' : `COLLATE ${collation}`,
    attributes.default === undefined ? '' : `DEFAULT ${attributes.default}`,
    generated === undefined ? '' : `GENERATED ALWAYS AS (${generated.replace(/ (STORED|VIRTUAL)$/, ') $1')}`,
    identity === undefined ? '' : identityText(identity),
    attributes['not null'] === undefined ? '' : 'NOT NULL',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `ALWAYS START 1 …` → `GENERATED ALWAYS AS IDENTITY`. */
export const identityText = (identity: string): string =>
  `GENERATED ${identity.startsWith('ALWAYS') ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`;

export const sequenceOptions = (attributes: LiveObject['attributes']): string =>
  `AS ${attributes.type} START ${attributes.start} INCREMENT ${attributes.increment} MINVALUE ${attributes.minimum} ` +
  `MAXVALUE ${attributes.maximum} CACHE ${attributes.cache}${attributes.cycle === undefined ? ' NO CYCLE' : ' CYCLE'}`;

export function createView({ kind, name, attributes }: LiveObject, verb: 'CREATE' | 'CREATE OR REPLACE'): string {
  const options = attributes.options === undefined ? '' : ` WITH (${attributes.options})`;
  return `${verb} ${kind.toUpperCase()} ${name}${options} AS\n${(attributes.query ?? '').trim().replace(/;$/, '')}`;
}

function createPolicy(object: LiveObject): string {
  const { whole, own } = placeOf(object);
  const { mode, command, roles, using, 'with check': withCheck } = object.attributes;
  return [
    `CREATE POLICY ${own} ON ${whole}`,
    mode === undefined ? '' : `AS ${mode}`,
    `FOR ${command} TO ${roles}`,
    using === undefined ? '' : `USING (${using})`,
    withCheck === undefined ? '' : `WITH CHECK (${withCheck})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What CREATE does not say. */
function settings(object: LiveObject): readonly string[] {
  const { attributes, name } = object;
  const target = targetOf(object);
  const security = 'row level security';
  return [
    ...(attributes[security] === undefined ? [] : [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`]),
    ...(attributes[`${security} of the owner`] === undefined ? [] : [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`]),
    ...(attributes.comment === undefined || target === undefined
      ? []
      : [`COMMENT ON ${target} IS ${quoteLiteral(attributes.comment)}`]),
    ...changeRights(object, {}, attributes),
  ];
}

const columnSettings = (object: LiveObject, schema: LiveSchema): readonly string[] =>
  partsOf(object, schema)
    .filter(({ kind }) => kind === 'column' || kind === 'attribute')
    .flatMap(settings);
