import { fnv1a64 } from '../../core/hash.js';
import type { Migration, Section, SourceProblem } from '../../core/migration.js';
import type { Base } from '../base.js';
import type { Example, Project } from '../rule.js';

/** The files of an example: its earlier migrations, then the one in question with its down beside it, then later ones. */
export function exampleProject(example: Example, sql = example.sql): Project {
  const { transaction = 'transaction', ...settings } = example.project ?? {};
  const given = example.alone ? [] : [example.given ?? []].flat();
  const named = [...given, sql, ...(example.after ?? [])].map((text, index) => ({
    text,
    id: example.ids?.[index] ?? `000${index + 1}_example`,
  }));
  const migrations = named.map(({ text, id }, index): Migration => {
    const isJudged = index === given.length;
    const made = migration(id, text, isJudged ? downOf(example) : undefined, transaction);
    const dependencies = example.dependencies?.[id] ?? [];
    return isJudged ? { ...made, dependencies, problems: problemsOf(example, made.path) } : { ...made, dependencies };
  });
  return {
    server: { version: 15, timeZone: 'UTC' },
    supabase: false,
    exposedSchemas: [],
    complete: !example.alone,
    downs: 'optional',
    lockTimeoutSet: false,
    format: 'plain',
    ...settings,
    migrations,
    base: example.base && baseOf(example.base),
  };
}

const pathOf = (id: string): string => `migrations/${id}.sql`;

const versionOf = (id: string): string => id.split('_', 1)[0] ?? '';

function baseOf(texts: Readonly<Record<string, string>>): Base {
  const migrations = Object.entries(texts).map(([id, text]) => ({
    id,
    version: versionOf(id),
    path: pathOf(id),
    checksum: fnv1a64(text),
    text,
  }));
  return { name: 'main', migrations, applied: migrations };
}

interface ExampleDown {
  readonly text: string;
  readonly form: Section['form'];
}

const downOf = ({ down, downForm = 'separate-file' }: Example): ExampleDown | undefined =>
  down === undefined ? undefined : { text: down, form: downForm };

function problemsOf({ unreadable, problems = [] }: Example, path: string): readonly SourceProblem[] {
  const span = { start: 0, end: 0 };
  const ofText = unreadable === undefined ? [] : [{ ruleId: 'unreadable-file', message: unreadable, path, span }];
  return [...ofText, ...problems.map((problem) => ({ ...problem, path }))];
}

function migration(
  id: string,
  sql: string,
  down: ExampleDown | undefined,
  transaction: Section['transaction'],
): Migration {
  const version = versionOf(id);
  const path = pathOf(id);
  const section = { source: sql, text: sql, transaction, path };
  return {
    id,
    version,
    name: id.slice(version.length + 1),
    path,
    up: { ...section, direction: 'up', form: 'file' },
    down: down && {
      ...section,
      source: down.text,
      text: down.text,
      path: `migrations/${id}.down.sql`,
      direction: 'down',
      form: down.form,
    },
    dependencies: [],
    header: {},
    checksum: fnv1a64(sql),
    problems: [],
  };
}
