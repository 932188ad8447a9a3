import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toFindings } from '../../../src/app/verify/to-findings.js';
import { verifyProject } from '../../../src/app/verify/verify-project.js';
import { exampleProject } from '../../../src/engine/examples/example-project.js';
import type { Example, Rule } from '../../../src/engine/rule.js';
import { rules } from '../../../src/rules/index.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import type { Parser } from '../../../src/sql/parser.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';

/** Each example runs on a copy of one empty database, which is faster than a new one. */
let empty: Scratch;
let parser: Parser;
beforeAll(async () => {
  [empty, parser] = await Promise.all([openScratch({ supabase: false, sql: [] }), loadLibpgQuery()]);
}, 120_000);
afterAll(() => empty.dispose());

const all: readonly Rule[] = rules;
const found = all.filter(({ foundBy }) => foundBy === 'verify');

test('there are rules that verify finds', () => {
  expect(found.map(({ id }) => id).sort()).toEqual([
    'down-loses-data',
    'down-not-restoring',
    'effects-mismatch',
    'replay-failure',
  ]);
});

async function reportsOf(rule: Rule, example: Example): Promise<readonly (string | undefined)[]> {
  const project = exampleProject(example);
  const last = project.migrations.at(-1);
  const input = {
    project,
    folder: 'migrations',
    parser,
    judged: (migration: unknown) => migration === last,
    place: { kind: 'pglite' },
    options: {},
    openWith: () => empty.copy(),
  } as const;
  const history = await verifyProject(input);
  const active = [{ rule, severity: rule.severity, options: {} }];
  const result = toFindings({ ...input, history, rules: active, parts: ['replay', 'measure', 'down'] });
  const findings = [...result.files.flatMap(({ findings }) => findings), ...result.project];
  for (const { message } of findings) expect(message).not.toMatch(/undefined|\{\w+\}|\[object/);
  return findings.map(({ messageId }) => messageId);
}

describe.each(found.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples.map((example, index) => [index + 1, example.sql, example] as const))(
    'example %i: %s',
    async (_index, _sql, example) => {
      expect(await reportsOf(rule, example)).toEqual(example.reports);
    },
    60_000,
  );
});
