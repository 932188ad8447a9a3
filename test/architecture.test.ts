import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Top row first: a room imports only from the rows below its own. */
const rows = [
  ['cli'],
  ['app'],
  ['runner', 'verify', 'generate'],
  ['rules', 'reporters', 'sources', 'config', 'database'],
  ['engine'],
  ['effects'],
  ['catalog'],
  ['sql'],
  ['core'],
] as const;
type Room = (typeof rows)[number][number];

/** Within one row only these, and only by type. */
const typeNeighbours: readonly (readonly [Room, Room])[] = [['config', 'rules']];

const src = resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted();
const textOf = (file: string): string => readFileSync(join(src, file), 'utf8');
const codeOf = (file: string): string => textOf(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
const roomOf = (file: string): string => file.split('/')[0] ?? '';
const rowOf = (room: string): number => rows.findIndex((row) => row.some((name) => name === room));
const inRooms = files.filter((file) => file.includes('/'));

interface Import {
  /** A path in src, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly isType: boolean;
}

/** Static, re-exporting, dynamic and type-position imports. */
function importsOf(file: string): Import[] {
  const code = codeOf(file);
  const declared = [...code.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?\bfrom\s+'([^']+)'/gm)];
  const bare = [...code.matchAll(/^import\s+'([^']+)'/gm)];
  const inline = [...code.matchAll(/(await\s+|return\s+|=>\s*|=\s*)?\bimport\(\s*'([^']+)'\s*\)/g)];
  return [
    ...declared.map(([, type, specifier = '']) => toImport(file, specifier, type !== undefined)),
    ...bare.map(([, specifier = '']) => toImport(file, specifier, false)),
    ...inline.map(([, dynamic, specifier = '']) => toImport(file, specifier, dynamic === undefined)),
  ];
}

function toImport(file: string, specifier: string, isType: boolean): Import {
  const isPackage = !specifier.startsWith('.');
  const inside = relative(src, resolve(src, dirname(file), specifier)).replaceAll('\\', '/');
  return { target: isPackage ? specifier : inside, isPackage, isType };
}

const targetsOf = (file: string): Import[] => importsOf(file).filter(({ isPackage }) => !isPackage);

/** Where the program reads its own version. */
const manifest = '../package.json';

function isAllowed(from: string, target: string, isType: boolean): boolean {
  if (target === manifest) return from === 'app' || from === 'cli';
  const to = roomOf(target);
  if (from === to || rowOf(to) > rowOf(from)) return true;
  return isType && typeNeighbours.some(([a, b]) => a === from && b === to);
}

describe('rooms', () => {
  test('every folder is a room of the house', () => {
    expect(inRooms.filter((file) => rowOf(roomOf(file)) < 0)).toEqual([]);
  });

  test.each(inRooms)('%s imports only from the rows below its own', (file) => {
    const wrong = targetsOf(file).filter(({ target, isType }) => !isAllowed(roomOf(file), target, isType));
    expect(wrong.map(({ target }) => target)).toEqual([]);
  });

  test.each(inRooms)('%s leaves the entry points alone', (file) => {
    expect(targetsOf(file).filter(({ target }) => !target.includes('/'))).toEqual([]);
  });
});

describe('core', () => {
  test.each(files.filter((file) => roomOf(file) === 'core'))('%s imports nothing from outside', (file) => {
    expect(importsOf(file).filter(({ isPackage, target }) => isPackage || roomOf(target) !== 'core')).toEqual([]);
  });
});

describe('the parsers', () => {
  const outside = files.filter((file) => roomOf(file) !== 'sql');

  test('only sql/ sees their syntax trees', () => {
    const parsers = /^(libpg-query|pgsql-ast-parser|@pgsql\/.*|@libpg-query\/.*)$/;
    expect(outside.filter((file) => importsOf(file).some(({ target }) => parsers.test(target)))).toEqual([]);
  });

  test('from outside of sql/ only their adapters are imported', () => {
    const adapters = ['sql/libpg-query/adapter.js', 'sql/pure-js/adapter.js'];
    const inner = outside.flatMap(targetsOf).filter(({ target }) => /^sql\/[^/]+\//.test(target));
    expect(inner.filter(({ target }) => !adapters.includes(target))).toEqual([]);
  });
});

describe('rules', () => {
  const ruleFiles = files.filter((file) => roomOf(file) === 'rules' && file !== 'rules/index.ts');

  test.each(ruleFiles)('%s imports no other rule', (file) => {
    expect(targetsOf(file).filter(({ target }) => roomOf(target) === 'rules')).toEqual([]);
  });
});

describe('the process', () => {
  const quiet = files.filter((file) => roomOf(file) !== 'cli');

  test.each(quiet)('%s neither prints nor reads the environment', (file) => {
    // Strings and templates may speak of both.
    const code = codeOf(file).replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
    expect(code.match(/(?<![.\w])(?:process|console)\s*\.\s*\w+/g) ?? []).toEqual([]);
  });
});
