import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lint } from '../../src/app/lint.js';
import type { LintOptions } from '../../src/app/lint-options.js';
import type { Finding } from '../../src/core/report.js';
import { createWorkTree, type WorkTree } from '../sources/work-tree.js';

const books = 'create table books (id bigint primary key);\n';
const loans = 'create table loans (id bigint primary key);\n';

let tree: WorkTree;
beforeEach(async () => {
  tree = await createWorkTree();
});
afterEach(() => tree.dispose());

const since = (ref: string): LintOptions => ({ changes: { kind: 'since', ref } });
const staged: LintOptions = { changes: { kind: 'staged' } };
const changed: LintOptions = { changes: { kind: 'changed' } };

const run = async (options: LintOptions, cwd = tree.root) => {
  const report = await lint({ cwd, configFile: false, ...options });
  const findings = [...report.files.flatMap((file) => file.findings), ...report.project];
  return { paths: report.files.map((file) => file.path), findings, context: report.context };
};

const told = (findings: readonly Finding[], ruleId: string): string[] =>
  findings.filter((finding) => finding.ruleId === ruleId).map(({ path: file, message }) => `${file}: ${message}`);

describe('what is reported', () => {
  test('since a ref: what the branch committed, changed and has not added yet', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await tree.git('checkout', '--quiet', '-b', 'topic');
    await tree.write('migrations/0002_loans.sql', loans);
    await tree.commit();
    await tree.write('migrations/0003_fines.sql', 'create table fines (id bigint);');
    expect((await run(since('main'))).paths).toEqual(['migrations/0002_loans.sql', 'migrations/0003_fines.sql']);
    expect((await run({ ...since('main'), paths: ['migrations/0003_fines.sql'] })).paths).toEqual([
      'migrations/0003_fines.sql',
    ]);
    expect((await run(changed)).paths).toEqual(['migrations/0003_fines.sql']);
    expect((await run(staged)).paths).toEqual([]);
  });

  test('the rest is replayed', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await tree.write('migrations/0002_index.sql', 'create index books_id on books (id);');
    const { findings } = await run(changed);
    expect(told(findings, 'create-index-non-concurrent')).toHaveLength(1);
  });

  test('staged: the text of the index, not that on disk', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await tree.write('migrations/0002_drop.sql', 'drop table books;');
    await tree.git('add', '--all');
    await tree.write('migrations/0002_drop.sql', 'select 1;');
    expect(told((await run(staged)).findings, 'drop-table')).toHaveLength(1);
    expect(told((await run(changed)).findings, 'drop-table')).toHaveLength(0);
  });

  test('a down file brings its up', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.write('migrations/0001_books.down.sql', 'drop table books;');
    await tree.commit();
    await tree.write('migrations/0001_books.down.sql', 'drop table if exists books;');
    expect((await run(changed)).paths).toEqual(['migrations/0001_books.sql', 'migrations/0001_books.down.sql']);
  });

  test('below the top of the repository, with names that are not ASCII', async () => {
    await tree.write('services/app/migrations/0001_bücher.sql', books);
    await tree.write('services/other/migrations/0001_books.sql', books);
    await tree.commit();
    await tree.write('services/app/migrations/0002_größe ändern.sql', 'alter table books add size text;');
    await tree.write('services/other/migrations/0002_size.sql', 'alter table books add size text;');
    const { paths, findings } = await run(changed, path.join(tree.root, 'services/app'));
    expect(paths).toEqual(['migrations/0002_größe ändern.sql']);
    expect(told(findings, 'deleted-migration')).toEqual([]);
  });

  test('in another work tree of the repository', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await tree.git('worktree', 'add', '--quiet', '-b', 'topic', 'other');
    await tree.write('other/migrations/0001_books.sql', 'create table books (id uuid primary key);');
    const { findings } = await run(since('main'), path.join(tree.root, 'other'));
    expect(told(findings, 'edited-applied-migration')).toHaveLength(1);
  });

  test('before the first commit everything is changed, and nothing was there', async () => {
    await tree.write('migrations/0001_books.sql', books);
    const { paths, context } = await run(changed);
    expect(paths).toEqual(['migrations/0001_books.sql']);
    expect(context.at(-1)).toContain('no commit yet');
  });
});

