import { z } from 'zod';
import { primaryKeyOf, relationNamed } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { keptForeignKeys } from '../../engine/kept-foreign-keys.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'fk-to-managed-non-pk',
  aliases: ['fkey-to-auth-unique'],
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Reference tables of the platform by their primary key alone.',
    condition:
      'Supabase: at the end of the history, a foreign key references columns of a table in a managed schema (`auth.users (phone)`) that are not its primary key.',
    effect:
      'The platform changes its unique constraints and indexes when it upgrades itself. A foreign key that rests on one of them makes that upgrade fail.',
    workaround:
      'Reference the primary key, and read the other columns by a join:\n\n```sql\nCREATE TABLE profiles (\n  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,\n  email text\n);\n```',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0021_fkey_to_auth_unique'],
  },
  options: z.strictObject({}),
  messages: {
    otherKey:
      'This foreign key references {columns} of {referenced}, which is not its primary key ({key}) and is the platform’s to change.',
  },
  examples: [
    {
      sql: 'CREATE TABLE profiles (phone text REFERENCES auth.users (phone));',
      project: { supabase: true },
      reports: ['otherKey'],
    },
    {
      given: 'CREATE TABLE profiles (bucket text);',
      sql: 'ALTER TABLE profiles ADD FOREIGN KEY (bucket) REFERENCES storage.buckets (name);',
      project: { supabase: true },
      reports: ['otherKey'],
    },
    {
      sql: 'CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users (id), other uuid REFERENCES auth.users);',
      project: { supabase: true },
      reports: [],
    },
    {
      sql: 'CREATE TABLE profiles (phone text REFERENCES auth.users (phone));',
      after: ['ALTER TABLE profiles DROP CONSTRAINT profiles_phone_fkey;'],
      project: { supabase: true },
      reports: [],
      because: 'It is gone in the end.',
    },
    {
      sql: 'CREATE TABLE profiles (phone text REFERENCES auth.users (phone));',
      after: ['ALTER TABLE profiles RENAME TO people;'],
      project: { supabase: true },
      reports: ['otherKey'],
    },
    {
      sql: 'CREATE TABLE users (email text UNIQUE); CREATE TABLE profiles (email text REFERENCES users (email));',
      project: { supabase: true },
      reports: [],
      because: 'The table is the project’s own.',
    },
  ],
  check: {
    *history(context) {
      for (const { references, place, subject } of keptForeignKeys(context)) {
        const target = relationNamed(context.catalog, references.table);
        const key = target?.managed ? primaryKeyOf(target)?.columns : undefined;
        if (key === undefined || references.columns.join() === key.join()) continue;
        const columns = references.columns.join(', ');
        const data = { columns, referenced: formatName(references.table), key: key.join(', ') };
        yield { message: 'otherKey', data, subject, ...place };
      }
    },
  },
});
