import { describe, expect, test } from 'vitest';
import { validateWith } from '../../src/app/validate-with.js';
import { internalErrorId } from '../../src/engine/internal-error.js';
import type { Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { lex } from '../../src/sql/lexer.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { pureJs } from '../../src/sql/pure-js/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const libpg = await loadLibpgQuery();

/** The same numbers on each run: the test must not fail now and then. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const random = createRandom(20);
const pick = <Item>(items: readonly Item[], otherwise: Item): Item => items[random(items.length)] ?? otherwise;

const examples = rules.flatMap((rule: Rule) =>
  rule.examples.map(({ given = [], sql, down = '' }) => [given, sql, down].flat().join('\n')),
);
const disturbing = [
  ...["'", '"', '$$', '$a$', '/*', '*/', '--', ';', '(', ')', '\\', ':x', '🦀', 'é', '\u2028', '\0', '\t'],
  ...[
    '\n',
    '\r\n',
    '\r',
    "E'",
    'U&"\\0061"',
    '\\gexec',
    'COPY t FROM stdin;\n',
    '\\.\n',
    'BEGIN ATOMIC',
    'CASE',
    'END',
  ],
  ...[
    'BEGIN;',
    'COMMIT;',
    'ROLLBACK;',
    'SAVEPOINT a;',
    'ROLLBACK TO a;',
    'SET search_path = x;',
    'DO $$ begin',
    'CASCADE',
  ],
  ...['-- pgairlock-disable-next-line drop-table -- x\n', '/* pgairlock-disable-file drop-table */'],
];

function mutate(sql: string): string {
  const at = random(sql.length + 1);
  const [before, after] = [sql.slice(0, at), sql.slice(at)];
  const way = random(4);
  if (way === 0) return before + after.slice(1 + random(6));
  if (way === 1) return before + after.slice(0, random(40)) + after;
  return before + pick(disturbing, ';') + after;
}

function mutants(count: number, mostChanges: number): readonly string[] {
  return Array.from({ length: count }, () => {
    let sql = `${pick(examples, '')};\n${pick(examples, '')}`;
    for (let times = random(mostChanges); times >= 0; times -= 1) sql = mutate(sql);
    return sql;
  });
}

const mutated = mutants(1_500, 5);

const isWithin = (inner: { start: number; end: number }, outer: { start: number; end: number }): boolean =>
  outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;

describe.each([
  ['libpg-query', libpg],
  ['pure JavaScript', pureJs],
])('SQL that was changed at random, read by %s', (_, parser) => {
  test('is as long as before, and all that is found in it has its place in it', () => {
    const wrong = mutated.filter((sql) => {
      const { text, statements } = readScript(sql, parser);
      const places = [{ start: 0, end: 0 }, ...statements.map(({ span }) => span)];
      const inOrder = statements.every(({ span }, index) => (places[index]?.end ?? 0) <= span.start);
      const inside = statements.every(({ span, operations }) => operations.every((op) => isWithin(op.span, span)));
      return text.length !== sql.length || !inOrder || !inside;
    });
    expect(wrong).toEqual([]);
  });

  test('breaks no rule', () => {
    const broken = mutated.filter((sql) =>
      validateWith(parser, sql, { preset: 'strict' }).findings.some(({ ruleId }) => ruleId === internalErrorId),
    );
    expect(broken).toEqual([]);
  });
});

test('SQL that PostgreSQL can read as a whole is cut where its own parser cuts it', () => {
  const readable = mutants(4_000, 1).flatMap((sql) => {
    const { text, statements } = lex(sql);
    const [first, last] = [statements[0], statements.at(-1)];
    const outcome = first && last && libpg.parse(text, first.start, last.end);
    return outcome?.ok && !sql.includes('\0') ? [{ sql, cut: statements, parsed: outcome.statements }] : [];
  });
  expect(readable.length).toBeGreaterThan(300);
  const differing = readable.filter(
    ({ cut, parsed }) => JSON.stringify(cut) !== JSON.stringify(parsed.map(({ span }) => span)),
  );
  expect(differing.map(({ sql }) => sql)).toEqual([]);
});
