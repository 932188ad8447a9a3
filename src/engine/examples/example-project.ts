import type { Migration, Section, SourceProblem } from '../../core/migration.js';
import type { Example, Project } from '../rule.js';

/** The files of an example: its earlier migrations, then the one in question with its down beside it. */
export function exampleProject(example: Example, sql = example.sql): Project {
  const { transaction = 'transaction', ...settings } = example.project ?? {};
  const given = example.alone ? [] : [example.given ?? []].flat();
  const numbered = [...given, sql].map((text, index) => ({ text, stem: `000${index + 1}_example` }));
  const migrations = numbered.map(({ text, stem }, index): Migration => {
    const isLast = index === given.length;
    const made = migration(stem, text, isLast ? example.down : undefined, transaction);
    return isLast ? { ...made, problems: problemsOf(example, made.path) } : made;
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
  };
}

const problemsOf = ({ unreadable }: Example, path: string): readonly SourceProblem[] =>
  unreadable === undefined
    ? []
    : [{ ruleId: 'unreadable-file', message: unreadable, path, span: { start: 0, end: 0 } }];

function migration(
  stem: string,
  sql: string,
  down: string | undefined,
  transaction: Section['transaction'],
): Migration {
  const [version = '', name = ''] = stem.split('_');
  const path = `migrations/${stem}.sql`;
  const section = { source: sql, text: sql, transaction, path };
  return {
    id: stem,
    version,
    name,
    path,
    up: { ...section, direction: 'up', form: 'file' },
    down:
      down === undefined
        ? undefined
        : {
            ...section,
            source: down,
            text: down,
            path: `migrations/${stem}.down.sql`,
            direction: 'down',
            form: 'separate-file',
          },
    dependencies: [],
    header: {},
    checksum: '',
    problems: [],
  };
}
