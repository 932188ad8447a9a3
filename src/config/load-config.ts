import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { PgairlockError } from '../core/error.js';
import { defineConfig } from './define-config.js';
import { findConfig, typescriptEndings } from './find-config.js';
import { parseConfig } from './parse-config.js';
import type { ConfigFile } from './schema.js';

export interface LoadedConfig {
  readonly config: ConfigFile;
  /** Absolute; absent where there is no config file. */
  readonly path?: string | undefined;
  /** Absolute: what the paths in the config are relative to. */
  readonly base: string;
}

export interface LoadOptions {
  /** Absolute. The search goes upward from here, to the root of the repository. */
  readonly cwd: string;
  /** A config file to read instead of searching, relative to `cwd`. */
  readonly file?: string | undefined;
  /** Ids and aliases of the rules. */
  readonly ruleNames: Iterable<string>;
}

/**
 * Finds and checks the config. Without a file every setting has its default.
 * @throws PgairlockError `config-unreadable` or `config-invalid`.
 */
export async function loadConfig({ cwd, file, ruleNames }: LoadOptions): Promise<LoadedConfig> {
  const found = file === undefined ? findConfig(cwd) : path.resolve(cwd, file);
  if (found === undefined) return { config: {}, base: cwd };
  const shown = path.relative(cwd, found);
  if (!existsSync(found)) throw new PgairlockError('config-unreadable', `There is no config file ${shown}.`);
  const value = await readConfig(found, shown);
  return { config: parseConfig(value, shown, ruleNames), path: found, base: path.dirname(found) };
}

/** What the file holds or exports. The loaders cost start-up time, so that nobody without a config pays for them. */
async function readConfig(absolute: string, shown: string): Promise<unknown> {
  try {
    const { cosmiconfig } = await import('cosmiconfig');
    const explorer = cosmiconfig('pgairlock', {
      loaders: Object.fromEntries(typescriptEndings.map((ending) => [`.${ending}`, loadTypeScript])),
    });
    return (await explorer.load(absolute))?.config;
  } catch (cause) {
    throw new PgairlockError('config-unreadable', `Cannot read ${shown}: ${reasonOf(cause, absolute)}.`, { cause });
  }
}

/** Node before 22.18 cannot import TypeScript. The config may import `pgairlock` where it is not installed. */
async function loadTypeScript(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(file).href, { virtualModules: { pgairlock: { defineConfig } } });
  return jiti.import(file, { default: true });
}

/** A line of an excerpt: `> 2 | { "preset":`, or what points into it. */
const isExcerpt = (line: string): boolean => /^>?\s*\d*\s*\|/.test(line);

/** The first line that says something, without the path that the message has already. */
function reasonOf(cause: unknown, absolute: string): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  // The excerpt is coloured where the environment asks for colours, on CI machines say.
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replaceAll(absolute, '').replace(/\b(?:in|JSON Error in|YAML Error in)\s*:?\s*$/, ''));
  const [reason = text] = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== ':' && !isExcerpt(line));
  return reason.replace(/[.:]$/, '');
}
