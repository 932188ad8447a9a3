import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { generateHistory } from '../../bench/generate-history.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import { lintHistory } from '../../src/engine/lint-history.js';
import { defineRule, type Project, type Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import type { Parser } from '../../src/sql/parser.js';

const bodiesRead = vi.hoisted((): string[] => []);

vi.mock('libpg-query', async (original) => {
  const module = await original<typeof import('libpg-query')>();
  const parsePlPgSQLSync: typeof module.parsePlPgSQLSync = (sql) => {
    bodiesRead.push(sql);
    return module.parsePlPgSQLSync(sql);
  };
  return { ...module, parsePlPgSQLSync };
});

const parser = await loadLibpgQuery();

function projectOf(count: number, ...more: readonly string[]): Project {
  const files = [...generateHistory(count)];
  return exampleProject({
    given: [...files.map(({ sql }) => sql), ...more],
    ids: files.map(({ filename }) => filename.replace(/\.sql$/, '')),
    sql: 'select 1;',
    reports: [],
  });
}

const lintWith = (project: Project, active: readonly Rule[], reader: Parser = parser) =>
  lintHistory({
    project,
    parser: reader,
    rules: active.map((rule) => ({ rule, severity: rule.severity, options: rule.options.parse({}) })),
    judged: () => true,
  });

test('bodies of functions are read for the names in them only where these may matter', () => {
  const functions = ['books', 'loans'].map(
    (table) => `create table ${table} (id int);
create function touch_${table}() returns void language plpgsql set search_path = ''
  as $$ begin delete from public.${table}; end $$;`,
  );
  bodiesRead.length = 0;
  lintWith(projectOf(200, ...functions), rules);
  expect(bodiesRead).toEqual([]);
  lintWith(projectOf(200, ...functions, 'drop table books;'), rules);
  expect(bodiesRead).toEqual([expect.stringContaining('delete from public.books')]);
});

/** How often the list of migrations is read at some index. */
function readsOf(count: number): number {
  const project = projectOf(count);
  let reads = 0;
  const migrations = new Proxy(project.migrations, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key);
    },
  });
  lintWith({ ...project, migrations }, rules);
  return reads;
}

test('a file costs the same in a long history as in a short one', () => {
  const perFile = (count: number): number => readsOf(count) / count;
  expect(perFile(400)).toBeLessThan(perFile(100) * 1.1);
});

test('the report keeps the text of a file only where there is something to show', () => {
  const { files } = lintWith(projectOf(100, 'drop table;'), rules);
  const holds = ({ findings, unanalysed }: (typeof files)[number]): boolean => findings.length > 0 || unanalysed > 0;
  expect(new Set(files.map(holds))).toEqual(new Set([true, false]));
  expect(files.filter((file) => holds(file) !== (file.source !== ''))).toEqual([]);
});

test('nothing of a file but its text, its objects and its findings outlives it', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const read: WeakRef<object>[] = [];
  const watching: Parser = {
    name: parser.name,
    parse(text, from, to) {
      const outcome = parser.parse(text, from, to);
      if (outcome.ok)
        read.push(...outcome.statements.flatMap(({ operations }) => operations.map((op) => new WeakRef(op))));
      return outcome;
    },
  };
  let kept: Catalog | undefined;
  const keeper = defineRule({
    id: 'keeper',
    category: 'schema',
    severity: 'info',
    presets: {},
    docs: { summary: 'S.', condition: 'C.', effect: 'E.', workaround: 'W.', references: [] },
    options: rules[0]?.options ?? expect.fail('no rules'),
    messages: { kept: 'Kept.' },
    examples: [],
    check: {
      *history({ catalog }) {
        kept = catalog;
        yield { message: 'kept', at: { start: 0, end: 0 } };
      },
    },
  });
  const report = lintWith(projectOf(100), [...rules, keeper], watching);
  // A weak reference holds its target until the turn ends.
  await new Promise((resolve) => setTimeout(resolve, 0));
  collect();
  expect(read.length).toBeGreaterThan(100);
  expect(read.filter((operation) => operation.deref() !== undefined)).toEqual([]);
  expect([kept?.complete, report.files.length]).toEqual([true, 101]);
});
