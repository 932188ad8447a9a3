import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const caseSchema = z.object({
  rule: z.string(),
  name: z.string(),
  sql: z.string(),
  expect: z.enum(['flag', 'ok']),
  settings: z.object({ pg_version: z.string().optional(), assume_in_transaction: z.boolean().optional() }).optional(),
  /** Why the expectation itself is in doubt. */
  disputed: z.string().optional(),
  mode: z.string().optional(),
});

const proofSchema = z.object({
  rule: z.string(),
  setup: z.string(),
  ddl: z.string(),
  watch: z.string(),
  expect_lock: z.string(),
  /** `Gone`: the relation is dropped. */
  expect_rewrite: z.enum(['Changed', 'Unchanged', 'Gone']),
  also_watch: z.array(z.tuple([z.string(), z.string()])),
});

/** What squawk says of a file with comments that turn its rules off. */
const ignoreSchema = z.object({
  name: z.string(),
  sql: z.string(),
  violations: z.array(z.object({ rule: z.string() })),
});

export type Case = z.infer<typeof caseSchema>;
export type IgnoreCase = z.infer<typeof ignoreSchema>;
export type LockProof = z.infer<typeof proofSchema>;

const readLines = <Item>(file: string, schema: z.ZodType<Item>): readonly Item[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));

/** `<suite>-tests.jsonl` */
export const readCases = (folder: string, suite: string): readonly Case[] =>
  readLines(path.join(folder, `${suite}-tests.jsonl`), caseSchema);

export const readLockProofs = (folder: string): readonly LockProof[] =>
  readLines(path.join(folder, 'pgsafe-lock-proofs.jsonl'), proofSchema);

/** `squawk-ignore-tests-….jsonl` */
export const readIgnoreCases = (folder: string): readonly IgnoreCase[] =>
  readdirSync(folder)
    .filter((file) => /^squawk-ignore-tests.*\.jsonl$/.test(file))
    .flatMap((file) => readLines(path.join(folder, file), ignoreSchema));
