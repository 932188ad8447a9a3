import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'tsdown';
import { describe, expect, it } from 'vitest';
import { detectDestructiveOperations, detectMissingRLS, validateMigration } from '../../src/pure-js.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the pure JavaScript entry', () => {
  it('answers at once, in the same words', () => {
    expect(validateMigration('DROP TABLE users;').errors).toContain('Destructive operation: DROP TABLE');
    expect(detectDestructiveOperations('DROP TABLE users;')).toBe(true);
    expect(detectDestructiveOperations('CREATE TABLE users (id int);')).toBe(false);
    expect(detectMissingRLS('CREATE TABLE a (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY;')).toBe(false);
  });

  it('needs neither WebAssembly nor anything of Node', async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'pgairlock-pure-'));
    try {
      await build({
        config: false,
        cwd: root,
        entry: { entry: 'src/pure-js.ts' },
        outDir: out,
        noExternal: [/.*/],
        dts: false,
        platform: 'neutral',
        inputOptions: { resolve: { mainFields: ['module', 'main'] } },
        logLevel: 'silent',
      });
      const code = await readFile(path.join(out, 'entry.js'), 'utf8');
      expect(code).not.toMatch(/(?:from|import) ?\(?['"](?:node:|libpg)|require\(['"]|WebAssembly\.[A-Za-z]/);
      const script = `import { validateMigration } from './entry.js'; console.log(validateMigration('DROP TABLE a;').errors[0]);`;
      const args = ['--input-type=module', '-e', script];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: out });
      expect(stdout).toBe('Destructive operation: DROP TABLE\n');
    } finally {
      await rm(out, { recursive: true });
    }
  });
});
