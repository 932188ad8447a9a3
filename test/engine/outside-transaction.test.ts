import { expect, test } from 'vitest';
import { formatNames } from '../../src/core/format-name.js';
import type { Section } from '../../src/core/migration.js';
import { takesFileEach, wayOutside } from '../../src/engine/outside-transaction.js';

const section = (rest: Partial<Section>): Section => ({
  direction: 'up',
  path: '1.sql',
  source: '',
  text: '',
  form: 'file',
  transaction: 'transaction',
  ...rest,
});

test('each tool that runs files in a transaction is told in its own words how not to', () => {
  const untold = formatNames.filter((format) => wayOutside(format) === undefined);
  // hasura has no way; sqitch and plain files open no transaction of their own.
  expect(untold).toEqual(['sqitch', 'hasura', 'plain']);
});

test('a tool that sends a file as one query needs a file for each concurrent statement', () => {
  expect(takesFileEach(section({ transaction: 'simple-query' }), 'plain')).toBe(true);
  expect(takesFileEach(section({ transaction: 'pipeline' }), 'supabase')).toBe(true);
});

test('so does one that does it only where it is told to open no transaction', () => {
  expect(takesFileEach(section({}), 'dbmate')).toBe(true);
  expect(takesFileEach(section({}), 'goose')).toBe(false);
  expect(takesFileEach(section({ transaction: 'pipeline-standalone' }), 'supabase')).toBe(false);
});

test('what runs such files statement by statement needs one file', () => {
  expect(takesFileEach(section({ transaction: 'simple-query', adaptive: true }), 'golang-migrate')).toBe(false);
});
