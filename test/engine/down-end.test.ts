import { expect, test } from 'vitest';
import { z } from 'zod';
import { schemaDifferences } from '../../src/catalog/schema-differences.js';
import { defineRule } from '../../src/engine/rule.js';
import { findingsOf, lintSql } from './lint-sql.js';

/** Says what a pair leaves behind, and who made what the down drops. */
const pairs = defineRule({
  id: 'pairs',
  category: 'history',
  severity: 'info',
  presets: { strict: true },
  directions: ['down'],
  docs: { summary: 'S.', condition: 'C.', effect: 'E.', workaround: 'W.', references: [] },
  options: z.strictObject({}),
  messages: { pair: '{up} up, {down} down: {differences}', dropped: '{table} is of {maker}' },
  examples: [],
  check: {
    *downEnd({ upScript, script, changes }) {
      const data = {
        up: String(upScript.statements.length),
        down: String(script.statements.length),
        differences: schemaDifferences(changes)
          .map(({ kind, object }) => `${kind} ${object}`)
          .join(', '),
      };
      yield { message: 'pair', data, at: { start: 0, end: 0 } };
    },
    *dropTable(op, { catalog, migrationOf }) {
      const relation = catalog.relation(op.table);
      const maker = typeof relation === 'string' ? undefined : migrationOf(relation.unit);
      yield { message: 'dropped', data: { table: op.table.name, maker: maker?.id ?? 'nobody' }, at: op.span };
    },
  },
});

const library = 'create table books (id bigint); create table loans (id bigint);';
const pair = {
  given: library,
  sql: 'create table a (id int); drop table loans;',
  down: 'drop table a; drop table books;',
};

test('a pair is compared with the schema before its up', () => {
  const messages = findingsOf(lintSql([pairs], pair).files).map(({ message }) => message);
  expect(messages).toEqual([
    '2 up, 2 down: lost table loans, lost table books',
    'a is of 0002_example',
    'books is of 0001_example',
  ]);
});

test('what comes after the pair meets the schema that the up left', () => {
  const after = defineRule({
    ...pairs,
    id: 'after',
    directions: ['up'],
    messages: { pair: '', dropped: '{table} is {found}' },
    check: {
      *createView(op, { catalog }) {
        for (const table of ['a', 'books', 'loans']) {
          const relation = catalog.relation({ name: table });
          const found = typeof relation === 'string' ? relation : 'there';
          yield { message: 'dropped', data: { table, found }, at: op.span };
        }
      },
    },
  });
  const { files } = lintSql([pairs, after], { ...pair, after: ['create view v as select 1 as one;'] });
  const messages = findingsOf(files).flatMap(({ ruleId, message }) => (ruleId === 'after' ? [message] : []));
  expect(messages.toSorted()).toEqual(['a is there', 'books is there', 'loans is absent']);
});

test('a pair of which the down is not judged is not compared', () => {
  const { files } = lintSql([pairs], pair, { judged: (path) => !path.endsWith('.down.sql') });
  expect(findingsOf(files)).toEqual([]);
});
