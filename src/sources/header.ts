import type { MigrationHeader } from '../core/migration.js';

export interface Header {
  readonly fields: MigrationHeader;
  /** Ids of other migrations, `.sql` endings removed. */
  readonly dependencies: readonly string[];
}

const keys =
  /^(Migration|Description|Purpose|Impact|Author|Date|Testing|Rollback|Depends(?: on)?|Dependencies)\s*:\s*(.*)$/i;

/**
 * Reads `-- Description: …` lines from the comments at the top of a migration. A value goes on in the following comment
 * lines that are indented.
 */
export function readHeader(text: string): Header {
  const values = new Map<string, string>();
  let current: string | undefined;
  for (const line of topComments(text)) {
    const [, key, value] = keys.exec(line.trim()) ?? [];
    if (key !== undefined && value !== undefined) {
      current = key.toLowerCase();
      values.set(current, value.trim());
    } else if (current !== undefined && /^\s{2,}\S/.test(line)) {
      values.set(current, `${values.get(current) ?? ''} ${line.trim()}`.trim());
    } else {
      current = undefined;
    }
  }
  if (values.size === 0) return { fields: noFields, dependencies: [] };
  return { fields: toFields(values), dependencies: toDependencies(values) };
}

/** The comment lines before the first statement, without their markers. */
function* topComments(text: string): Generator<string> {
  let inBlock = false;
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    if (inBlock || trimmed.startsWith('/*')) {
      inBlock = !trimmed.endsWith('*/');
      yield trimmed.replace(/^\/?\*+/, '').replace(/\*+\/$/, '');
    } else if (trimmed.startsWith('--')) {
      yield trimmed.slice(2);
    } else {
      return;
    }
  }
}

const noFields: MigrationHeader = {};

const toFields = (values: ReadonlyMap<string, string>): MigrationHeader => ({
  migration: values.get('migration'),
  description: values.get('description'),
  purpose: values.get('purpose'),
  impact: values.get('impact'),
  author: values.get('author'),
  date: values.get('date'),
  testing: values.get('testing'),
  rollback: values.get('rollback'),
});

const toDependencies = (values: ReadonlyMap<string, string>): readonly string[] => {
  const written = values.get('depends on') ?? values.get('depends') ?? values.get('dependencies') ?? '';
  return written
    .split(',')
    .map((item) => item.trim().replace(/\.sql$/i, ''))
    .filter((item) => item !== '' && !/^(none|n\/a|-|nothing)\.?$/i.test(item));
};
