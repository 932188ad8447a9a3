import { isManagedSchema } from '../../catalog/managed-schemas.js';
import type { LiveObject, LiveSchema } from '../../database/introspection/live-schema.js';
import { platformExtensions } from '../platform/supabase/platform.js';
import { schemaOf, splitPart, unquoted } from './object-name.js';

export interface DriftScope {
  /** The platform's own objects are left out. */
  readonly supabase: boolean;
  /** Names of objects that are left out with their parts, in which `*` stands for anything: `public.visits_*`. */
  readonly ignore: readonly string[];
}

/** Those objects for which migrations answer. */
export function inScope(schema: LiveSchema, { supabase, ignore }: DriftScope): LiveSchema {
  const ignored = ignore.map(toPattern);
  const isIgnored = (name: string): boolean => ignored.some((pattern) => pattern.test(name));
  return new Map(
    [...schema].filter(([, object]) => {
      if (isIgnored(object.name) || (object.parent !== undefined && isIgnored(splitPart(object).whole))) return false;
      // The sequence of a serial column goes with its table.
      const column = object.attributes['owned by'];
      if (column !== undefined && isIgnored(column.slice(0, column.lastIndexOf('.')))) return false;
      return !supabase || !isOfPlatform(object);
    }),
  );
}

const toPattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

const extensionsOfPlatform = new Set(platformExtensions.map(({ name }) => name));
/** Made by the services, and never the same in two projects. */
const settingsOfPlatform = new Set(['settings of the database', 'role settings here', 'foreign-data wrapper']);

/** What Supabase makes and changes by itself. On its tables, policies and triggers that call our functions are ours. */
function isOfPlatform(object: LiveObject): boolean {
  const { kind, name, attributes } = object;
  if (settingsOfPlatform.has(kind)) return true;
  if (kind === 'extension') return extensionsOfPlatform.has(unquoted(name));
  if (kind === 'publication') return name.startsWith('supabase_');
  if (kind === 'published table' && name.startsWith('supabase_realtime_messages')) return true;
  if (kind === 'event trigger') return isManagedFunction(attributes.function ?? '');
  if (kind === 'default privileges' && !name.startsWith('postgres ')) return true;
  if (!isManaged(schemaOf(object))) return false;
  return kind !== 'policy' && (kind !== 'trigger' || isManagedFunction(calledBy(attributes.definition ?? '')));
}

const isManaged = (schema: string | undefined): boolean =>
  schema !== undefined && isManagedSchema({ supabase: true }, schema);

const isManagedFunction = (name: string): boolean => isManaged(schemaOf({ kind: 'function', name }));

const calledBy = (definition: string): string => / EXECUTE (?:FUNCTION|PROCEDURE) (.+)$/.exec(definition)?.[1] ?? '';
