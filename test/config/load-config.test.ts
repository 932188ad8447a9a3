import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';

const ruleNames = ['drop-table', 'drop-column'];

describe('loadConfig', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'pgairlock-config-'));
    await mkdir(path.join(root, '.git'));
    await mkdir(path.join(root, 'packages/db'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(path.join(root, name), text);
  const load = (cwd = root, file?: string) => loadConfig({ cwd, file, ruleNames });

  it.each([
    ['pgairlock.config.json', '{ "preset": "strict" }'],
    ['pgairlock.config.yaml', 'preset: strict\n'],
    ['.pgairlockrc', 'preset: strict\n'],
    ['pgairlock.config.mjs', "export default { preset: 'strict' };"],
    ['package.json', '{ "name": "shop", "pgairlock": { "preset": "strict" } }'],
    [
      'pgairlock.config.ts',
      "import { defineConfig } from 'pgairlock';\nconst preset = 'strict' as const;\nexport default defineConfig({ preset });",
    ],
  ])('reads %s', async (name, text) => {
    await write(name, text);
    expect(await load()).toEqual({ config: { preset: 'strict' }, path: path.join(root, name), base: root });
  });

  it('looks upward to the root of the repository', async () => {
    await write('pgairlock.config.json', '{ "postgres": 16 }');
    await write('packages/db/package.json', '{ "devDependencies": { "pgairlock": "1" } }');
    const { config, base } = await load(path.join(root, 'packages/db'));
    expect(config).toEqual({ postgres: 16 });
    expect(base).toBe(root);
  });

  it('does not look beyond it', async () => {
    await mkdir(path.join(root, 'packages/db/.git'));
    await write('pgairlock.config.json', '{ "postgres": 16 }');
    expect(await load(path.join(root, 'packages/db'))).toEqual({ config: {}, base: path.join(root, 'packages/db') });
  });

  it('takes the named file instead', async () => {
    await write('pgairlock.config.json', '{ "postgres": 16 }');
    await write('other.yaml', 'postgres: 13\n');
    expect((await load(root, 'other.yaml')).config).toEqual({ postgres: 13 });
  });

  it('says that a named file is not there', async () => {
    await expect(load(root, 'nowhere.json')).rejects.toMatchObject({
      code: 'config-unreadable',
      message: 'There is no config file nowhere.json.',
    });
  });

  it.each([
    ['pgairlock.config.json', '{ "preset": '],
    ['pgairlock.config.json', '{\n'],
    ['pgairlock.config.yaml', 'preset: [strict\n'],
    ['pgairlock.config.mjs', "throw new Error('boom');"],
    ['pgairlock.config.ts', 'export default {{'],
  ])('says in one line that %s cannot be read', async (name, text) => {
    await write(name, text);
    await expect(load()).rejects.toMatchObject({
      code: 'config-unreadable',
      message: expect.stringMatching(new RegExp(`^Cannot read ${name.replaceAll('.', '\\.')}: [^\\n|]{4,}\\.$`)),
    });
  });

  it('names the file of a setting that is wrong', async () => {
    await write('pgairlock.config.json', '{ "rule": {} }');
    await expect(load()).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'pgairlock.config.json: unknown key "rule". Did you mean "rules"?',
    });
  });
});
