import { z } from 'zod';
import type { Policy } from '../../catalog/model.js';
import { conjunctsOf } from '../../effects/expression-use.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { withoutWrapping } from '../../engine/policy-calls.js';
import { defineRule } from '../../engine/rule.js';
import { writtenPolicies } from '../../engine/written-policies.js';
import type { Expression } from '../../sql/expression.js';
import { isAlwaysTrue } from '../../sql/tautology.js';

const bucket = "INSERT INTO storage.buckets (id, name, public) VALUES ('covers', 'covers', true);";

const readers: ReadonlySet<string> = new Set(['public', 'anon', 'authenticated']);

/** `bucket_id = 'covers'` → `covers`. */
function bucketNamed(condition: Expression): string | undefined {
  if (condition.kind !== 'operator' || condition.operator !== '=') return undefined;
  const operands = condition.operands.map(withoutWrapping);
  const isBucket = operands.some((operand) => operand.kind === 'column' && operand.path.at(-1) === 'bucket_id');
  const constant = operands.find((operand) => operand.kind === 'constant');
  return isBucket && constant?.kind === 'constant' ? String(constant.value) : undefined;
}

/** The public bucket whose files the policy lists, where it asks for nothing else. */
function listedBucket(policy: Policy, publicBuckets: ReadonlySet<string>): string | undefined {
  const { permissive, command, roles, using } = policy;
  if (!permissive || (command !== 'select' && command !== 'all') || !roles.some((role) => readers.has(role))) return;
  if (using === undefined) return undefined;
  const conditions = conjunctsOf(using).filter((condition) => !isAlwaysTrue(condition));
  const [only] = conditions;
  if (only === undefined) return [...publicBuckets][0];
  const named = conditions.length === 1 ? bucketNamed(only) : undefined;
  return named !== undefined && publicBuckets.has(named) ? named : undefined;
}

export default defineRule({
  id: 'public-bucket-listing',
  category: 'security',
  severity: 'warning',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Do not let clients list the files of a public bucket.',
    condition:
      "The migrations make a bucket public, and a permissive policy on storage.objects lets PUBLIC, anon or authenticated SELECT by nothing but `bucket_id = '…'` or a condition that is always true.",
    effect:
      'Files of a public bucket are fetched by their address, without any policy. The policy adds that everyone can list them, and find addresses that were given to one person.',
    workaround:
      '```sql\nDROP POLICY "read covers" ON storage.objects;\n```\n\nor, where users list their own files:\n\n```sql\nCREATE POLICY "list own files" ON storage.objects FOR SELECT TO authenticated\n  USING (bucket_id = \'covers\' AND owner_id = (select auth.uid())::text);\n```',
    references: ['https://supabase.com/docs/guides/storage/buckets/fundamentals#public-buckets'],
  },
  options: z.strictObject({}),
  messages: {
    listed: 'Bucket {bucket} is public already; what policy "{policy}" adds is that everyone can list its files.',
  },
  examples: [
    {
      given: bucket,
      sql: 'CREATE POLICY "read covers" ON storage.objects FOR SELECT USING (bucket_id = \'covers\');',
      project: onSupabase,
      reports: ['listed'],
    },
    {
      given:
        "INSERT INTO storage.buckets (id, name) VALUES ('covers', 'covers'); UPDATE storage.buckets SET public = true WHERE id = 'covers';",
      sql: 'CREATE POLICY "read files" ON storage.objects FOR SELECT TO anon USING (true);',
      project: onSupabase,
      reports: ['listed'],
    },
    {
      given: "INSERT INTO storage.buckets (id, name, public) VALUES ('covers', 'covers', false);",
      sql: 'CREATE POLICY "read covers" ON storage.objects FOR SELECT USING (bucket_id = \'covers\');',
      project: onSupabase,
      reports: [],
      because: 'The bucket is private: without the policy nobody reads.',
    },
    {
      given: bucket,
      sql: 'CREATE POLICY "own covers" ON storage.objects FOR SELECT USING (bucket_id = \'covers\' AND owner_id = (select auth.uid())::text);',
      project: onSupabase,
      reports: [],
      because: 'Each lists their own.',
    },
    {
      given: bucket,
      sql: 'CREATE POLICY "add covers" ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = \'covers\');',
      project: onSupabase,
      reports: [],
    },
  ],
  check: {
    *history(context) {
      const publicBuckets = new Set(context.catalog.publicBuckets());
      if (publicBuckets.size === 0) return;
      for (const { table, policy, names, place } of writtenPolicies(context)) {
        if (table.name.schema !== 'storage' || table.name.name !== 'objects') continue;
        const listed = listedBucket(policy, publicBuckets);
        if (listed !== undefined) yield { message: 'listed', data: { bucket: listed, policy: names.policy }, ...place };
      }
    },
  },
});
