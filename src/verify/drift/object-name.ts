import type { LiveObject } from '../../database/introspection/live-schema.js';

const firstPart = /^(?:"(?:[^"]|"")*"|[^."(]+)/;

export const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

/** Objects of the database as a whole: the first part of their names is no schema. */
const ofDatabase = new Set([
  'extension',
  'publication',
  'event trigger',
  'role settings here',
  'settings of the database',
  'foreign-data wrapper',
  'foreign server',
  'user mapping',
]);

/** The schema that an object is in, or is; absent where it is in none. */
export function schemaOf({ kind, name }: Pick<LiveObject, 'kind' | 'name'>): string | undefined {
  if (ofDatabase.has(kind)) return undefined;
  if (kind === 'default privileges') {
    const [, schema] = / in (.+) for [a-z ]+$/.exec(name) ?? [];
    return schema === undefined ? undefined : unquoted(schema);
  }
  // `supabase_realtime: public.books`
  const own = kind.startsWith('published ') ? name.slice(name.indexOf(': ') + 2) : name;
  const [part] = firstPart.exec(own) ?? [];
  return part === undefined ? undefined : unquoted(part);
}

/** What a part belongs to, and its own name: `public.books` and `title` of the column `public.books.title`. */
export function splitPart({ name, parent = '' }: LiveObject): { readonly whole: string; readonly own: string } {
  const whole = parent.replace(/^(?:materialized |foreign |composite )?[a-z]+ /, '');
  return { whole, own: name.startsWith(`${whole}.`) ? name.slice(whole.length + 1) : name };
}
