import { z } from 'zod';
import { needsSuperuser } from '../../catalog/extension-trust.js';
import { defineRule } from '../../engine/rule.js';

const untrustedLanguages: readonly string[] = ['c', 'internal', 'plpython3u', 'plpythonu', 'plperlu', 'pltclu'];

export default defineRule({
  id: 'superuser-needed',
  category: 'transactions',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  directions: ['up', 'down'],
  docs: {
    summary: 'Keep out of migrations what only a superuser may do.',
    condition:
      'CREATE EXTENSION of an extension of PostgreSQL that is not trusted (before 13 none is), ALTER SYSTEM, CREATE EVENT TRIGGER, CREATE TABLESPACE, COPY from or to a program or a file of the server, CREATE ROLE … SUPERUSER, a publication FOR ALL TABLES, a function in C or an untrusted language. Reported once a file. Extensions from elsewhere are not judged. On Supabase, extensions and event triggers are not reported, as the platform lets its users make them.',
    effect:
      'The migration fails (42501) wherever the role that applies it is no superuser, as on every managed server. Managed servers have ways of their own to do most of this.',
    workaround:
      'Let an administrator do it once for the database, outside of the migrations, and have the migration rely on it:\n\n```sql\nCREATE EXTENSION IF NOT EXISTS pg_stat_statements;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-createextension.html',
      'https://www.postgresql.org/docs/current/contrib.html',
    ],
  },
  options: z.strictObject({}),
  messages: { superuser: '{statement} needs a superuser: it fails where migrations are applied by another role.' },
  examples: [
    { sql: 'CREATE EXTENSION pg_stat_statements;', reports: ['superuser'] },
    { sql: "ALTER SYSTEM SET work_mem = '64MB';", project: { transaction: 'autocommit' }, reports: ['superuser'] },
    { sql: "COPY books FROM PROGRAM 'zcat books.gz';", alone: true, reports: ['superuser'] },
    {
      sql: 'CREATE EXTENSION pgcrypto;',
      project: { server: { version: 12, timeZone: 'UTC' } },
      reports: ['superuser'],
      because: 'Trusted extensions exist since PostgreSQL 13.',
    },
    { sql: 'CREATE EXTENSION pgcrypto;', reports: [], because: 'It is trusted.' },
    { sql: 'CREATE EXTENSION postgis;', reports: [], because: 'It depends on how it was packaged.' },
    { sql: 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements;', project: { supabase: true }, reports: [] },
    { given: 'CREATE TABLE books (id bigint);', sql: 'COPY books TO STDOUT;', reports: [] },
  ],
  check: {
    *createExtension(op, { project, catalog }) {
      if (project.supabase || !needsSuperuser(op.extension, project.server.version)) return;
      if (op.ifNotExists && typeof catalog.extension(op.extension) === 'object') return;
      yield { message: 'superuser', data: { statement: `CREATE EXTENSION ${op.extension}` }, at: op.span };
    },
    *alterSystem(op) {
      yield { message: 'superuser', data: { statement: 'ALTER SYSTEM' }, at: op.span };
    },
    *createEventTrigger(op, { project }) {
      if (project.supabase) return;
      yield { message: 'superuser', data: { statement: 'CREATE EVENT TRIGGER' }, at: op.span };
    },
    *createTablespace(op) {
      yield { message: 'superuser', data: { statement: 'CREATE TABLESPACE' }, at: op.span };
    },
    *copy(op) {
      if (op.endpoint !== 'program' && op.endpoint !== 'file') return;
      const statement = `COPY ${op.direction.toUpperCase()} ${op.endpoint === 'program' ? 'PROGRAM' : 'a file of the server'}`;
      yield { message: 'superuser', data: { statement }, at: op.span };
    },
    *createRole(op) {
      if (op.options.superuser !== 'true') return;
      yield { message: 'superuser', data: { statement: 'CREATE ROLE … SUPERUSER' }, at: op.span };
    },
    *createPublication(op, { project }) {
      if (project.supabase || !op.allTables) return;
      yield { message: 'superuser', data: { statement: 'CREATE PUBLICATION … FOR ALL TABLES' }, at: op.span };
    },
    *createFunction(op) {
      if (!untrustedLanguages.includes(op.language.toLowerCase())) return;
      yield { message: 'superuser', data: { statement: `A function in ${op.language}` }, at: op.span };
    },
  },
});
