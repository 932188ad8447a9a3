import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { secretsIn } from '../../engine/secrets.js';

// Put together here, so that no tool that looks for secrets stumbles over the examples.
const stripeKey = `sk_live_${'a1B2'.repeat(6)}`;
const token = (claims: object): string =>
  `${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.${'s1G-'.repeat(8)}`.replaceAll(
    '=',
    '',
  );

export default defineRule({
  id: 'hardcoded-secret',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Write no keys, tokens or passwords into migrations.',
    condition:
      'A statement holds something with the shape of a secret: a signed token (JWT), a key of Stripe, Supabase, AWS, GitHub, OpenAI, Slack or SendGrid, a private key, or a connection address with a password. Not a token of the role anon, which is public, not the tokens of local Supabase development, and no addresses of localhost or with placeholders. A password of CREATE ROLE is what `unsafe-privilege-statements` speaks of.',
    effect:
      'Everyone who can read the repository, a backup of it or the log of the server has the secret. Taking it out later leaves it in the history.',
    workaround:
      "Make the secret void where it came from. Put a new one into the vault by hand, once for each environment, and read it by name:\n\n```sql\nSELECT vault.create_secret('…', 'stripe_key');\n```\n\n```sql\nSELECT decrypted_secret FROM vault.decrypted_secrets WHERE name = 'stripe_key';\n```",
    references: ['https://supabase.com/docs/guides/database/vault'],
  },
  options: z.strictObject({}),
  messages: { secret: 'This statement holds what looks like {kind}: everyone who can read the repository has it.' },
  examples: [
    { sql: `SELECT vault.create_secret('${stripeKey}', 'stripe');`, reports: ['secret'] },
    {
      sql: `CREATE FUNCTION notify() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM net.http_post('https://api.test', headers := '{"Authorization": "Bearer ${token({ role: 'service_role' })}"}'); END $$;`,
      reports: ['secret'],
    },
    {
      sql: "CREATE SUBSCRIPTION copy CONNECTION 'postgres://repl:h0rse-battery@db.internal/app' PUBLICATION all_tables;",
      reports: ['secret'],
    },
    {
      given: 'CREATE EXTENSION pg_net;',
      sql: `SELECT net.http_get('https://api.test', headers := '{"apikey": "${token({ role: 'anon' })}"}');`,
      reports: [],
      because: 'The key of anon is public.',
    },
    {
      sql: "SELECT vault.create_secret('<STRIPE_KEY>', 'stripe'), 'postgres://postgres:postgres@localhost:5432/app';",
      reports: [],
      because: 'It is a placeholder, and the address of the machine itself.',
    },
    { sql: 'CREATE TABLE keys (sk_live_key text);', reports: [] },
  ],
  check: {
    *statement({ script, statement }) {
      const { start, end } = statement.span;
      for (const { kind, span } of secretsIn(script.text.slice(start, end)))
        yield { message: 'secret', data: { kind }, at: { start: start + span.start, end: start + span.end } };
    },
  },
});
