import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Checks, defineRule, type Rule } from '../src/engine/rule.js';
import dropTable from '../src/rules/destructive/drop-table.js';
import { checkRule, type Example, runExample } from '../src/testing.js';

const messages = { select: 'No {word}, please.' } as const;
const removed: Checks<typeof messages, unknown> = {
  *select(op) {
    yield { message: 'select', data: { word: 'questions' }, at: op.span, fix: [{ span: op.span, text: 'show all' }] };
  },
};

const ruleWith = (examples: readonly Example<'select'>[], check = removed): Rule =>
  defineRule({
    id: 'no-select',
    category: 'schema',
    severity: 'warning',
    presets: { strict: true },
    docs: { summary: 'S.', condition: 'C.', effect: 'E.', workaround: 'W.', references: [] },
    options: z.strictObject({}),
    messages,
    examples,
    check,
  });

const good: readonly Example<'select'>[] = [
  { sql: 'select 1;', reports: ['select'], fixed: 'show all;' },
  { sql: 'select 1; select 2;', reports: ['select', 'select'], fixed: 'show all; show all;' },
  { sql: 'show all;', reports: [] },
  { sql: '', reports: [] },
];

test('a good rule has no failures', async () => {
  expect(await checkRule(ruleWith(good))).toEqual([]);
  expect(await checkRule(dropTable)).toEqual([]);
});

test.each<readonly [string, Example<'select'>, string]>([
  ['reports less than it says', { sql: 'show all;', reports: ['select'] }, 'reports nothing, expected select'],
  [
    'reports more than it says',
    { sql: 'select 1;', reports: [], fixed: 'show all;' },
    'reports select, expected nothing',
  ],
  ['is fixed otherwise', { sql: 'select 1;', reports: ['select'] }, 'is fixed to "show all;", expected "select 1;"'],
])('an example that %s fails', async (_, example, failure) => {
  expect(await checkRule(ruleWith([...good, example]))).toEqual([`example 5: ${failure}`]);
});

test('a fix that leaves the problem fails', async () => {
  const stubborn: typeof removed = {
    *select(op) {
      const fix = op.query.columns.length > 1 ? [{ span: op.span, text: 'select 1' }] : undefined;
      yield { message: 'select', data: { word: 'questions' }, at: op.span, fix };
    },
  };
  const examples = [
    { sql: 'select 1, 2;', reports: ['select'], fixed: 'select 1;' },
    { sql: 'select 1;', reports: ['select'] },
    ...good.slice(2),
  ] as const;
  expect(await checkRule(ruleWith(examples, stubborn))).toEqual(['example 1: still reports select after the fix']);
});

test('a rule that throws fails its examples with the error', async () => {
  const broken: typeof removed = {
    // biome-ignore lint/correctness/useYield: it throws first
    *select() {
      throw new Error('out of luck');
    },
  };
  const { reports } = await runExample(ruleWith(good, broken), { sql: 'select 1;', reports: [] });
  expect(reports).toEqual([expect.stringContaining('out of luck')]);
});

test('an unfinished rule lists what it lacks', async () => {
  const bare: Rule = {
    ...ruleWith([]),
    id: 'noSelect',
    presets: {},
    docs: { summary: '', condition: 'C', effect: 'E.', workaround: ' ', references: ['http://example.org'] },
  };
  expect(await checkRule(bare)).toEqual([
    'the id "noSelect" is not in kebab-case',
    'the preset "strict" holds every rule, but not this one',
    'docs.summary does not end with a full stop',
    'docs.condition does not end with a full stop',
    'docs.workaround is empty',
    'the reference http://example.org is no https link',
    'has 0 examples that report something, needs 2',
    'has 0 examples that report nothing, needs 2',
    'no example reports the message "select"',
  ]);
});
