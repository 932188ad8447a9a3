import path from 'node:path';
import type { SourceProblem } from '../core/migration.js';
import { checksum } from './checksum.js';
import { downsBeside, findDownFiles, isSqlFile } from './down-files.js';
import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import { type MigrationName, migrationId } from './migration-name.js';
import { sameVersions } from './same-versions.js';
import type { Source } from './source.js';
import { readSupabaseConfig } from './supabase-config.js';
import { toMigration } from './to-migration.js';

// @see https://github.com/supabase/cli `pkg/migration/list.go`
const namingRule = /^([0-9]+)_(.*)\.sql$/;
const legacyInit = /^(\d{14})_init\.sql$/;
// The CLI reads the first line alone, since version 3.
const noTransaction = /^-- pg-delta: transaction=false\r?(?:\n|$)/;
const firstSupported = '20211209000000';

/** The migrations of a Supabase project, as `supabase db push` finds, orders and sends them. */
export const supabase: Source = {
  format: 'supabase',

  async detect(folder) {
    if (path.basename(folder.path) !== 'migrations') return undefined;
    if (path.basename(path.dirname(folder.path)) === 'supabase') return 'the folder is supabase/migrations';
    const hasConfig = (await folder.readOptional('../config.toml'))?.includes('project_id');
    return hasConfig === true ? 'a Supabase config.toml is next to the folder' : undefined;
  },

  async read(folder, detectedBecause, settings) {
    const names = folder.files.filter((name) => namingRule.test(name) && !isLegacyInit(name, folder));
    const beside = downsBeside(names);
    const ups = names.filter((name) => !beside.has(name));
    const [files, downs, config] = await Promise.all([
      folder.read(ups),
      findDownFiles(folder, ups, [...beside]),
      folder.readOptional('../config.toml'),
    ]);
    const usual = settings.transaction ?? 'pipeline-standalone';
    return {
      format: 'supabase',
      detectedBecause,
      folder: folder.shown,
      migrations: files.map((file) =>
        toMigration({
          file,
          name: toName(file.name),
          transaction: noTransaction.test(file.text) ? 'autocommit' : usual,
          downFile: downs.byMigration.get(migrationId(file.name)),
          checksum,
        }),
      ),
      skipped: [
        ...sameVersions(
          folder,
          ups.map((file) => ({ version: toName(file).version, file })),
        ),
        ...skippedFiles(folder),
        ...appliedDowns(folder, [...beside]),
        ...downs.orphans,
      ],
      supabase: true,
      ...readSupabaseConfig(config, `${folder.shown}/../config.toml`),
    };
  },
};

function toName(file: string): MigrationName {
  const [, version = '', name = ''] = namingRule.exec(file) ?? [];
  return { id: migrationId(file), version, name };
}

const isLegacyInit = (name: string, folder: Folder): boolean => {
  const version = legacyInit.exec(name)?.[1];
  return version !== undefined && version < firstSupported && folder.files.find(isSqlFile) === name;
};

const problem = (folder: Folder, name: string, message: string): SourceProblem =>
  fileProblem(folder, 'bad-file-name', name, message);

function skippedFiles(folder: Folder): readonly SourceProblem[] {
  return folder.files.filter(isSqlFile).flatMap((name) => {
    if (isLegacyInit(name, folder)) {
      return [problem(folder, name, `Supabase skips a first file *_init.sql from before ${firstSupported}.`)];
    }
    if (namingRule.test(name)) return [];
    return [problem(folder, name, 'Supabase skips this file: its name is not `<timestamp>_<name>.sql`.')];
  });
}

const appliedDowns = (folder: Folder, downs: readonly string[]): readonly SourceProblem[] =>
  downs.map((name) =>
    problem(folder, name, 'Supabase applies this down file as a migration of its own. Move it to supabase/rollbacks.'),
  );
