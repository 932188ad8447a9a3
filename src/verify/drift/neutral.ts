import { keyOf, type LiveObject, type LiveSchema } from '../../database/introspection/live-schema.js';

/** A schema, and the server and role that it was made with. */
export interface DriftSide {
  readonly schema: LiveSchema;
  /** Major version. */
  readonly version: number;
  /** Whose objects they are, where nothing else is said. Quoted where SQL needs it. */
  readonly owner: string;
}

export interface NeutralPair {
  readonly expected: LiveSchema;
  readonly actual: LiveSchema;
}

/**
 * Both schemas without what depends on the server and on who ran the migrations: owners that the migrations do not name,
 * versions of extensions, privileges that one of the servers does not know, what work on the data leaves behind.
 */
export function toNeutral(expected: DriftSide, actual: DriftSide, supabase: boolean): NeutralPair {
  const named = renamed(expected.schema, expected.owner, actual.owner);
  const oldest = Math.min(expected.version, actual.version);
  const plain = (schema: LiveSchema): LiveSchema =>
    new Map(
      [...schema].map(([key, object]) => {
        const owner = named.get(key)?.attributes.owner ?? actual.owner;
        return [key, neutral(object, { oldest, supabase, keepsOwner: owner !== actual.owner })];
      }),
    );
  return { expected: plain(named), actual: plain(actual.schema) };
}

/** The migrations give rights to whoever runs them, and that is another role on the scratch database. */
function renamed(schema: LiveSchema, from: string, to: string): LiveSchema {
  if (from === to) return schema;
  const objects = [...schema.values()].map((object): LiveObject => {
    const attributes = Object.entries(object.attributes).map(([attribute, value]) => {
      const [, prefix, role] = /^(rights (?:of|taken from) )(.+)$/.exec(attribute) ?? [];
      if (prefix !== undefined && role === from) return [`${prefix}${to}`, value] as const;
      return [attribute, attribute === 'owner' && value === from ? to : value] as const;
    });
    const isDefault = object.kind === 'default privileges' && object.name.startsWith(`${from} `);
    const name = isDefault ? `${to}${object.name.slice(from.length)}` : object.name;
    return { ...object, name, attributes: Object.fromEntries(attributes) };
  });
  return new Map(objects.map((object) => [keyOf(object), object]));
}

interface Neutrality {
  readonly oldest: number;
  readonly supabase: boolean;
  readonly keepsOwner: boolean;
}

/** What running a database changes, and no migration. */
const operational = new Set(['populated', 'tablespace']);

function neutral(object: LiveObject, how: Neutrality): LiveObject {
  const attributes = Object.entries(object.attributes).flatMap(([attribute, value]) => {
    if (operational.has(attribute) || isCircumstance(object, attribute, how)) return [];
    const known = asKnown(object, attribute, value, how);
    return known === '' ? [] : [[attribute, known] as const];
  });
  return { ...object, attributes: Object.fromEntries(attributes) };
}

function isCircumstance({ kind, name, attributes }: LiveObject, attribute: string, how: Neutrality): boolean {
  const isPublic = kind === 'schema' && name === 'public';
  if (attribute === 'owner') return !how.keepsOwner || isPublic;
  if (kind === 'extension') return attribute === 'version' || attribute === 'comment';
  if (!isPublic) return false;
  if (attribute.startsWith('rights ')) return how.supabase;
  return attribute === 'comment' && attributes.comment === 'standard public schema';
}

/** As much of a value as both servers have by themselves. */
function asKnown({ kind, name }: LiveObject, attribute: string, value: string, { oldest }: Neutrality): string {
  if (attribute === 'not null' && oldest < 18) return value.replace(/ (?:NO INHERIT|NOT VALID)/g, '');
  if (!attribute.startsWith('rights ')) return value;
  const isInitial = kind === 'schema' && name === 'public' && attribute === 'rights of PUBLIC';
  const unknown = [...(oldest < 17 ? ['MAINTAIN'] : []), ...(isInitial ? rightsInPublic(oldest) : [])];
  const rights = value.split(', ');
  return rights.filter((right) => !unknown.some((one) => right.startsWith(one))).join(', ');
}

/** Who makes the schema anew takes them away. Until 14, everybody could create objects in it. */
const rightsInPublic = (oldest: number): readonly string[] => (oldest < 15 ? ['USAGE', 'CREATE'] : ['USAGE']);
