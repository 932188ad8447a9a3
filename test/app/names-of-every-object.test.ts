import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { downSql } from '../../src/app/down-sql.js';
import { validateWith } from '../../src/app/validate-with.js';
import { quoteIdentifier } from '../../src/core/name.js';
import { internalErrorId } from '../../src/engine/internal-error.js';
import type { Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { pureJs } from '../../src/sql/pure-js/adapter.js';
import { readScript } from '../../src/sql/read-script.js';
import { operationsOf } from '../../src/sql/script-order.js';

const parsers = [
  ['libpg-query', await loadLibpgQuery()],
  ['pure-js', pureJs],
] as const;

/** What JavaScript finds in every object, where a name is looked up in one. */
const names = ['constructor', '__proto__'];

/** Names and types of the examples, each alone, so that the statements still fit together. */
const words = 'loans mood state shelf total jsonb pgcrypto lock_timeout'.split(' ');
const examples = rules.flatMap((rule: Rule) =>
  rule.examples.map(({ given = [], sql, down = '' }) => [given, sql, down].flat().join('\n')),
);

describe.each(parsers)('read by %s', (_, parser) => {
  test.each(names.flatMap((name) => words.map((word) => [name, word] as const)))(
    '%s for %s is a name as any other',
    (name, word) => {
      const pattern = new RegExp(`\\b${word}\\b`, 'g');
      for (const example of examples.filter((sql) => pattern.test(sql))) {
        const kindsWith = (other: string) =>
          operationsOf(
            readScript(
              example.replace(pattern, () => other),
              parser,
            ),
          ).map(({ kind }) => kind);
        expect(kindsWith(name)).toEqual(kindsWith('any_other'));
        const { findings } = validateWith(
          parser,
          example.replace(pattern, () => name),
          { preset: 'strict' },
        );
        expect(findings.filter(({ ruleId }) => ruleId === internalErrorId).map(({ message }) => message)).toEqual([]);
        expect(findings.filter(({ message }) => /native code|\[object/.test(message))).toEqual([]);
      }
    },
  );
});

test.each(names)('what %s names comes back by a down', async (name) => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-names-'));
  await mkdir(path.join(cwd, 'migrations'));
  const write = (file: string, sql: string): Promise<void> => writeFile(path.join(cwd, 'migrations', file), sql);
  const type = `CREATE TYPE ${name} AS (n int);\nCREATE TABLE books (one ${name}, more ${name}[]);\n`;
  await write('0001_books.sql', type);
  await write('0002_less.sql', 'DROP TABLE books;\n');
  const [down] = await downSql({ cwd, ids: ['0002'], configFile: false });
  await rm(cwd, { recursive: true });
  const text = quoteIdentifier(name);
  expect(down?.sql).toContain(`(\n  one ${text},\n  more ${text}[]\n)`);
});
