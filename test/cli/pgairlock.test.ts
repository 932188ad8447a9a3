import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltProgram, buildProgram, root } from './built-program.js';

let program: BuiltProgram;
const pgairlock: BuiltProgram['run'] = (...args) => program.run(...args);

describe('pgairlock', () => {
  let demo = '';
  beforeAll(async () => {
    program = await buildProgram('pgairlock');
    demo = await mkdtemp(path.join(tmpdir(), 'pgairlock-cli-'));
    await cp(path.join(root, 'fixtures/demo'), demo, { recursive: true });
  });
  afterAll(() => rm(demo, { recursive: true }));

  const clean = 'migrations/0001_create_books.sql';
  const refused = 'migrations/0002_speed_up_search.sql';

  it.concurrent('passes a clean migration with 0', async () => {
    const { status, stdout, stderr } = await pgairlock(demo, ['lint', clean]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('may be applied');
  });

  it.concurrent('refuses a dangerous one with 1, by its other name too', async () => {
    const { status, stdout } = await pgairlock(demo, ['validate', refused, '--no-color']);
    expect(status).toBe(1);
    expect(stdout).toContain('create-index-non-concurrent');
    expect(stdout).not.toContain('\u001b[');
  });

  it.concurrent('colours where it is asked to', async () => {
    const { stdout } = await pgairlock(demo, ['lint'], '', { FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001b[');
  });

  it.concurrent('writes each format beside its output', async () => {
    const args = [
      'lint',
      '--format',
      'compact',
      '-f',
      'json',
      '-o',
      'report.json',
      '--output',
      'r.sarif',
      '-f',
      'sarif',
    ];
    const { status, stdout } = await pgairlock(demo, args);
    expect(status).toBe(1);
    expect(stdout).toContain(`${refused}:5:1: error: `);
    const report = JSON.parse(await readFile(path.join(demo, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ schema: 1, summary: { files: 2, clean: 1 } });
    expect(JSON.parse(await readFile(path.join(demo, 'r.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it.concurrent('reads standard input, alone or in the place of a file', async () => {
    const alone = await pgairlock(demo, ['lint', '-', '-f', 'compact'], 'DROP TABLE books;');
    expect(alone.status).toBe(1);
    expect(alone.stdout).toMatch(/^<stdin>:1:1: error: .*\[drop-table\]$/m);
    const inPlace = ['lint', '-', '--stdin-filename', 'migrations/0003_more.sql', '-f', 'compact'];
    const { status, stdout } = await pgairlock(demo, inPlace, 'DROP TABLE books;');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^migrations\/0003_more\.sql:1:1: error: .*\[drop-table\]$/m);
  });

  it.concurrent('reads standard input with a byte-order mark, and refuses what no server reads', async () => {
    const marked = await pgairlock(demo, ['lint', '-', '-f', 'compact'], '\uFEFFDROP TABLE books;');
    expect(marked.stdout).toMatch(/^<stdin>:1:1: error: .*\[drop-table\]$/m);
    const broken = await pgairlock(demo, ['lint', '-', '-f', 'compact'], 'SELECT 1;\n\0');
    expect(broken).toMatchObject({ status: 2, stdout: '' });
    expect(broken.stderr).toBe(
      'pgairlock: Standard input cannot be read as SQL. Holds a NUL byte in line 2. PostgreSQL refuses such text.\n',
    );
  });

  it.concurrent('does not write two reports to one file', async () => {
    const args = ['lint', '-f', 'json', '-o', 'both', '-f', 'sarif', '-o', './both'];
    const { status, stderr } = await pgairlock(demo, args);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'pgairlock: Two reports cannot both be written to ./both.\n',
    });
  });

  it.concurrent('obeys --rule, --quiet and --max-warnings', async () => {
    const off = ['create-index-non-concurrent', 'alter-column-type-rewrite', 'drop-column'];
    const rules = off.flatMap((id) => ['--rule', `${id}=warning`]);
    const args = ['lint', refused, '-f', 'compact', ...rules];
    expect((await pgairlock(demo, args)).status).toBe(0);
    const limited = await pgairlock(demo, [...args, '--max-warnings', '2', '--quiet']);
    expect(limited.status).toBe(1);
    expect(limited.stdout).not.toContain('drop-column');
  });

  it.concurrent('explains and lists rules', async () => {
    const [list, json, page] = await Promise.all([
      pgairlock(demo, ['rules']),
      pgairlock(demo, ['rules', '--json']),
      pgairlock(demo, ['explain', 'drop-table']),
    ]);
    expect(list.stdout).toMatch(/^ {2}drop-table +error +error +error +\S/m);
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ id: 'drop-table' }));
    expect(page.stdout).toMatch(/^drop-table .*[\s\S]*^When$[\s\S]*^Effect$[\s\S]*^Instead$/m);
  });

  it.concurrent('is silent where its reader goes away', async () => {
    const child = spawn(process.execPath, [program.script, 'rules', '--json'], { cwd: demo });
    child.stdout.destroy();
    const errors = await text(child.stderr);
    const [status] = child.exitCode === null ? await once(child, 'close') : [child.exitCode];
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  });

  it.concurrent('helps a newcomer', async () => {
    const [bare, help, version] = await Promise.all([
      pgairlock(demo, []),
      pgairlock(demo, ['lint', '--help']),
      pgairlock(demo, ['--version']),
    ]);
    expect(bare).toMatchObject({ status: 0, stdout: expect.stringContaining('Start with `pgairlock lint`') });
    expect(help.stdout).toMatch(/Examples:[\s\S]*Exit status:\n {2}0 /);
    expect(version).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.concurrent.each([
    [['lnt'], "unknown command 'lnt' (Did you mean lint?)"],
    [['lint', '--fromat', 'x'], "unknown option '--fromat' (Did you mean --format?)"],
    [['lint', '--format', 'jsn'], 'Unknown format "jsn". Did you mean "json"?'],
    [['lint', 'nowhere.sql'], 'There is no file or folder nowhere.sql.'],
    [['lint', '--rule', 'drop-tabel=off'], 'Unknown rule "drop-tabel". Did you mean "drop-table"?'],
    [['lint', '--config', 'nowhere.json'], 'There is no config file nowhere.json.'],
    [['explain', 'drop-tabel'], 'There is no rule "drop-tabel". Did you mean "drop-table"?'],
  ])('says what is wrong with %j in one line and exits with 2', async (args, message) => {
    expect(await pgairlock(demo, args)).toEqual({ status: 2, stdout: '', stderr: `pgairlock: ${message}\n` });
  });
});
