import path from 'node:path';
import type { TypesOptions } from '../../generate/types/typescript-types.js';
import type { RunProject } from '../run/read-project.js';

/** What the config says of the types, and what it leaves open. */
export interface TypesSettings extends TypesOptions {
  /** Absolute. */
  readonly output?: string | undefined;
}

/** As `supabase gen types` does, the types are those of `public` and of what the Data API serves. */
export function typesSettings({ settings, project }: Pick<RunProject, 'settings' | 'project'>): TypesSettings {
  const { output, schemas, postgrestVersion } = settings.types ?? {};
  return {
    output: output === undefined ? undefined : path.resolve(settings.base, output),
    schemas: schemas ?? [...new Set(['public', ...project.exposedSchemas])],
    postgrestVersion,
  };
}
