import { quoteLiteral } from '../../core/name.js';
import { keyOf, type LiveObject, type LiveSchema } from '../../database/introspection/live-schema.js';
import { createObject, createView, identityText, sequenceOptions } from './create-object.js';
import { dropObject } from './drop-object.js';
import { isConstraint, placeOf, targetOf, wordOf } from './names.js';
import { changeRights } from './rights.js';

/** An object that both have, and what is other in it. */
export interface ObjectChange {
  readonly have: LiveObject;
  readonly want: LiveObject;
  readonly attributes: readonly string[];
  /** With all parts of what is wanted. */
  readonly schema: LiveSchema;
}

export interface ChangeText {
  readonly statements: readonly string[];
  /** Attributes that no SQL is known for. */
  readonly cannot: readonly string[];
}

/** The statements that make an object what it should be. */
export function changeObject(change: ObjectChange): ChangeText {
  const { have, want, attributes } = change;
  const anew = attributes.some((attribute) => isMadeAnew(want, attribute)) ? makeAnew(change) : undefined;
  if (anew !== undefined) return { statements: anew, cannot: [] };
  const rights = changeRights(want, have.attributes, want.attributes);
  const texts = attributes
    .filter((attribute) => !attribute.startsWith('rights '))
    .map((attribute) => ({ attribute, statements: changeAttribute(have, want, attribute) }));
  return {
    statements: [...texts.flatMap(({ statements }) => statements ?? []), ...rights, ...columnRights(change, rights)],
    cannot: texts.filter(({ statements }) => statements === undefined).map(({ attribute }) => attribute),
  };
}

/** What is revoked on a table is revoked on its columns too. */
const columnRights = ({ want, schema }: ObjectChange, rights: readonly string[]): readonly string[] =>
  rights.some((right) => right.startsWith('REVOKE'))
    ? [...schema.values()]
        .filter(({ kind, parent }) => kind === 'column' && parent === keyOf(want))
        .flatMap((column) => changeRights(column, {}, column.attributes))
    : [];

const whole = new Set(['index', 'policy', 'trigger', 'rule', 'view', 'materialized view', 'function', 'procedure']);
const inPlace = new Set(['comment', 'owner', 'state', 'valid', 'validated', 'options']);

const isMadeAnew = (object: LiveObject, attribute: string): boolean =>
  (whole.has(object.kind) || isConstraint(object)) && !inPlace.has(attribute) && !attribute.startsWith('rights ');

function makeAnew({ have, want, schema }: ObjectChange): readonly string[] | undefined {
  const { kind } = want;
  if (kind === 'view' && isLonger(have, want)) return [createView(want, 'CREATE OR REPLACE')];
  if ((kind === 'function' || kind === 'procedure') && resultOf(have) === resultOf(want))
    return want.attributes.definition === undefined ? undefined : [want.attributes.definition];
  const [dropped, created] = [dropObject(have), createObject(want, schema)];
  return dropped === undefined || created === undefined ? undefined : [...dropped, ...created];
}

/** CREATE OR REPLACE VIEW may add columns at the end, and nothing else. */
const isLonger = (have: LiveObject, want: LiveObject): boolean =>
  `${want.attributes['column order']}, `.startsWith(`${have.attributes['column order']}, `);

const resultOf = ({ attributes: { definition = '' } }: LiveObject): string | undefined =>
  /^ RETURNS .*$/m.exec(definition)?.[0];

/** Empty where another statement does it; `undefined` where none can be given. */
function changeAttribute(have: LiveObject, want: LiveObject, attribute: string): readonly string[] | undefined {
  const value = want.attributes[attribute];
  const target = targetOf(want);
  if (attribute === 'comment')
    return target === undefined
      ? undefined
      : [`COMMENT ON ${target} IS ${value === undefined ? 'NULL' : quoteLiteral(value)}`];
  const word = wordOf(want);
  if (attribute === 'owner') return word === undefined ? undefined : [`ALTER ${word} ${want.name} OWNER TO ${value}`];
  if (attribute === 'options' && word !== undefined) return changeOptions(word, have, want);
  switch (want.kind) {
    case 'column':
      return changeColumn(have, want, attribute);
    case 'table':
      return changeTable(want, attribute, value);
    case 'enum':
      return attribute === 'values' ? addValues(have, want) : undefined;
    case 'domain':
      return changeDomain(want, attribute, value);
    case 'sequence':
      return attribute === 'owned by'
        ? [`ALTER SEQUENCE ${want.name} OWNED BY ${value ?? 'NONE'}`]
        : [`ALTER SEQUENCE ${want.name} ${sequenceOptions(want.attributes)}`];
    case 'extension':
      return attribute === 'schema' ? [`ALTER EXTENSION ${want.name} SET SCHEMA ${value}`] : undefined;
    case 'index':
      return attribute === 'valid' && value === undefined ? [`REINDEX INDEX ${want.name}`] : undefined;
    case 'trigger':
      return attribute === 'state' ? [triggerState(want, value)] : undefined;
    default:
      return isConstraint(want) && attribute === 'validated' && value === undefined
        ? [`ALTER TABLE ${placeOf(want).whole} VALIDATE CONSTRAINT ${placeOf(want).own}`]
        : undefined;
  }
}

