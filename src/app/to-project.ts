import type { Config } from '../config/define-config.js';
import type { ConfigFile } from '../config/schema.js';
import type { ServerVersion } from '../core/server.js';
import type { PresetName, Project } from '../engine/rule.js';
import type { Batch } from '../sources/batch.js';

const defaultServer: ServerVersion = 15;
/** What the Data API of a Supabase project serves where no config.toml says it. */
const supabaseSchemas: readonly string[] = ['public', 'graphql_public'];

export type ProjectSettings = Omit<ConfigFile | Config, 'rules' | 'baseline'>;

/** What holds for these migrations: what the settings say, else what the project's own files say, else the defaults. */
export function toProject({ result, complete, judged }: Batch, settings: ProjectSettings): Project {
  const supabase = settings.supabase ?? result.supabase;
  return {
    server: {
      version: settings.postgres ?? result.server ?? defaultServer,
      timeZone: settings.timeZone ?? 'UTC',
    },
    supabase,
    exposedSchemas: settings.exposedSchemas ?? (supabase && !result.supabase ? supabaseSchemas : result.exposedSchemas),
    anonymousSignIn: result.anonymousSignIn,
    complete,
    downs: settings.downs ?? (result.migrations.some(({ down }) => down !== undefined) ? 'required' : 'optional'),
    lockTimeoutSet: settings.lockTimeoutSet ?? false,
    migrations: result.migrations,
    skipped: result.skipped.filter(({ path, ofFolder }) => ofFolder === true || judged.has(path)),
    format: result.format,
  };
}

export const presetFor = (project: Project, { preset }: ProjectSettings): PresetName =>
  preset ?? (project.supabase ? 'supabase' : 'recommended');
