import path from 'node:path';
import type { Migration } from '../../core/migration.js';
import { lex } from '../../sql/lexer.js';

/** A file of the project with its whole new text. */
export interface PlacedFile {
  /** As reported: relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A section of the migration's own file, behind a line that its tool knows. */
interface MarkerPlace {
  readonly marker: string;
  /** Statements that hold semicolons of their own are fenced, for tools that cut at every semicolon. */
  readonly fence?: { readonly begin: string; readonly end: string };
}

/** Another file, by the path of the migration's. */
interface FilePlace {
  readonly fileOf: (up: string) => string;
}

type Place = MarkerPlace | FilePlace;

const { posix } = path;
const sibling = (change: (name: string) => string) => (up: string) =>
  posix.join(posix.dirname(up), change(posix.basename(up)));
const besideUp = sibling((name) => name.replace(/(?:\.up)?\.sql$/i, '.down.sql'));
/** Where no tool looks for migrations: next to their folder. */
const rollbacks = (up: string): string => posix.join(posix.dirname(up), '..', 'rollbacks', posix.basename(up));
const folderDown: FilePlace = { fileOf: sibling(() => 'down.sql') };
const outside: FilePlace = { fileOf: rollbacks };

/** Where each format keeps its downs. */
const places: Readonly<Record<string, Place>> = {
  dbmate: { marker: '-- migrate:down' },
  goose: {
    marker: '-- +goose Down',
    fence: { begin: '-- +goose StatementBegin', end: '-- +goose StatementEnd' },
  },
  'sql-migrate': {
    marker: '-- +migrate Down',
    fence: { begin: '-- +migrate StatementBegin', end: '-- +migrate StatementEnd' },
  },
  'node-pg-migrate': { marker: '-- Down Migration' },
  tern: { marker: '---- create above / drop below ----' },
  sqitch: { fileOf: (up) => up.replace(/(^|\/)deploy\//, '$1revert/') },
  flyway: { fileOf: sibling((name) => name.replace(/^V/, 'U')) },
  hasura: folderDown,
  diesel: folderDown,
  prisma: folderDown,
  'golang-migrate': { fileOf: besideUp },
  pop: { fileOf: besideUp },
  sqlx: { fileOf: besideUp },
  umzug: { fileOf: (up) => posix.join(posix.dirname(up), 'down', posix.basename(up)) },
};

export interface PlacementInput {
  readonly format: string;
  readonly migration: Migration;
  /** All of the folder, whose style is followed. */
  readonly migrations: readonly Migration[];
  readonly sql: string;
}

/** The file that holds the down, with its new text: what the format prescribes, else what the folder does already. */
export function placeDown({ format, migration, migrations, sql }: PlacementInput): PlacedFile {
  const { up, down } = migration;
  if (down !== undefined && down.path !== up.path) return { path: down.path, text: sql };
  if (down?.form === 'commented-section' || down?.form === 'live-section') return replaceCommented(migration, sql);
  const place = places[format];
  if (place !== undefined && 'marker' in place && !usesPairs(migrations)) return behindMarker(migration, place, sql);
  if (place !== undefined && 'fileOf' in place && isPair(format, up.path))
    return { path: place.fileOf(up.path), text: sql };
  const example = migrations.findLast((other) => other.down !== undefined && other !== migration);
  if (example?.down?.form === 'commented-section') return appendCommented(migration, sql, example);
  const fileOf = example?.down?.form === 'separate-file' ? styleOf(example) : undefined;
  return { path: (fileOf ?? outside.fileOf)(up.path), text: sql };
}

const usesPairs = (migrations: readonly Migration[]): boolean =>
  migrations.some(({ path: up }) => /\.up\.sql$/.test(up));

/** sqlx takes a file without `.up` for one that has no down. */
const isPair = (format: string, up: string): boolean => format !== 'sqlx' || /\.up\.sql$/.test(up);

/** The way from an up to its down, seen in another migration of the folder. */
function styleOf({ path: up, down, version }: Migration): ((up: string) => string) | undefined {
  if (down === undefined) return undefined;
  const folder = posix.relative(posix.dirname(up), posix.dirname(down.path));
  const stem = posix.basename(up).replace(/(?:\.up)?\.sql$/i, '');
  const downName = posix.basename(down.path);
  const ending = downName.startsWith(stem) ? downName.slice(stem.length) : undefined;
  if (ending === undefined && !downName.startsWith(version)) return undefined;
  return (other) => {
    const otherStem = posix.basename(other).replace(/(?:\.up)?\.sql$/i, '');
    return posix.join(posix.dirname(other), folder, `${otherStem}${ending ?? '.sql'}`);
  };
}

function behindMarker({ up, down, path: file }: Migration, { marker, fence }: MarkerPlace, sql: string): PlacedFile {
  const { source } = up;
  const body = fence === undefined ? sql : fenced(sql, fence);
  const span = down?.span;
  if (span === undefined) return { path: file, text: `${source.trimEnd()}\n\n${marker}\n${body}` };
  const lineEnd = source.indexOf('\n', span.start);
  const head = lineEnd === -1 ? source : source.slice(0, lineEnd);
  const rest = source.slice(span.end).trimStart();
  return { path: file, text: `${head}\n${body}${rest === '' ? '' : `\n${rest}`}` };
}

function fenced(sql: string, { begin, end }: { readonly begin: string; readonly end: string }): string {
  let text = sql;
  for (const span of lex(sql).statements.toReversed()) {
    if (!sql.slice(span.start, span.end).includes(';')) continue;
    const after = sql[span.end] === ';' ? span.end + 1 : span.end;
    text = `${text.slice(0, span.start)}${begin}\n${sql.slice(span.start, after)}\n${end}${text.slice(after)}`;
  }
  return text;
}

/** A lone comment, as the down of a new migration is, stays as it is; one among SQL may hold SQL, and keeps its own mark. */
const inComments = (sql: string): string => {
  const lines = sql.trimEnd().split('\n');
  if (lines.length === 1 && sql.startsWith('--')) return sql.trimEnd();
  return lines.map((line) => (line === '' ? '--' : `-- ${line}`)).join('\n');
};

/** The two forms of a section that every tool takes for a comment. */
function commentedSection(sql: string, like: string): string {
  const body = inComments(sql);
  return /^--.*ROLLBACK[ \t]+START/im.test(like)
    ? `-- ROLLBACK START\n${body}\n-- ROLLBACK END\n`
    : `-- DOWN MIGRATION\n${body}\n`;
}

const appendCommented = ({ up, path: file }: Migration, sql: string, example: Migration): PlacedFile => ({
  path: file,
  text: `${up.source.trimEnd()}\n\n${commentedSection(sql, example.up.source)}`,
});

function replaceCommented({ up, down, path: file }: Migration, sql: string): PlacedFile {
  const { source } = up;
  const span = down?.span ?? { start: source.length, end: source.length };
  const head = source.slice(0, span.start).trimEnd();
  return { path: file, text: `${head}\n\n${commentedSection(sql, source.slice(span.start))}${source.slice(span.end)}` };
}
