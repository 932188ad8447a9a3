import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { detectDestructiveOperations, detectMissingRLS, validateMigration } from '../src/pure-js.js';

const entry = new URL('../src/pure-js.ts', import.meta.url);

/** What a module loads at run time: imports of types are gone. */
function loadedBy(file: URL): readonly string[] {
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: options });
  return ts.preProcessFile(outputText).importedFiles.map(({ fileName }) => fileName);
}

/** Every module of the project that is reached from a file, and every package that they load. */
function graphOf(start: URL) {
  const files = new Map<string, URL>([[start.href, start]]);
  const packages = new Set<string>();
  for (const file of files.values()) {
    for (const name of loadedBy(file)) {
      if (!name.startsWith('.')) packages.add(name);
      else {
        const target = new URL(name.replace(/\.js$/, '.ts'), file);
        files.set(target.href, target);
      }
    }
  }
  return { files: [...files.keys()], packages: [...packages] };
}

describe('the pure JavaScript entry', () => {
  const { files, packages } = graphOf(entry);

  test('loads nothing that an edge runtime lacks', () => {
    expect(packages.toSorted()).toEqual(['pgsql-ast-parser', 'zod']);
  });

  test('reaches the rules and its own parser, not the other one', () => {
    expect(files.some((file) => file.includes('/src/rules/'))).toBe(true);
    expect(files.some((file) => file.includes('/src/sql/pure-js/'))).toBe(true);
    expect(files.filter((file) => file.includes('/src/sql/libpg-query/'))).toEqual([]);
  });

  test('is told apart from what loads WebAssembly', () => {
    const adapter = new URL('../src/sql/libpg-query/adapter.ts', import.meta.url);
    expect(graphOf(adapter).packages).toContain('libpg-query');
  });
});

describe('without WebAssembly and without waiting', () => {
  test('a dropped table is destructive, a made one is not', () => {
    expect(detectDestructiveOperations('drop table books;')).toBe(true);
    expect(detectDestructiveOperations('create table books (id bigint primary key);')).toBe(false);
  });

  test('a table without row level security is found', () => {
    const table = 'create table books (id bigint primary key, author uuid references authors on delete cascade);';
    expect(detectMissingRLS(table)).toBe(true);
    expect(detectMissingRLS(`${table} alter table books enable row level security;`)).toBe(false);
  });

  test('a migration is judged with places', () => {
    const { errors, findings } = validateMigration('select 1;\ndrop table books;');
    expect(errors.length).toBeGreaterThan(0);
    expect(findings.find((finding) => finding.ruleId === 'drop-table')).toMatchObject({ line: 2, column: 1 });
  });
});
