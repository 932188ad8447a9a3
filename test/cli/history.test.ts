import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorkTree, type WorkTree } from '../sources/work-tree.js';
import { type BuiltProgram, buildProgram } from './built-program.js';

let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram('history');
});

let tree: WorkTree;
beforeEach(async () => {
  tree = await createWorkTree();
  await tree.write('migrations/0001_books.sql', 'create table books (id bigint primary key, title text);');
  await tree.write('migrations/0002_index.sql', 'create index books_title on books (title);');
  await tree.commit();
});
afterEach(() => tree.dispose());

const run = (...args: readonly string[]) => program.run(tree.root, args);
const filesOf = (stdout: string): readonly string[] =>
  JSON.parse(stdout).files.map(({ path: file }: { readonly path: string }) => file);

describe('lint of what changed in git', () => {
  test('reports on the changed files alone, and exits by them', async () => {
    expect(await run('lint', '--changed')).toMatchObject({ status: 0, stderr: '' });
    await tree.write('migrations/0003_loans.sql', 'create index books_id on books (id);');
    const { status, stdout } = await run('lint', '--since', 'HEAD', '--format', 'json');
    expect({ status, files: filesOf(stdout) }).toEqual({ status: 1, files: ['migrations/0003_loans.sql'] });
    expect(filesOf((await run('lint', '--staged', '-f', 'json')).stdout)).toEqual([]);
    await tree.git('add', '--all');
    expect(filesOf((await run('lint', '--staged', '-f', 'json')).stdout)).toEqual(['migrations/0003_loans.sql']);
  });

  test('sees what is staged from a hook of a linked work tree, in a folder below its top', async () => {
    await tree.write('app/migrations/0001_books.sql', 'create table books (id bigint primary key);');
    await tree.commit();
    await tree.git('worktree', 'add', '--quiet', '-b', 'topic', 'other');
    await tree.write('other/app/migrations/0002_loans.sql', 'create table loans (id bigint primary key);');
    const app = path.join(tree.root, 'other/app');
    const { stdout } = await program.run(app, ['lint', '--changed', '-f', 'json'], '', {
      GIT_DIR: path.join(tree.root, '.git/worktrees/other'),
    });
    expect(filesOf(stdout)).toEqual(['migrations/0002_loans.sql']);
  });

  test('advises a fix of the same files, and none of standard input', async () => {
    const added = 'create index books_id on books (id);\ncreate table notes (body json);\n';
    await tree.write('migrations/0003_loans.sql', added);
    expect((await run('lint', '--since', 'HEAD')).stdout).toContain('- `pgairlock lint --since HEAD --fix` rewrites');
    const { stdout } = await program.run(tree.root, ['lint', '-'], added);
    expect(stdout).toContain('Next:');
    expect(stdout).not.toContain('--fix');
    expect(await program.run(tree.root, ['lint', '-', '--fix'], added)).toMatchObject({
      status: 2,
      stderr: 'pgairlock: --fix rewrites files: standard input has none to rewrite.\n',
    });
  });

  test('refuses a deleted migration', async () => {
    await tree.remove('migrations/0002_index.sql');
    const { status, stdout } = await run('lint', '--changed', '-f', 'compact');
    expect(status).toBe(1);
    expect(stdout).toContain('[deleted-migration]');
  });

  test('says in one line what it cannot compare with', async () => {
    expect(await run('lint', '--since', 'nowhere')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'pgairlock: There is no git commit "nowhere" here.\n',
    });
    expect(await run('lint', '--since', 'HEAD', '--staged')).toMatchObject({ status: 2 });
    const { status, stderr } = await program.run(tree.root, ['lint', '--changed'], '', { PATH: '/nowhere' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'pgairlock: git is not installed, and comparing with a commit needs it.\n',
    });
  });
});

describe('lint with a baseline', () => {
  test('writes it, keeps to it, and can do without it', async () => {
    expect(await run('lint')).toMatchObject({ status: 1 });
    const { status, stdout } = await run('lint', '--write-baseline');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'Wrote pgairlock-baseline.json: 3 known findings in 1 file.\n',
    });
    const after = await run('lint');
    expect(after.status).toBe(0);
    expect(after.stdout).toContain('3 suppressed');
    expect(await run('lint', '--no-baseline')).toMatchObject({ status: 1 });
    const { findings } = JSON.parse((await run('lint', '-f', 'json')).stdout).files[1];
    expect(findings[0]).toMatchObject({ suppressed: true, suppressionReason: 'baseline' });
  });

  test('takes a file of another name', async () => {
    await run('lint', '--write-baseline', 'known.json');
    expect(JSON.parse(await readFile(path.join(tree.root, 'known.json'), 'utf8'))).toMatchObject({ schema: 1 });
    expect(await run('lint', '--baseline', 'known.json')).toMatchObject({ status: 0 });
    expect(await run('lint', '--baseline', 'other.json')).toMatchObject({ status: 2 });
    expect(await run('lint', '--write-baseline', 'migrations/0001_books.sql')).toMatchObject({ status: 2 });
  });
});

test('graph prints the formats, and knows a wrong id', async () => {
  expect((await run('graph')).stdout).toContain('  needs 0001_books (table books and column books.title)');
  expect((await run('graph', '0002', '--format', 'mermaid')).stdout).toContain('m2 -.->');
  expect(JSON.parse((await run('graph', '-f', 'json')).stdout).edges).toHaveLength(1);
  expect(await run('graph', '0009')).toMatchObject({ status: 2 });
});