const triggerState = (trigger: LiveObject, value: string | undefined): string => {
  const { whole: table, own } = placeOf(trigger);
  const words: Readonly<Record<string, string>> = {
    disabled: 'DISABLE',
    always: 'ENABLE ALWAYS',
    'on replicas': 'ENABLE REPLICA',
  };
  return `ALTER TABLE ${table} ${words[value ?? ''] ?? 'ENABLE'} TRIGGER ${own}`;
};

function changeColumn(have: LiveObject, want: LiveObject, attribute: string): readonly string[] | undefined {
  const { kind, whole: table, own } = placeOf(want);
  // What a view has for columns follows from its query.
  if (kind.endsWith('view')) return [];
  const value = want.attributes[attribute];
  const alter = (action: string): readonly string[] => [`ALTER TABLE ${table} ALTER COLUMN ${own} ${action}`];
  switch (attribute) {
    case 'type':
      return alter(`TYPE ${value} USING ${own}::${value}`);
    case 'default':
      return alter(value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`);
    case 'not null':
      return alter(value === undefined ? 'DROP NOT NULL' : 'SET NOT NULL');
    case 'identity':
      return changeIdentity(have, want).flatMap(alter);
    case 'storage':
      return value === undefined ? undefined : alter(`SET STORAGE ${value}`);
    case 'statistics target':
      return alter(`SET STATISTICS ${value ?? '-1'}`);
    default:
      return undefined;
  }
}

function changeIdentity(have: LiveObject, want: LiveObject): readonly string[] {
  const [before, after] = [have.attributes.identity, want.attributes.identity];
  if (after === undefined) return ['DROP IDENTITY'];
  return [...(before === undefined ? [] : ['DROP IDENTITY']), `ADD ${identityText(after)}`];
}

function changeTable(table: LiveObject, attribute: string, value: string | undefined): readonly string[] | undefined {
  const alter = (action: string): readonly string[] => [`ALTER TABLE ${table.name} ${action}`];
  switch (attribute) {
    case 'row level security':
      return alter(`${value === undefined ? 'DISABLE' : 'ENABLE'} ROW LEVEL SECURITY`);
    case 'row level security of the owner':
      return alter(`${value === undefined ? 'NO FORCE' : 'FORCE'} ROW LEVEL SECURITY`);
    case 'persistence':
      return alter(value === undefined ? 'SET LOGGED' : 'SET UNLOGGED');
    case 'replica identity':
      return value === 'an index' ? undefined : alter(`REPLICA IDENTITY ${value ?? 'DEFAULT'}`);
    default:
      return undefined;
  }
}

function changeOptions(word: string, have: LiveObject, want: LiveObject): readonly string[] {
  const [before, after] = [listed(have), listed(want)];
  const names = after.map((option) => option.split('=')[0]);
  const gone = before.flatMap((option) => option.split('=')[0] ?? []).filter((name) => !names.includes(name));
  return [
    ...(gone.length === 0 ? [] : [`ALTER ${word} ${want.name} RESET (${gone.join(', ')})`]),
    ...(after.length === 0 ? [] : [`ALTER ${word} ${want.name} SET (${after.join(', ')})`]),
  ];
}

const listed = ({ attributes: { options } }: LiveObject): readonly string[] =>
  options === undefined ? [] : options.split(', ');

/** Values can be added, and never be removed or moved. */
function addValues(have: LiveObject, want: LiveObject): readonly string[] | undefined {
  const [before, after] = [valuesOf(have), valuesOf(want)];
  if (after.filter((one) => before.includes(one)).join() !== before.join()) return undefined;
  return after.flatMap((value, at) => {
    if (before.includes(value)) return [];
    const place = at === 0 ? (before[0] === undefined ? '' : ` BEFORE ${before[0]}`) : ` AFTER ${after[at - 1]}`;
    return [`ALTER TYPE ${want.name} ADD VALUE ${value}${place}`];
  });
}

const valuesOf = ({ attributes: { values = '' } }: LiveObject): readonly string[] =>
  values.match(/'(?:[^']|'')*'/g) ?? [];

function changeDomain(domain: LiveObject, attribute: string, value: string | undefined): readonly string[] | undefined {
  if (attribute === 'default')
    return [`ALTER DOMAIN ${domain.name} ${value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`];
  if (attribute === 'not null') return [`ALTER DOMAIN ${domain.name} ${value === undefined ? 'DROP' : 'SET'} NOT NULL`];
  return undefined;
}
