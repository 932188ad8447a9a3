import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

const text = readFileSync(path.join(root, 'docs/writing-rules.md'), 'utf8');
const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

/** What the compiler says of a file with this text among the rules, with the settings of the project. */
function complaintsAbout(code: string): readonly string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const paths = { pgairlock: ['./src/index.ts'], 'pgairlock/testing': ['./src/testing.ts'] };
  const file = path.join(root, 'src/rules/locks/rule-of-the-page.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], { ...options, paths }, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

describe('the page on writing rules', () => {
  test('shows code', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(6);
  });

  test.each(blocks.map((code, index) => [index + 1, code] as const))('compiles: block %i', (_, code) => {
    expect(complaintsAbout(code)).toEqual([]);
  });

  test('would not compile with a message that a rule does not have', () => {
    const [, effects = ''] = blocks;
    expect(complaintsAbout(effects.replace("message: 'reads'", "message: 'rades'"))).not.toEqual([]);
  });
});