describe('what it is compared with', () => {
  test('deleted, renamed and edited migrations are told apart', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.write('migrations/0002_loans.sql', loans);
    await tree.write('migrations/0003_fines.sql', 'create table fines (id bigint primary key);');
    await tree.commit();
    await tree.remove('migrations/0001_books.sql');
    await tree.git('mv', 'migrations/0002_loans.sql', 'migrations/0004_loans.sql');
    await tree.write('migrations/0003_fines.sql', 'create table fines (id uuid primary key);');
    const { findings } = await run(changed);
    expect(told(findings, 'deleted-migration')).toEqual([
      'migrations/0004_loans.sql: Migration 0002_loans of HEAD is called 0004_loans now, so that it would be applied a second time.',
      ': Migration 0001_books is in HEAD and is gone now (migrations/0001_books.sql).',
    ]);
    expect(told(findings, 'edited-applied-migration')).toHaveLength(1);
  });

  test('line endings are no edit, comments are a small one', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.write('migrations/0002_loans.sql', loans);
    await tree.commit();
    await tree.write('migrations/0001_books.sql', books.replace('\n', '\r\n'));
    await tree.write('migrations/0002_loans.sql', `-- all loans\n${loans}`);
    const { findings } = await run(changed);
    const edits = findings.filter(({ ruleId }) => ruleId === 'edited-applied-migration');
    expect(edits.map(({ path: file, severity }) => [file, severity])).toEqual([['migrations/0002_loans.sql', 'info']]);
  });

  test('migrations that are folders of their own, with downs', async () => {
    const folder = 'migrations/20260101120000';
    await tree.write(`${folder}_books/up.sql`, books);
    await tree.write(`${folder}_books/down.sql`, 'drop table books;');
    await tree.write('migrations/20260102120000_loans/up.sql', loans);
    await tree.write('migrations/20260102120000_loans/down.sql', 'drop table loans;');
    await tree.commit();
    await tree.write(`${folder}_books/up.sql`, 'create table books (id uuid primary key);');
    await tree.git('rm', '-r', '--quiet', 'migrations/20260102120000_loans');
    const { paths, findings } = await run({ ...changed, paths: ['migrations'] });
    expect(paths).toEqual([`${folder}_books/up.sql`, `${folder}_books/down.sql`]);
    expect(told(findings, 'edited-applied-migration')).toHaveLength(1);
    expect(told(findings, 'deleted-migration')).toEqual([
      ': Migration 20260102120000_loans is in HEAD and is gone now (migrations/20260102120000_loans/up.sql).',
    ]);
  });

  test('a migration that others merged meanwhile counts as applied, and not as deleted here', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await tree.git('checkout', '--quiet', '-b', 'topic');
    await tree.write('migrations/0002_loans.sql', loans);
    await tree.commit();
    await tree.git('checkout', '--quiet', 'main');
    await tree.write('migrations/0003_fines.sql', 'create table fines (id bigint primary key);');
    await tree.commit();
    await tree.git('checkout', '--quiet', 'topic');
    const { findings } = await run(since('main'));
    expect(told(findings, 'out-of-order')).toEqual([
      'migrations/0002_loans.sql: Migration 0002_loans is new and sorts before 0003_fines, which is in main already.',
    ]);
    expect(told(findings, 'deleted-migration')).toEqual([]);
  });
});

describe('what cannot be compared', () => {
  test('a ref that does not exist', async () => {
    await tree.write('migrations/0001_books.sql', books);
    await tree.commit();
    await expect(run(since('nowhere'))).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no git commit "nowhere" here.',
    });
    await expect(run(since('--all'))).rejects.toMatchObject({ code: 'usage' });
  });

  test('a folder outside of any repository', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pgairlock-no-git-'));
    await expect(run(changed, folder)).rejects.toMatchObject({ code: 'usage', message: /not a git repository/ });
    await rm(folder, { recursive: true });
  });
});
