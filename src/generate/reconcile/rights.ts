import type { LiveObject } from '../../database/introspection/live-schema.js';
import { placeOf } from './names.js';

type Attributes = LiveObject['attributes'];

/** The grants and revokes that make the rights on an object those that are wanted. */
export function changeRights(object: LiveObject, have: Attributes, want: Attributes): readonly string[] {
  const names = Object.keys({ ...have, ...want }).filter((name) => name.startsWith('rights '));
  return names.toSorted().flatMap((name) => {
    const [, way, role] = /^rights (of|taken from) (.+)$/.exec(name) ?? [];
    if (role === undefined) return [];
    const [before, after] = [listed(have[name]), listed(want[name])];
    const [given, taken] = way === 'of' ? [after, before] : [before, after];
    return [
      ...statement(object, 'REVOKE', role, without(taken, given)),
      ...statement(object, 'GRANT', role, without(given, taken)),
    ];
  });
}

const listed = (value: string | undefined): readonly string[] => (value === undefined ? [] : value.split(', '));

const without = (rights: readonly string[], others: readonly string[]): readonly string[] =>
  rights.filter((right) => !others.includes(right));

const grantOption = ' WITH GRANT OPTION';

function statement(
  object: LiveObject,
  verb: 'GRANT' | 'REVOKE',
  role: string,
  rights: readonly string[],
): readonly string[] {
  const target = grantTarget(object);
  if (target === undefined) return [];
  const [plain, passing] = [
    rights.filter((right) => !right.endsWith(grantOption)),
    rights.filter((right) => right.endsWith(grantOption)).map((right) => right.slice(0, -grantOption.length)),
  ];
  const one = (names: readonly string[], end: string): readonly string[] => {
    if (names.length === 0) return [];
    const privileges = target.column === undefined ? names : names.map((name) => `${name} (${target.column})`);
    const to = verb === 'GRANT' ? 'TO' : 'FROM';
    return [`${target.prefix}${verb} ${privileges.join(', ')} ON ${target.on} ${to} ${role}${end}`];
  };
  return [...one(plain, ''), ...one(passing, verb === 'GRANT' ? grantOption : '')];
}

interface GrantTarget {
  readonly prefix: string;
  readonly on: string;
  readonly column?: string | undefined;
}

function grantTarget(object: LiveObject): GrantTarget | undefined {
  const { kind, name } = object;
  switch (kind) {
    case 'table':
    case 'view':
    case 'materialized view':
    case 'foreign table':
      return { prefix: '', on: `TABLE ${name}` };
    case 'column':
      return { prefix: '', on: `TABLE ${placeOf(object).whole}`, column: placeOf(object).own };
    case 'function':
    case 'procedure':
    case 'sequence':
    case 'schema':
      return { prefix: '', on: `${kind.toUpperCase()} ${name}` };
    case 'aggregate':
      return { prefix: '', on: `FUNCTION ${name}` };
    case 'enum':
    case 'range type':
    case 'type':
    case 'domain':
      return { prefix: '', on: `TYPE ${name}` };
    case 'foreign server':
      return { prefix: '', on: `FOREIGN SERVER ${name}` };
    case 'default privileges':
      return defaultTarget(name);
    default:
      return undefined;
  }
}

/** `postgres in public for tables`. */
function defaultTarget(name: string): GrantTarget | undefined {
  const [, role, schema, objects] = /^(.+?)(?: in (.+))? for ([a-z ]+)$/.exec(name) ?? [];
  if (role === undefined || objects === undefined) return undefined;
  const inSchema = schema === undefined ? '' : ` IN SCHEMA ${schema}`;
  return { prefix: `ALTER DEFAULT PRIVILEGES FOR ROLE ${role}${inSchema} `, on: objects.toUpperCase() };
}
