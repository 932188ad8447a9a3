import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';
import { type PlacedFile, placeDown } from '../down/placement.js';
import { directives, type Markers, markers } from './markers.js';
import { nextVersion } from './next-version.js';

export interface NewMigrationInput {
  /** As people say it: `add loans`. */
  readonly name: string;
  readonly format: string;
  /** As reported. */
  readonly folder: string;
  /** Those of the folder, in order. */
  readonly migrations: readonly Migration[];
  readonly now: Date;
  /** Its version is the next after the last one, whatever the time: another migration comes after it. */
  readonly rightBehind?: boolean | undefined;
  readonly author?: string | undefined;
  readonly description?: string | undefined;
  readonly dependsOn?: readonly string[] | undefined;
  /** Its SQL. Absent: a list of what to think of stands in its place. */
  readonly content?: NewContent | undefined;
}

export interface NewContent {
  readonly sql: string;
  /** It cannot run in a transaction, which the file tells its tool. */
  readonly alone: boolean;
}

const { posix } = path;

/** Tools whose folders hold more than SQL, which only they can write. */
const ownCommands: Readonly<Record<string, string>> = {
  sqitch: 'sqitch add',
  drizzle: 'drizzle-kit generate --custom',
  'graphile-migrate': 'graphile-migrate watch',
};

/** The files of a new migration, in the format, numbering and style of its folder. Throws `not-available`, `usage`. */
export function newMigration(input: NewMigrationInput): readonly PlacedFile[] {
  const own = ownCommands[input.format];
  if (own !== undefined) {
    throw new PgairlockError('not-available', `${input.format} keeps a record of its migrations: use ${own}.`);
  }
  const id = idOf(input);
  const up = upPath(input, id);
  const header = headerOf(input, id);
  const sections = usesPairs(input) ? undefined : markers[input.format];
  const body = input.content?.sql.trimEnd() ?? checklist;
  const alone = input.content?.alone ? directives[input.format] : undefined;
  if (sections !== undefined) return [{ path: up, text: inOneFile(header, body, sections, alone) }];
  const upText = `${alone?.first ?? ''}${header}\n${body}\n`;
  return [{ path: up, text: upText }, ...downFiles(input, id, up, upText)].slice(0, 2).filter(distinct);
}

/** A down in the file itself takes the place of the file without it. */
const distinct = ({ path: file }: PlacedFile, index: number, all: readonly PlacedFile[]): boolean =>
  all.findLastIndex((other) => other.path === file) === index;

function idOf({ name, format, migrations, now, rightBehind = false }: NewMigrationInput): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\.sql$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (slug === '') throw new PgairlockError('usage', `"${name}" holds no letter or digit to name a file by.`);
  const numbered = migrations.filter(({ version }) => version !== '');
  const version = nextVersion(
    format,
    numbered.map((migration) => migration.version),
    rightBehind ? new Date(0) : now,
  );
  if (format === 'flyway' || format === 'refinery') return `V${version}__${slug}`;
  const last = numbered.at(-1);
  const between = last && new RegExp(`^${escaped(last.version)}([-_.])`).exec(last.id)?.[1];
  const separator = between ?? (format === 'umzug' ? '.' : '_');
  return `${version}${separator}${separator === '-' ? slug.replaceAll('_', '-') : slug}`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const inFolder = (format: string): boolean => ['hasura', 'diesel', 'prisma'].includes(format);
const alwaysPairs = (format: string): boolean => ['golang-migrate', 'pop'].includes(format);

const usesPairs = ({ format, migrations }: NewMigrationInput): boolean =>
  alwaysPairs(format) || migrations.some(({ path: file }) => /\.up\.sql$/.test(file));

function upPath(input: NewMigrationInput, id: string): string {
  const { format, folder } = input;
  if (inFolder(format)) return posix.join(folder, id, format === 'prisma' ? 'migration.sql' : 'up.sql');
  return posix.join(folder, `${id}${usesPairs(input) ? '.up' : ''}.sql`);
}

function headerOf({ name, author, description, dependsOn = [], now }: NewMigrationInput, id: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  return [
    `-- Migration: ${id}`,
    `-- Description: ${description ?? words.charAt(0).toUpperCase() + words.slice(1)}`,
    ...(author === undefined ? [] : [`-- Author: ${author}`]),
    `-- Date: ${now.toISOString().slice(0, 10)}`,
    `-- Depends on: ${dependsOn.length === 0 ? 'none' : dependsOn.join(', ')}`,
    '',
  ].join('\n');
}

const checklist = [
  '-- Before it is applied:',
  '--   pgairlock lint          locks, rewrites and lost data',
  '--   pgairlock down-sql      the SQL that takes it back',
  '--   SET lock_timeout        where it changes a table that is in use',
  '--   CREATE INDEX CONCURRENTLY and VALIDATE CONSTRAINT in a migration of their own',
].join('\n');

function inOneFile(
  header: string,
  body: string,
  { up, down }: Markers,
  alone: (typeof directives)[string] = {},
): string {
  const begin = up === '' ? [] : [`${up}${alone.afterMarker ?? ''}`];
  return `${alone.first ?? ''}${[header, ...begin, body, '', '', `${down}${alone.afterMarker ?? ''}`, ''].join('\n')}`;
}

const emptyDown = (id: string): string => `-- Undoes ${id}.\n`;

/** A down where the folder has downs, or the format always has. */
function downFiles(input: NewMigrationInput, id: string, up: string, text: string): readonly PlacedFile[] {
  const { format, migrations } = input;
  const always = alwaysPairs(format) || format === 'hasura' || format === 'diesel' || usesPairs(input);
  const hasDowns = migrations.some(({ down }) => down !== undefined);
  if (!always && !hasDowns) return [];
  return [placeDown({ format, migration: draft(id, up, text), migrations, sql: emptyDown(id) })];
}

const draft = (id: string, file: string, text: string): Migration => ({
  id,
  version: '',
  name: id,
  path: file,
  up: { direction: 'up', path: file, source: text, text, transaction: 'transaction', form: 'file' },
  dependencies: [],
  header: {},
  checksum: '',
  problems: [],
});
