import type { z } from 'zod';
import type { rules } from '../rules/index.js';
import type { ConfigFile, Level } from './schema.js';

type AnyRule = (typeof rules)[number];
export type RuleId = AnyRule['id'];

/** Each rule's level, or its level with its options; options are typed by the rule's own schema. */
export type RuleSettings = {
  readonly [R in AnyRule as R['id']]?: Level | readonly [Level, z.input<R['options']>];
};

export interface Config extends Omit<ConfigFile, 'rules'> {
  readonly rules?: RuleSettings | undefined;
}

/** Types a config file: `export default defineConfig({ preset: 'strict' })`. Returns what it is given. */
export const defineConfig = (config: Config): Config => config;
